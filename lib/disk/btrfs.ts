import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/digest.ts';
import { BuildError } from '../core/errors.ts';
import { readTool, runTool } from '../host/process.ts';
import { settleBlock } from './btrfs-settle.ts';
import type { DiskCode } from './errors.ts';
import { type Ext4Options, ext4SizeBytes, writeExt4 } from './ext4.ts';
import { moveContents } from './move-contents.ts';

/** A btrfs file system to write into a part of a disk file; empty without a tree. */
export type BtrfsOptions = Pick<
  Ext4Options,
  'disk' | 'extent' | 'tree' | 'label' | 'uuid' | 'timeSeconds' | 'workDir' | 'log'
>;

const SUPERBLOCKS = [64 * 1024, 64 * 1024 * 1024];
const SUPERBLOCK_BEFORE_BYTES = 64 * 1024;
const SUPERBLOCK_BYTES = 4096;
/** mkfs.btrfs begins here with a chunk that it replaces then. */
const FIRST_CHUNK_AT = 1024 * 1024;
const NODE_BYTES = 16_384;
const SECTOR_BYTES = 4096;
/** A file system has as many bytes of metadata as this at most, or is not one of ours. */
const MAX_METADATA_BYTES = 2 ** 34;

/** Returns the bytes that a tree of this size needs as a file system: what ext4 needs, and metadata beside it. */
export function btrfsSizeBytes(treeBytes: number): number {
  return Math.ceil(ext4SizeBytes(treeBytes) * 1.15 + 256 * 2 ** 20);
}

/**
 * Writes a btrfs file system. `mkfs.btrfs --rootdir` would give files the inode numbers that they
 * have on this machine, so a tree becomes ext4 first and is converted in place; the subvolume
 * `ext2_saved` with the ext4 metadata remains. What the tools draw at random is set afterwards.
 *
 * @returns the most bytes that tree and disk took together
 */
export async function writeBtrfs(options: BtrfsOptions): Promise<number> {
  const { extent, tree, uuid, label, log } = options;
  const path = join(options.workDir, 'btrfs.img');
  await rm(path, { force: true });
  {
    await using file = await open(path, 'wx');
    await file.truncate(extent.sizeBytes);
  }
  let peakBytes = 0;
  if (tree === undefined) {
    await runTool(['mkfs.btrfs', '-q', '-U', uuid, '-L', label, path], { log });
  } else {
    peakBytes = await writeExt4({
      ...options,
      disk: path,
      extent: { offsetBytes: 0, sizeBytes: extent.sizeBytes },
      hashSeed: uuid,
      immutable: [],
      metadataChecksums: false,
    });
    await runTool(['btrfs-convert', '--no-progress', '--uuid', uuid, '-l', label, path], { log });
  }
  await settle(path, options);
  await moveContents(path, options.disk, extent);
  await rm(path);
  return peakBytes;
}

/** Sets identifiers and times in every block of metadata. */
async function settle(path: string, { uuid, timeSeconds }: BtrfsOptions): Promise<void> {
  const text = await readTool(['btrfs', 'inspect-internal', 'dump-tree', '-t', 'root', path]);
  const chunks = await readTool(['btrfs', 'inspect-internal', 'dump-tree', '-t', 'chunk', path]);
  const extents = await readTool(['btrfs', 'inspect-internal', 'dump-tree', '-t', 'extent', path]);
  const inUse = new Set(
    [...extents.matchAll(/key \((\d+) (?:METADATA_ITEM|TREE_BLOCK)/g)].map(([, at]) => Number(at)),
  );
  const fresh = new Map<string, string>();
  const found = `${text}\n${chunks}`.matchAll(
    /(?:chunk uuid|dev_uuid|^\s+uuid) ([0-9a-f]{8}-[0-9a-f-]{27})/gm,
  );
  for (const [, random = ''] of found) {
    if (random === uuid || /^[0-]+$/.test(random) || fresh.has(random)) continue;
    fresh.set(random, sha256(`${uuid} ${fresh.size}`).slice(0, 32));
  }
  const replacements = [...fresh].map(([from, to]) => ({
    from: Buffer.from(from.replaceAll('-', ''), 'hex'),
    to: Buffer.from(to, 'hex'),
  }));
  const fsid = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  await using file = await open(path, 'r+');
  const change = async (at: number, length: number, isNode: boolean): Promise<boolean> => {
    const block = Buffer.alloc(length);
    const { bytesRead } = await file.read(block, 0, length, at);
    if (bytesRead < length || !block.subarray(32, 48).equals(fsid)) return false;
    // What the tools wrote first and replaced then still has other identifiers.
    if (isNode && !inUse.has(Number(block.readBigUInt64LE(48)))) block.fill(0);
    else settleBlock(block, { replacements, timeSeconds, isNode });
    await file.write(block, 0, length, at);
    return true;
  };
  const [first = FIRST_CHUNK_AT] = chunkOffsets(chunks).sort((a, b) => a - b);
  if (first > FIRST_CHUNK_AT) {
    await file.write(
      Buffer.alloc(first - FIRST_CHUNK_AT),
      0,
      first - FIRST_CHUNK_AT,
      FIRST_CHUNK_AT,
    );
  }
  for (const at of SUPERBLOCKS) await change(at, SUPERBLOCK_BYTES, false);
  for (const { offsetBytes, sizeBytes } of metadataChunks(chunks)) {
    // btrfs-convert keeps its superblock before the first chunk until it is done.
    const before = offsetBytes - SUPERBLOCK_BEFORE_BYTES;
    if (!SUPERBLOCKS.includes(before) && (await isSuperblock(file, before, fsid))) {
      await file.write(Buffer.alloc(SUPERBLOCK_BYTES), 0, SUPERBLOCK_BYTES, before);
    }
    for (let at = offsetBytes; at < offsetBytes + sizeBytes; ) {
      at += (await change(at, NODE_BYTES, true)) ? NODE_BYTES : SECTOR_BYTES;
    }
  }
}

async function isSuperblock(file: FileHandle, at: number, fsid: Buffer): Promise<boolean> {
  const block = Buffer.alloc(SUPERBLOCK_BYTES);
  if (at < 0) return false;
  await file.read(block, 0, SUPERBLOCK_BYTES, at);
  return block.toString('latin1', 65, 72) === 'BHRfS_M' && block.subarray(32, 48).equals(fsid);
}

function chunkOffsets(text: string): number[] {
  return [...text.matchAll(/stripe \d+ devid 1 offset (\d+)/g)].map(([, at]) => Number(at));
}

/** Where on the device metadata is: DUP has it twice. */
function metadataChunks(text: string): { offsetBytes: number; sizeBytes: number }[] {
  const chunks: { offsetBytes: number; sizeBytes: number }[] = [];
  for (const item of text.split(/^\titem /m)) {
    const size = /length (\d+) owner .* type (?:METADATA|SYSTEM)/.exec(item)?.[1];
    if (size === undefined) continue;
    for (const offsetBytes of chunkOffsets(item)) {
      chunks.push({ offsetBytes, sizeBytes: Number(size) });
    }
  }
  const all = chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (chunks.length === 0 || all > MAX_METADATA_BYTES) {
    throw new BuildError<DiskCode>('FILESYSTEM_FAILED', 'btrfs names no chunk of metadata');
  }
  return chunks;
}
