import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { SECTOR_BYTES } from '../gpt/table.ts';
import { runTool } from '../host/process.ts';
import type { Extent } from './layout.ts';

/** A FAT file system to write into a part of a disk file. */
export interface EspOptions {
  readonly disk: string;
  readonly extent: Extent;
  /** Serial number, 8 hex digits. */
  readonly volumeId: string;
  readonly label: string;
  /** Path in the partition (`EFI/BOOT/BOOTX64.EFI`) to bytes or a file on this machine. Folders are made. */
  readonly files: ReadonlyMap<string, Buffer | string>;
  readonly workDir: string;
  /** Every time in it, seconds since 1970. */
  readonly timeSeconds: number;
  readonly log: Log;
}

/** Most clusters of FAT32 with one sector each; larger file systems have larger clusters. */
const SMALL_BYTES = 256 * 2 ** 20;

/** Writes a FAT32 file system, such as an EFI system partition, straight into its place in the disk file, by mtools. */
export async function writeEsp(options: EspOptions): Promise<void> {
  const image = `${options.disk}@@${options.extent.offsetBytes}`;
  const mtools = (...argv: string[]) =>
    runTool(argv, {
      log: options.log,
      // A user's own mtoolsrc must not decide.
      env: { MTOOLSRC: '/dev/null', SOURCE_DATE_EPOCH: String(options.timeSeconds) },
    });
  const sectors = String(options.extent.sizeBytes / SECTOR_BYTES);
  await mtools(
    ...[
      'mformat',
      '-i',
      image,
      '-F',
      '-T',
      sectors,
      '-h',
      '255',
      '-s',
      '63',
      '-c',
      options.extent.sizeBytes > SMALL_BYTES ? '8' : '1',
    ],
    ...[
      '-H',
      String(options.extent.offsetBytes / SECTOR_BYTES),
      '-N',
      options.volumeId,
      '-v',
      options.label,
      '::',
    ],
  );
  // One call for each name: the order of the entries is ours, not that of a folder on this machine.
  const made = new Set<string>();
  for (const [path, contents] of options.files) {
    const source = typeof contents === 'string' ? contents : join(options.workDir, 'esp.file');
    if (typeof contents !== 'string') await writeFile(source, contents);
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/');
      if (!made.has(folder)) await mtools('mmd', '-i', image, `::/${folder}`);
      made.add(folder);
    }
    await mtools('mcopy', '-i', image, source, `::/${path}`);
  }
}
