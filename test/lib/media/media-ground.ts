import { createCipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../../../lib/core/log.ts';
import { silentLog } from '../../../lib/core/log.ts';
import type { MediaFormat, MediaOptions } from '../../../lib/media/media-model.ts';
import { writeMedia } from '../../../lib/media/write-media.ts';

const MIB = 2 ** 20;

/** Not a multiple of a chunk, of a MiB or of a batch. */
export const ODD_BYTES = 37 * MIB + 3 * 512;

/** What each test writes in. */
export const MACHINE = {
  name: 'anvil',
  hardwareVersion: 17,
  osType: 'other5xLinux64Guest',
  firmware: 'efi',
} as const;

/** Every format, by the end of its name. */
export const FORMATS: Readonly<Record<string, MediaFormat>> = {
  raw: { format: 'raw' },
  'ami.vmdk': { format: 'ami', subformat: 'vmdk' },
  'zstd.qcow2': { format: 'qcow2' },
  'zlib.qcow2': { format: 'qcow2', compression: 'zlib' },
  'plain.qcow2': { format: 'qcow2', compression: 'none' },
  vmdk: { format: 'vmdk' },
  ova: { format: 'ova', machine: MACHINE },
  vhd: { format: 'vhd' },
  vhdx: { format: 'vhdx' },
  gce: { format: 'gce' },
  'raw.xz': { format: 'raw.xz' },
  'raw.zst': { format: 'raw.zst' },
  ociarchive: { format: 'containerdisk', name: 'anvil', architecture: 'amd64' },
};

/** Bytes that nothing makes smaller, always the same. */
export function noise(sizeBytes: number, seed: number): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(sizeBytes));
}

/** Makes a sparse disk with text, noise, zeros that are written, single bytes, and a last sector. */
export async function makeDisk(path: string, sizeBytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    await file.truncate(sizeBytes);
    const text = Buffer.from(
      Array.from({ length: 90_000 }, (_, line) => `line ${line * 7919}\n`).join(''),
    );
    await file.write(Buffer.from('head'), 0, 4, 0);
    await file.write(text, 0, text.length, MIB + 4096);
    await file.write(noise(300_000, 1), 0, 300_000, 5 * MIB + 100);
    await file.write(Buffer.alloc(2 * MIB), 0, 2 * MIB, 8 * MIB);
    await file.write(noise(1, 2), 0, 1, 12 * MIB - 1);
    await file.write(noise(3 * MIB, 3), 0, 3 * MIB, 20 * MIB);
    await file.write(text, 0, 4096, sizeBytes - 4096);
  } finally {
    await file.close();
  }
}

/** Writes the disk in these formats as `<stem>.<format>`. */
export async function write(
  disk: string,
  sizeBytes: number,
  stem: string,
  names: readonly string[],
  more: Partial<MediaOptions> & { readonly patch?: { offsetBytes: number; bytes: Buffer } } = {},
) {
  const { patch, ...options } = more;
  const patches = patch === undefined ? [] : [patch];
  return writeMedia({
    disk: { path: disk, sizeBytes },
    outputs: names.map((name) => {
      const format = FORMATS[name];
      if (format === undefined) throw new TypeError(name);
      return { ...format, path: `${stem}.${name}`, patches };
    }),
    identity: 'c'.repeat(64),
    timeSeconds: 1_700_000_000,
    log: silentLog,
    ...options,
  });
}

/** A log that keeps warnings. */
export function listeningLog(): Log & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { ...silentLog, warnings, warn: (message) => void warnings.push(message) };
}

/** SHA-256 of a file, read from its start to its end. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
