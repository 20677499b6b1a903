import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEY_TABLES, replaceKeyTable } from '../../../scripts/key-tables.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe.each(KEY_TABLES)('$page', ({ page, schema }) => {
  it('has the keys of the schema: run "npm run docs" otherwise', () => {
    expect(replaceKeyTable(read(page), JSON.parse(read(schema)))).toBe(read(page));
  });
});
