import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import { runTool } from '../host/process.ts';
import type { DiskCode } from './errors.ts';
import type { Ext4Options } from './ext4.ts';
import { moveContents } from './move-contents.ts';
import type { XfsGeometry } from './xfs-format.ts';
import { readSuper } from './xfs-space.ts';
import { readTree, type TreeNode } from './xfs-tree.ts';
import { XfsWriter } from './xfs-writer.ts';

/** An XFS file system to write into a part of a disk file; empty without a tree. */
export type XfsOptions = Pick<
  Ext4Options,
  'disk' | 'extent' | 'tree' | 'label' | 'uuid' | 'timeSeconds' | 'workDir' | 'log'
> & {
  /** Folders, relative to its root, that get the immutable flag. */
  readonly immutable?: readonly string[];
};

const MIB = 2 ** 20;
/** mkfs.xfs makes none that is smaller. */
const MIN_BYTES = 300 * MIB;
const LOG_BYTES = 64 * MIB;
const INODE_BYTES = 512;
/** A folder whose index takes more than one block is not written: the blocks are chosen by the largest folder. */
const DIR_BLOCKS = [4096, 8192, 16_384, 32_768, 65_536];
const ENTRIES_PER_BYTE = 1 / 9;

/** Returns the bytes that a tree of this size needs as a file system. */
export function xfsSizeBytes(treeBytes: number, inodes: number): number {
  return Math.max(
    MIN_BYTES,
    Math.ceil(treeBytes * 1.15 + inodes * INODE_BYTES + LOG_BYTES + 32 * MIB),
  );
}

/**
 * Writes an XFS file system with the contents of `tree`. mkfs.xfs before 6.17 takes neither hard links
 * nor extended attributes from a folder, and never the same times twice: it makes the empty file
 * system, and inodes, folders and contents are written here. Files are emptied once they are copied.
 *
 * @returns the most bytes that tree and disk took together
 * @throws ConfigError IMAGE_TOO_SMALL; BuildError FILESYSTEM_FAILED; ToolError
 */
export async function writeXfs(options: XfsOptions): Promise<number> {
  const { extent, tree, log } = options;
  const nodes = tree === undefined ? [] : await readTree(tree, log);
  const dirBlockBytes = chooseDirBlock(nodes);
  await makeEmpty(options, dirBlockBytes);
  await using file = await open(options.disk, 'r+');
  const superblock = await readSuper(file, extent.offsetBytes);
  const geometry: XfsGeometry = {
    uuid: Buffer.from(options.uuid.replaceAll('-', ''), 'hex'),
    blockBytes: superblock.blockBytes,
    inodeBytes: INODE_BYTES,
    dirBlockBytes,
  };
  const writer = new XfsWriter(file, superblock, geometry, options);
  return await writer.write(nodes);
}

function chooseDirBlock(nodes: readonly TreeNode[]): number {
  const most = nodes.reduce((max, { children }) => Math.max(max, children.length), 0);
  const bytes = DIR_BLOCKS.find((size) => most < size * ENTRIES_PER_BYTE);
  if (bytes !== undefined) return bytes;
  throw new BuildError<DiskCode>(
    'FILESYSTEM_FAILED',
    `a folder of the tree has ${most} entries; an XFS file system is made with up to 7000`,
    { hint: 'Use another file system for the root.' },
  );
}

async function makeEmpty(options: XfsOptions, dirBlockBytes: number): Promise<void> {
  const path = join(options.workDir, 'xfs.img');
  await rm(path, { force: true });
  {
    await using file = await open(path, 'wx');
    await file.truncate(options.extent.sizeBytes);
  }
  const features = 'crc=1,finobt=0,rmapbt=0,reflink=0,inobtcount=0,bigtime=1';
  await runTool(
    [
      ...[
        'mkfs.xfs',
        '-q',
        '-K',
        '-f',
        '-L',
        options.label,
        '-m',
        `uuid=${options.uuid},${features}`,
      ],
      ...['-b', 'size=4096', '-s', 'size=512', '-d', 'agcount=4,sunit=0,swidth=0'],
      ...['-i', `size=${INODE_BYTES},sparse=0,maxpct=0`, '-n', `size=${dirBlockBytes}`, path],
    ],
    { log: options.log },
  );
  await moveContents(path, options.disk, options.extent);
  await rm(path);
}
