import type { RootFilesystem } from '../remix/image-model.ts';
import { btrfsSizeBytes, writeBtrfs } from './btrfs.ts';
import { erofsSizeBytes, writeErofs } from './erofs.ts';
import { type Ext4Options, ext4SizeBytes, writeExt4 } from './ext4.ts';
import type { Sysroot } from './sysroot.ts';
import { writeXfs, xfsSizeBytes } from './xfs.ts';

/** A root file system to write into a part of a disk file. */
export type RootOptions = Ext4Options & { readonly tree: string };

/** Returns the bytes that a root file system of this kind must have to hold the tree. */
export function rootSizeBytes(filesystem: RootFilesystem, { sizeBytes, inodes }: Sysroot): number {
  if (filesystem === 'xfs') return xfsSizeBytes(sizeBytes, inodes);
  if (filesystem === 'btrfs') return btrfsSizeBytes(sizeBytes);
  if (filesystem === 'erofs') return erofsSizeBytes(sizeBytes);
  return ext4SizeBytes(sizeBytes);
}

/**
 * Writes the root file system with the contents of `tree`, which are gone afterwards.
 *
 * @returns the most bytes that tree and disk took together
 */
export async function writeRoot(filesystem: RootFilesystem, options: RootOptions): Promise<number> {
  if (filesystem === 'xfs') return await writeXfs(options);
  if (filesystem === 'btrfs') return await writeBtrfs(options);
  if (filesystem === 'erofs') return await writeErofs(options);
  return await writeExt4(options);
}
