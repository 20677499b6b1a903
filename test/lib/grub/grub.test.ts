import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatGrubConfig } from '../../../lib/grub/config.ts';
import { formatGrubEnvironment, parseGrubEnvironment } from '../../../lib/grub/environment.ts';
import { readTool } from '../../../lib/host/process.ts';

const folder = await mkdtemp(join(tmpdir(), 'treesmith-grub-'));
afterAll(() => rm(folder, { recursive: true }));

const VARIABLES = new Map([
  ['treesmith_kargs', 'systemd.debug_shell=ttyS1 a="b c"'],
  ['odd', 'back\\slash'],
]);

describe('formatGrubEnvironment', () => {
  it('makes a block that grub-editenv reads', async () => {
    const path = join(folder, 'ours');
    await writeFile(path, formatGrubEnvironment(VARIABLES));
    expect(await readTool(['grub-editenv', path, 'list'])).toContain(
      'treesmith_kargs=systemd.debug_shell=ttyS1 a="b c"\n',
    );
  });

  it('makes the block that grub-editenv makes', async () => {
    const path = join(folder, 'theirs');
    await readTool(['grub-editenv', path, 'create']);
    await readTool(['grub-editenv', path, 'set', 'a=1 2', 'b=x\\y']);
    const theirs = await readFile(path);
    const variables = parseGrubEnvironment(theirs);
    expect([...variables]).toEqual([
      ['a', '1 2'],
      ['b', 'x\\y'],
    ]);
    // GRUB 2.06 writes a warning into its second line; the variables are the same.
    const ours = Buffer.from(formatGrubEnvironment(variables)).toString();
    expect(theirs.toString()).toContain(
      ours.replaceAll('#', '').trim().split('\n').slice(1).join('\n'),
    );
  });

  it('refuses more than 1024 bytes', () => {
    expect(() => formatGrubEnvironment(new Map([['a', 'x'.repeat(1000)]]))).toThrow(
      expect.objectContaining({ code: 'GRUBENV_FULL' }),
    );
  });

  it('refuses a name that GRUB could not read back', () => {
    expect(() => formatGrubEnvironment(new Map([['a=b', '']]))).toThrow(
      expect.objectContaining({ code: 'GRUBENV_BAD' }),
    );
  });
});

describe('parseGrubEnvironment', () => {
  it('reads back what formatGrubEnvironment wrote', () => {
    expect(parseGrubEnvironment(formatGrubEnvironment(VARIABLES))).toEqual(VARIABLES);
  });

  it.each([
    ['another length', Buffer.alloc(1023, '#')],
    ['another first line', Buffer.alloc(1024, '#')],
  ])('refuses %s', (_what, bytes) => {
    expect(() => parseGrubEnvironment(bytes)).toThrow(
      expect.objectContaining({ code: 'GRUBENV_BAD' }),
    );
  });
});

describe('formatGrubConfig', () => {
  it('is a script that GRUB can parse', async () => {
    const path = join(folder, 'grub.cfg');
    await writeFile(
      path,
      formatGrubConfig({ bootUuid: 'd9b2b0a8-0000-8000-8000-000000000000', timeoutSeconds: 1 }),
    );
    await readTool(['grub-script-check', path]);
  });
});
