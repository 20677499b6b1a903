import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULE_TABLES, RULES } from '../../../lib/inspect/rules.ts';
import { RULE_PAGE, replaceRuleTables } from '../../../scripts/rule-tables.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const textOf = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .filter((file) => !file.includes('/rules/'))
    .map(read)
    .join('\n');

describe('the rules', () => {
  const names = Object.keys(RULES);

  it('stand in the page: run "npm run docs" otherwise', () => {
    expect(replaceRuleTables(read(RULE_PAGE))).toBe(read(RULE_PAGE));
  });

  it('have one table each', () => {
    expect(Object.values(RULE_TABLES).flatMap(Object.keys)).toEqual(names);
  });

  it('are each checked, and each broken by a test', () => {
    const code = textOf('lib/inspect/**/*.ts');
    const tests = textOf('test/lib/inspect/*.test.ts');
    expect(names.filter((name) => !code.includes(`'${name}'`))).toEqual([]);
    expect(names.filter((name) => !tests.includes(`'${name}'`))).toEqual([]);
  });
});
