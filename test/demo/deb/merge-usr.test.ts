import { mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergedPath, mergeUsr } from '../../../demo/deb/merge-usr.ts';
import { readTree } from '../../../demo/deb/tree.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

describe('mergedPath', () => {
  it.each([
    ['/bin', '/usr/bin'],
    ['/lib/systemd/system', '/usr/lib/systemd/system'],
    ['/lib64/ld-linux-x86-64.so.2', '/usr/lib64/ld-linux-x86-64.so.2'],
    ['/libexec', '/libexec'],
    ['/usr/bin', '/usr/bin'],
    ['/etc/lib', '/etc/lib'],
  ])('makes %s into %s', (path, expected) => {
    expect(mergedPath(path)).toBe(expected);
  });
});

describe('mergeUsr', () => {
  it('moves files, merges folders and keeps where links lead', async () => {
    await using temporary = await makeTempDir();
    const root = temporary.path;
    for (const folder of ['bin', 'lib/a', 'usr/lib/a', 'etc']) {
      await mkdir(join(root, folder), { recursive: true });
    }
    await writeFile(join(root, 'bin/tool'), '');
    await writeFile(join(root, 'lib/a/moved'), '');
    await writeFile(join(root, 'usr/lib/a/there'), '');
    await symlink('../../etc/file', join(root, 'lib/a/up'));
    await symlink('moved', join(root, 'lib/a/beside'));
    await symlink('/lib/a/moved', join(root, 'lib/a/absolute'));
    await mergeUsr(root);
    expect((await readTree(root)).map(({ path }) => path)).toEqual([
      '/etc',
      '/usr',
      '/usr/bin',
      '/usr/bin/tool',
      '/usr/lib',
      '/usr/lib/a',
      '/usr/lib/a/absolute',
      '/usr/lib/a/beside',
      '/usr/lib/a/moved',
      '/usr/lib/a/there',
      '/usr/lib/a/up',
    ]);
    expect(await readlink(join(root, 'usr/lib/a/up'))).toBe('../../../etc/file');
    expect(await readlink(join(root, 'usr/lib/a/beside'))).toBe('moved');
    expect(await readlink(join(root, 'usr/lib/a/absolute'))).toBe('/lib/a/moved');
  });

  it('refuses two files that would have one name', async () => {
    await using temporary = await makeTempDir();
    const root = temporary.path;
    await mkdir(join(root, 'bin'));
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await writeFile(join(root, 'bin/a'), '');
    await writeFile(join(root, 'usr/bin/a'), '');
    await expect(mergeUsr(root)).rejects.toThrow(RangeError);
  });
});
