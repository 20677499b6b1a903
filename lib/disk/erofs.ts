import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { runConsuming } from './consume.ts';
import type { DiskCode } from './errors.ts';
import type { Ext4Options } from './ext4.ts';
import { moveContents } from './move-contents.ts';

/** An erofs file system to write into a part of a disk file. */
export type ErofsOptions = Pick<
  Ext4Options,
  'disk' | 'extent' | 'uuid' | 'timeSeconds' | 'workDir' | 'log'
> & { readonly tree: string };

/** Returns the bytes that a tree of this size needs as a file system: nothing is added to it later. */
export function erofsSizeBytes(treeBytes: number): number {
  return Math.ceil(treeBytes * 1.02 + 16 * 2 ** 20);
}

/**
 * Writes an erofs file system with the contents of `tree`, not compressed: images are.
 *
 * @returns the most bytes that tree and disk took together
 * @throws ConfigError IMAGE_TOO_SMALL; ToolError
 */
export async function writeErofs(options: ErofsOptions): Promise<number> {
  const { extent, tree, log } = options;
  const path = join(options.workDir, 'erofs.img');
  await rm(path, { force: true });
  const argv = ['mkfs.erofs', `-T${options.timeSeconds}`, `-U${options.uuid}`, path, tree];
  const peakBytes = await runConsuming(argv, { tree, disk: path, log });
  const { size } = await stat(path);
  if (size > extent.sizeBytes) {
    throw new ConfigError<DiskCode>(
      'IMAGE_TOO_SMALL',
      `the tree takes ${size} bytes as erofs, and its partition has ${extent.sizeBytes}`,
      { hint: 'Give the image a larger size.' },
    );
  }
  await moveContents(path, options.disk, extent);
  await rm(path);
  return peakBytes;
}
