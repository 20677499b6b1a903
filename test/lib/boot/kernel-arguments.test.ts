import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addEspArguments } from '../../../lib/boot/esp-arguments.ts';
import { addDiscArguments } from '../../../lib/boot/kernel-arguments.ts';
import { makeOverlay } from '../../../lib/boot/overlay.ts';
import { addUkiArguments } from '../../../lib/boot/uki-arguments.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { addPeSections } from '../../../lib/disk/pe-sections.ts';
import { formatGrubEnvironment } from '../../../lib/grub/environment.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

const MTOOLS = { env: { MTOOLSRC: '/dev/null' } };
const log = silentLog;

/** A PE image with room for sections and none in it. */
function emptyPe(): Buffer {
  const image = Buffer.alloc(1024);
  image.writeUInt32LE(64, 0x3c);
  image.write('PE\0\0', 64);
  image.writeUInt16LE(112, 64 + 20);
  image.writeUInt32LE(4096, 64 + 24 + 32);
  image.writeUInt32LE(512, 64 + 24 + 36);
  image.writeUInt32LE(1024, 64 + 24 + 60);
  return image;
}

const uki = (cmdline: string) =>
  addPeSections(emptyPe(), [
    { name: '.osrel', bytes: Buffer.from('ID=tiny\n') },
    { name: '.cmdline', bytes: Buffer.from(cmdline) },
    { name: '.linux', bytes: Buffer.from('the kernel') },
  ]);

/** What firmware loads of each section. */
function readSections(image: Buffer): Map<string, string> {
  const table = 64 + 24 + 112;
  return new Map(
    Array.from({ length: image.readUInt16LE(64 + 6) }, (_, nth) => {
      const at = table + nth * 40;
      const offset = image.readUInt32LE(at + 20);
      const name = image.toString('latin1', at, at + 8).replace(/\0+$/, '');
      return [name, image.toString('utf8', offset, offset + image.readUInt32LE(at + 8))] as const;
    }),
  );
}

describe('addUkiArguments', () => {
  it.each([10, 500, 2000])('adds to a command line of %i characters', (length) => {
    const changed = addUkiArguments(uki('x'.repeat(length)), 'one two');
    const sections = readSections(changed ?? Buffer.alloc(1024));
    expect(sections.get('.cmdline')).toBe(`${'x'.repeat(length)} one two`);
    expect(sections.get('.linux')).toBe('the kernel');
    expect((changed?.length ?? 0) % 512).toBe(0);
  });

  it('leaves what has no room in memory, no command line, or is no such image', () => {
    expect(addUkiArguments(uki('x'.repeat(4095)), 'one')).toBeUndefined();
    expect(addUkiArguments(addPeSections(emptyPe(), []), 'one')).toBeUndefined();
    expect(addUkiArguments(Buffer.alloc(0), 'one')).toBeUndefined();
    expect(addUkiArguments(Buffer.alloc(4096, 0xff), 'one')).toBeUndefined();
  });
});

describe('addEspArguments', () => {
  it.each([
    ['GRUB', 'EFI/BOOT/grubenv', formatGrubEnvironment(new Map()), 'treesmith_kargs=one two\n'],
    [
      'systemd-boot',
      'loader/entries/ostree-1.conf',
      Buffer.from('title x\noptions root=x rw\n#####\n'),
      'options root=x rw one two\n',
    ],
    ['a unified kernel image', 'EFI/BOOT/BOOTX64.EFI', uki('root=x'), 'root=x one two'],
  ])('adds to what %s starts', async (_, path, contents, expected) => {
    await using work = await makeTempDir();
    const esp = join(work.path, 'esp.raw');
    await runTool(['mformat', '-C', '-i', esp, '-T', '8192', '-h', '2', '-s', '32', '::'], MTOOLS);
    const file = join(work.path, 'file');
    await writeFile(file, contents);
    const folders = path.split('/').slice(0, -1);
    for (let depth = 1; depth <= folders.length; depth += 1)
      await runTool(['mmd', '-i', esp, `::/${folders.slice(0, depth).join('/')}`], MTOOLS);
    await runTool(['mcopy', '-i', esp, file, `::/${path}`], MTOOLS);
    expect(await addEspArguments({ esp, words: 'one two', workDir: work.path, log })).toBe(true);
    const after = join(work.path, 'after');
    await runTool(['mcopy', '-n', '-i', esp, `::/${path}`, after], MTOOLS);
    expect(await readFile(after, 'latin1')).toContain(expected);
  });

  it('finds nothing in an empty partition', async () => {
    await using work = await makeTempDir();
    const esp = join(work.path, 'esp.raw');
    await runTool(['mformat', '-C', '-i', esp, '-T', '8192', '-h', '2', '-s', '32', '::'], MTOOLS);
    expect(await addEspArguments({ esp, words: 'one', workDir: work.path, log })).toBe(false);
  });
});

describe('addDiscArguments', () => {
  it('adds to every environment of GRUB, in the overlay alone', async () => {
    await using work = await makeTempDir();
    const image = join(work.path, 'a.iso');
    const environment = Buffer.from(formatGrubEnvironment(new Map([['treesmith_kargs', 'own']])));
    const disc = Buffer.alloc(20 * 1024 * 1024);
    // At the border of what is read at once, and at a place that no file begins at.
    for (const at of [2048, 8 * 1024 * 1024 - 512]) environment.copy(disc, at);
    environment.copy(disc, 100_001);
    await writeFile(image, disc);
    const overlay = join(work.path, 'overlay.qcow2');
    await makeOverlay({ backing: { file: image, format: 'raw' }, path: overlay, log });
    await mkdir(join(work.path, 'work'));
    await addDiscArguments({
      ...{ overlay, image, kernelArguments: ['one', 'two'] },
      ...{ workDir: join(work.path, 'work'), log },
    });
    const seen = join(work.path, 'seen.raw');
    await readTool(['qemu-img', 'convert', '-O', 'raw', overlay, seen]);
    const text = (await readFile(seen)).toString('latin1');
    expect(text.match(/treesmith_kargs=own one two\n/g)).toHaveLength(2);
    expect((await readFile(image)).equals(disc)).toBe(true);
  });

  it('refuses a disc that has none', async () => {
    await using work = await makeTempDir();
    const image = join(work.path, 'a.iso');
    await writeFile(image, Buffer.alloc(1024 * 1024));
    await expect(
      addDiscArguments({
        ...{ overlay: image, image, kernelArguments: ['one'] },
        ...{ workDir: work.path, log },
      }),
    ).rejects.toMatchObject({ code: 'IMAGE_UNKNOWN' });
  });
});
