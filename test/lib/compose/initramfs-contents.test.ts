import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInitramfsContents } from '../../../lib/compose/initramfs-contents.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';

let dir: TempDir;
beforeEach(async () => {
  dir = await makeTempDir();
});
afterEach(() => dir[Symbol.asyncDispose]());

/** A cpio archive, "newc", of files with their sizes. */
function cpio(files: Readonly<Record<string, number>>): Buffer {
  const entries = [...Object.entries(files), ['TRAILER!!!', 0] as const];
  return Buffer.concat(
    entries.map(([name, sizeBytes]) => {
      const fields = [1, 0o100644, 0, 0, 1, 0, sizeBytes, 0, 0, 0, 0, name.length + 1, 0];
      const header = `070701${fields.map((each) => each.toString(16).padStart(8, '0')).join('')}${name}\0`;
      const padded = Buffer.alloc(Math.ceil(header.length / 4) * 4);
      padded.write(header, 'latin1');
      return Buffer.concat([padded, Buffer.alloc(Math.ceil(sizeBytes / 4) * 4, 'x')]);
    }),
  );
}

async function contents(...parts: Uint8Array[]): Promise<string[] | undefined> {
  const path = join(dir.path, 'image');
  await writeFile(path, Buffer.concat(parts));
  return readInitramfsContents(path);
}

async function compressed(tool: string, data: Buffer): Promise<Buffer> {
  const path = join(dir.path, 'plain');
  await writeFile(path, data);
  await runTool(['sh', '-c', `${tool} -c < "$1" > "$1.packed"`, 'sh', path]);
  return readFile(`${path}.packed`);
}

const FILES = { '.': 0, bin: 0, './usr/bin/sh': 70_001, 'etc/passwd': 3 };
const NAMES = ['.', 'bin', 'usr/bin/sh', 'etc/passwd'];
const EARLY = cpio({ early_cpio: 2, 'kernel/x86/microcode/GenuineIntel.bin': 5 });

describe('readInitramfsContents', () => {
  it('lists archives that are compressed, or not', async () => {
    const plain = cpio(FILES);
    expect(await contents(plain)).toEqual(NAMES);
    expect(await contents(plain, Buffer.alloc(400))).toEqual(NAMES);
    expect(await contents(gzipSync(plain))).toEqual(NAMES);
    for (const tool of ['zstd', 'xz', 'bzip2']) {
      expect(await contents(await compressed(tool, plain)), tool).toEqual(NAMES);
    }
  });

  it('lists microcode that stands in front', async () => {
    const names = ['early_cpio', 'kernel/x86/microcode/GenuineIntel.bin', ...NAMES];
    expect(await contents(EARLY, Buffer.alloc(512), gzipSync(cpio(FILES)))).toEqual(names);
    expect(await contents(EARLY, await compressed('zstd', cpio(FILES)))).toEqual(names);
  });

  it('is undefined for what hides names, or is damaged', async () => {
    const plain = cpio(FILES);
    expect(await contents(cpio({ ...FILES, 'squash-root.img': 4 }))).toBeUndefined();
    expect(await contents(Buffer.from('MZ, a UEFI image'))).toBeUndefined();
    expect(await contents(Buffer.alloc(0))).toBeUndefined();
    expect(await contents(plain.subarray(0, 300))).toBeUndefined();
    expect(await contents(gzipSync(plain).subarray(0, 100))).toBeUndefined();
    expect(await contents(EARLY, Buffer.from('lz4?'))).toBeUndefined();
    const noNumber = Buffer.from(plain);
    noNumber.write('zz', 20);
    expect(await contents(noNumber)).toBeUndefined();
    expect(await contents(EARLY, EARLY, EARLY, EARLY, EARLY)).toBeUndefined();
    const longName = Buffer.from(plain);
    longName.write('ffffffff', 6 + 11 * 8);
    expect(await contents(longName)).toBeUndefined();
  });
});
