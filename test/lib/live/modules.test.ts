import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertModules, collectModules, readModuleIndex } from '../../../lib/live/modules.ts';

let root: string;
const folder = 'usr/lib/modules/6.1';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'treesmith-modules-'));
  await mkdir(join(root, folder), { recursive: true });
  const dep = [
    'kernel/fs/erofs/erofs.ko.xz: kernel/lib/libcrc32c.ko.xz',
    'kernel/lib/libcrc32c.ko.xz:',
    'kernel/crypto/crc32c_generic.ko.xz:',
    'kernel/fs/nls/nls_iso8859-1.ko.zst:',
    '../../../../etc/shadow:',
  ];
  await writeFile(join(root, folder, 'modules.dep'), dep.map((line) => `${line}\n`).join(''));
  await writeFile(join(root, folder, 'modules.softdep'), 'softdep libcrc32c pre: crc32c_generic\n');
  await writeFile(join(root, folder, 'modules.builtin'), 'kernel/fs/ext4/ext4.ko\n');
});
afterAll(() => rm(root, { recursive: true }));

describe('collectModules', () => {
  it('takes what a module depends on, softly too, and the indexes', () => {
    const index = readModuleIndex(root, '6.1');
    expect(
      [...collectModules(index, root, ['erofs', 'nls_iso8859_1', 'ext4', 'no'])].sort(),
    ).toEqual([
      `${folder}/kernel/crypto/crc32c_generic.ko.xz`,
      `${folder}/kernel/fs/erofs/erofs.ko.xz`,
      `${folder}/kernel/fs/nls/nls_iso8859-1.ko.zst`,
      `${folder}/kernel/lib/libcrc32c.ko.xz`,
      `${folder}/modules.builtin`,
      `${folder}/modules.dep`,
      `${folder}/modules.softdep`,
    ]);
  });

  it('takes nothing from outside of the folder', () => {
    const index = readModuleIndex(root, '6.1');
    expect(index.files.has('shadow')).toBe(false);
  });
});

describe('assertModules', () => {
  it('names what the kernel lacks, and the package that has it', () => {
    const index = readModuleIndex(root, '6.1');
    expect(() => assertModules(index, ['ext4', 'erofs'], 'it')).not.toThrow();
    expect(() => assertModules(index, ['erofs', 'squashfs', 'isofs'], 'an ISO')).toThrow(
      expect.objectContaining({
        code: 'MODULE_MISSING',
        message: 'kernel 6.1 lacks squashfs, isofs, which an ISO needs',
      }),
    );
  });
});
