import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../../../lib/host/process.ts';

const MIB = 2 ** 20;
/** Where the partitions of the fixture are. */
export const ESP_OFFSET = 2 * MIB;
export const ROOT_OFFSET = 10 * MIB;
export const DISK_BYTES = 24 * MIB;

/** A folder with disks that the official tools made, and the raw disk that they hold. */
export interface Fixtures {
  readonly folder: string;
  path(name: string): string;
  remove(): Promise<void>;
}

/**
 * Makes `disk.raw`: a GPT by sgdisk, an ESP by mkfs.fat and mtools, ext4 by mke2fs, with 1 MiB that does not
 * compress.
 */
export async function makeFixtures(): Promise<Fixtures> {
  const folder = await mkdtemp(join(tmpdir(), 'treesmith-inspect-'));
  const path = (name: string) => join(folder, name);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await makeDisk(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, path, remove };
}

/** Returns bytes that look random and are the same in every run. */
export function noise(sizeBytes: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  let state = seed;
  for (let at = 0; at < sizeBytes; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

/** Returns a PE file for EFI with these sections. */
export function makePe(sections: Readonly<Record<string, string>>): Buffer {
  const names = Object.keys(sections);
  const head = Buffer.alloc(1024);
  head.write('MZ', 0, 'latin1');
  head.writeUInt32LE(64, 60);
  head.write('PE\0\0', 64, 'latin1');
  head.writeUInt16LE(0x8664, 68);
  head.writeUInt16LE(names.length, 70);
  head.writeUInt16LE(240, 84);
  head.writeUInt16LE(0x20b, 88);
  head.writeUInt16LE(10, 88 + 68);
  const bodies: Buffer[] = [head];
  let offset = head.length;
  for (const [index, name] of names.entries()) {
    const body = Buffer.from(sections[name] ?? '');
    const at = 88 + 240 + index * 40;
    const padded = Math.ceil(body.length / 512) * 512;
    head.write(name, at, 'latin1');
    head.writeUInt32LE(body.length, at + 8);
    head.writeUInt32LE(padded, at + 16);
    head.writeUInt32LE(offset, at + 20);
    bodies.push(body, Buffer.alloc(padded - body.length));
    offset += padded;
  }
  return Buffer.concat(bodies);
}

/** Changes bytes of a file in place. */
export async function patchFile(path: string, offset: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(bytes, 0, bytes.length, offset);
  } finally {
    await file.close();
  }
}

/** Copies a file, and changes it. */
export async function changed(
  from: string,
  to: string,
  change: (bytes: Buffer) => Buffer | undefined,
): Promise<string> {
  const bytes = await readFile(from);
  await writeFile(to, change(bytes) ?? bytes);
  return to;
}

/** `qemu-img convert` of the raw disk; `options` such as `subformat=fixed`. */
export async function convert(
  { path }: Fixtures,
  name: string,
  format: string,
  ...options: string[]
): Promise<string> {
  const flags = options.flatMap((option) => (option === '-c' ? ['-c'] : ['-o', option]));
  const target = path(name);
  await runTool([
    'qemu-img',
    'convert',
    '-f',
    'raw',
    '-O',
    format,
    ...flags,
    path('disk.raw'),
    target,
  ]);
  return target;
}

/** Makes `name` of this size, empty. */
export async function makeHole(path: string, sizeBytes: number): Promise<void> {
  await appendFile(path, '');
  await truncate(path, sizeBytes);
}

async function makeDisk(folder: string): Promise<void> {
  const path = (name: string) => join(folder, name);
  await mkdir(path('root'));
  await writeFile(path('root/noise'), noise(MIB));
  const efi = makePe({ '.text': 'code', mods: 'modules' });
  const uki = makePe({
    '.osrel': 'ID=anvil\nPRETTY_NAME="Anvil 12"\n',
    '.cmdline': 'quiet root=LABEL=root',
    '.uname': '6.1.0',
    '.linux': 'kernel',
    '.initrd': 'initrd',
  });
  await writeFile(path('BOOTX64.EFI'), efi);
  await writeFile(path('anvil.efi'), uki);
  await makeHole(path('esp.img'), ROOT_OFFSET - ESP_OFFSET);
  await runTool(['mkfs.fat', '-F', '12', '-n', 'ESP', '-i', '1a2b3c4d', path('esp.img')]);
  await runTool(['mmd', '-i', path('esp.img'), '::EFI', '::EFI/BOOT', '::EFI/Linux']);
  await runTool(['mcopy', '-i', path('esp.img'), path('BOOTX64.EFI'), '::EFI/BOOT/BOOTX64.EFI']);
  await runTool(['mcopy', '-i', path('esp.img'), path('anvil.efi'), '::EFI/Linux/anvil-12.efi']);
  await makeHole(path('root.img'), 12 * MIB);
  await runTool(['mke2fs', '-q', '-t', 'ext4', '-L', 'root', '-d', path('root'), path('root.img')]);
  await makeHole(path('disk.raw'), DISK_BYTES);
  await runTool([
    'sgdisk',
    ...['-n1:2048:+1M', '-t1:ef02', '-c1:BIOS-BOOT', '-n2:4096:+8M', '-t2:ef00', '-c2:EFI-SYSTEM'],
    ...['-n3:20480:+12M', '-t3:8304', '-c3:root', path('disk.raw')],
  ]);
  await patchFile(path('disk.raw'), ESP_OFFSET, await readFile(path('esp.img')));
  await patchFile(path('disk.raw'), ROOT_OFFSET, await readFile(path('root.img')));
}
