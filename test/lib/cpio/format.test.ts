import { lstat, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CpioEntry,
  formatCpioHeader,
  formatCpioPadding,
  formatCpioTrailer,
} from '../../../lib/cpio/format.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-cpio-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plain = { uid: 0, gid: 0, mtimeSeconds: 1_700_000_000, links: 1 };

function member(entry: Omit<CpioEntry, 'sizeBytes'>, data = ''): Buffer {
  const bytes = Buffer.from(data);
  const header = formatCpioHeader({ ...entry, sizeBytes: bytes.length });
  return Buffer.concat([header, bytes, formatCpioPadding(bytes.length)]);
}

describe('formatCpioHeader', () => {
  it('makes an archive that cpio unpacks: folders, links, hard links, devices, long names', async () => {
    const long = 'n'.repeat(200);
    const archive = Buffer.concat([
      member({ ...plain, path: 'd', mode: 0o040755, inode: 1 }),
      member({ ...plain, path: 'd/a', mode: 0o100640, inode: 2, links: 2 }),
      member({ ...plain, path: 'd/b', mode: 0o100640, inode: 2, links: 2 }, 'shared'),
      member({ ...plain, path: 'd/c', mode: 0o020600, inode: 3, device: { major: 5, minor: 1 } }),
      member({ ...plain, path: 'd/é', mode: 0o120777, inode: 4 }, 'a'),
      member({ ...plain, path: `d/${long}`, mode: 0o100755, inode: 5 }, 'xyz12'),
      formatCpioTrailer(),
    ]);
    expect(archive.length % 4).toBe(0);
    await runTool(['cpio', '-id', '--quiet'], { cwd: folder, input: archive });
    const [a, b] = [await lstat(join(folder, 'd/a')), await lstat(join(folder, 'd/b'))];
    expect(a.ino).toBe(b.ino);
    expect(a.mode & 0o7777).toBe(0o640);
    expect(await readFile(join(folder, 'd/a'), 'utf8')).toBe('shared');
    expect(await readFile(join(folder, 'd', long), 'utf8')).toBe('xyz12');
    expect(await readlink(join(folder, 'd/é'))).toBe('a');
    expect((await lstat(join(folder, 'd/c'))).isCharacterDevice()).toBe(true);
  });

  it('stands behind another archive, as the kernel reads them', async () => {
    const one = Buffer.concat([
      member({ ...plain, path: 'one', mode: 0o100644, inode: 1 }, '1'),
      formatCpioTrailer(),
    ]);
    const two = Buffer.concat([
      member({ ...plain, path: 'two', mode: 0o100644, inode: 1 }, '2'),
      formatCpioTrailer(),
    ]);
    const both = join(folder, 'both');
    await writeFile(both, Buffer.concat([one, two]));
    // cpio stops at the first trailer; what it leaves is the second archive to the byte.
    const names = await readTool(['cpio', '-it', '--quiet'], { input: two });
    expect(names.trim()).toBe('two');
    expect((await readFile(both)).subarray(one.length).equals(two)).toBe(true);
  });

  it('refuses numbers that the form cannot hold', () => {
    const base = { ...plain, path: 'big', mode: 0o100644, inode: 1 };
    expect(() => formatCpioHeader({ ...base, sizeBytes: 2 ** 32 })).toThrow(RangeError);
    expect(() => formatCpioHeader({ ...base, sizeBytes: 1, uid: -1 })).toThrow(RangeError);
  });
});
