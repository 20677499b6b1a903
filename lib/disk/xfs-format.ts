import { crc32c } from '../core/crc32c.ts';

/** What every block of one XFS file system has in common. */
export interface XfsGeometry {
  readonly uuid: Buffer;
  readonly blockBytes: number;
  readonly inodeBytes: number;
  readonly dirBlockBytes: number;
}

/** An entry of a folder. */
export interface XfsDirent {
  readonly name: Buffer;
  readonly inode: number;
  /** As in `<linux/fs.h>`: 1 file, 2 folder, 3 character device, 4 block device, 5 FIFO, 6 socket, 7 link. */
  readonly fileType: number;
}

/** A run of blocks of a file: offset in the file, number of the block in the file system, length. */
export interface XfsExtent {
  readonly fileBlock: number;
  readonly fsBlock: bigint;
  readonly blocks: number;
}

/** Where the entries of a folder begin in its first block: behind the header, `.` and `..`. */
const DIR_HEADER_BYTES = 64;
const LEAF_HEADER_BYTES = 64;
const DIR_CRC_AT = 4;
const LEAF_CRC_AT = 12;
const TAIL_BYTES = 8;
/** Folders have their index at 32 GiB. */
export const DIR_LEAF_OFFSET_BYTES = 2 ** 35;

/** Bytes of a folder's blocks: those of data, and the index when there is one. */
export interface XfsDirBlocks {
  readonly data: readonly Buffer[];
  readonly leaf?: Buffer;
}

/** Sets the CRC-32C of a block, which covers the field itself as zeros. */
export function sealBlock(block: Buffer, crcAt: number): Buffer {
  block.writeUInt32LE(0, crcAt);
  block.writeUInt32LE(crc32c(block), crcAt);
  return block;
}

/** Returns the entries of a folder as they lie in its inode, or undefined when they do not fit. */
export function formatShortDir(
  parent: number,
  entries: readonly XfsDirent[],
  roomBytes: number,
): Buffer | undefined {
  const bytes = entries.reduce((sum, { name }) => sum + name.length + 8, 6);
  if (bytes > roomBytes || entries.length > 255) return undefined;
  const fork = Buffer.alloc(bytes);
  fork[0] = entries.length;
  fork.writeUInt32BE(parent, 2);
  let at = 6;
  let offset = DIR_HEADER_BYTES + 32;
  for (const { name, inode, fileType } of entries) {
    fork[at] = name.length;
    fork.writeUInt16BE(offset, at + 1);
    name.copy(fork, at + 3);
    fork[at + 3 + name.length] = fileType;
    fork.writeUInt32BE(inode, at + 4 + name.length);
    at += name.length + 8;
    offset += direntBytes(name);
  }
  return fork;
}

/**
 * Returns the blocks of a folder with these entries (`.` and `..` are added), without what depends on
 * where they lie: see `sealDirBlock`. Undefined when the index takes more than one block.
 */
export function formatDirBlocks(
  self: number,
  parent: number,
  entries: readonly XfsDirent[],
  { dirBlockBytes }: XfsGeometry,
): XfsDirBlocks | undefined {
  const all = [
    { name: Buffer.from('.'), inode: self, fileType: 2 },
    { name: Buffer.from('..'), inode: parent, fileType: 2 },
    ...entries,
  ];
  const used = all.reduce((sum, { name }) => sum + direntBytes(name), DIR_HEADER_BYTES);
  const index: { hash: number; address: number }[] = [];
  const single = used + all.length * 8 + TAIL_BYTES <= dirBlockBytes;
  const limit = single ? dirBlockBytes - all.length * 8 - TAIL_BYTES : dirBlockBytes;
  const data: Buffer[] = [];
  const bests: number[] = [];
  let block = Buffer.alloc(0);
  let at = 0;
  const finish = () => {
    if (data.length === 0) return;
    bests.push(writeFree(block, at, limit));
  };
  for (const { name, inode, fileType } of all) {
    const bytes = direntBytes(name);
    if (data.length === 0 || at + bytes > limit) {
      finish();
      block = Buffer.alloc(dirBlockBytes);
      block.write(single ? 'XDB3' : 'XDD3', 0, 'latin1');
      data.push(block);
      at = DIR_HEADER_BYTES;
    }
    block.writeBigUInt64BE(BigInt(inode), at);
    block[at + 8] = name.length;
    name.copy(block, at + 9);
    block[at + 9 + name.length] = fileType;
    block.writeUInt16BE(at, at + bytes - 2);
    const place = (data.length - 1) * dirBlockBytes + at;
    index.push({ hash: hashName(name), address: place / 8 });
    at += bytes;
  }
  finish();
  index.sort((a, b) => a.hash - b.hash || a.address - b.address);
  if (single) {
    writeIndex(block, limit, index);
    block.writeUInt32BE(index.length, dirBlockBytes - TAIL_BYTES);
    return { data };
  }
  const leaf = Buffer.alloc(dirBlockBytes);
  if (LEAF_HEADER_BYTES + index.length * 8 + bests.length * 2 + 4 > dirBlockBytes) return undefined;
  leaf.writeUInt16BE(0x3df1, 8);
  leaf.writeUInt16BE(index.length, 56);
  writeIndex(leaf, LEAF_HEADER_BYTES, index);
  for (const [nth, best] of bests.entries()) {
    leaf.writeUInt16BE(best, dirBlockBytes - 4 - 2 * (bests.length - nth));
  }
  leaf.writeUInt32BE(bests.length, dirBlockBytes - 4);
  return { data, leaf };
}

/** Completes a block of a folder: the place on the disk (in 512 bytes), the file system, the folder. */
export function sealDirBlock(
  block: Buffer,
  place: { readonly daddr: number; readonly inode: number; readonly uuid: Buffer },
): Buffer {
  const isLeaf = block.readUInt16BE(8) === 0x3df1 && block.readUInt32BE(0) === 0;
  const at = isLeaf ? 16 : 8;
  block.writeBigUInt64BE(BigInt(place.daddr), at);
  place.uuid.copy(block, at + 16);
  block.writeBigUInt64BE(BigInt(place.inode), at + 32);
  return sealBlock(block, isLeaf ? LEAF_CRC_AT : DIR_CRC_AT);
}

/** Returns the extents of a file as they lie in its inode. */
export function formatExtents(extents: readonly XfsExtent[]): Buffer {
  const fork = Buffer.alloc(extents.length * 16);
  for (const [nth, { fileBlock, fsBlock, blocks }] of extents.entries()) {
    const value = (BigInt(fileBlock) << 73n) | (fsBlock << 21n) | BigInt(blocks);
    fork.writeBigUInt64BE(value >> 64n, nth * 16);
    fork.writeBigUInt64BE(value & 0xffff_ffff_ffff_ffffn, nth * 16 + 8);
  }
  return fork;
}

/** Bytes of an entry: number, length, name, type and tag, to a multiple of 8. */
function direntBytes(name: Buffer): number {
  return Math.ceil((12 + name.length) / 8) * 8;
}

function writeFree(block: Buffer, from: number, to: number): number {
  const bytes = to - from;
  if (bytes === 0) return 0;
  block.writeUInt16BE(0xffff, from);
  block.writeUInt16BE(bytes, from + 2);
  block.writeUInt16BE(from, to - 2);
  block.writeUInt16BE(from, 48);
  block.writeUInt16BE(bytes, 50);
  return bytes;
}

function writeIndex(
  block: Buffer,
  at: number,
  index: readonly { readonly hash: number; readonly address: number }[],
): void {
  for (const [nth, { hash, address }] of index.entries()) {
    block.writeUInt32BE(hash, at + nth * 8);
    block.writeUInt32BE(address, at + nth * 8 + 4);
  }
}

/** `xfs_da_hashname`. */
function hashName(name: Buffer): number {
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
  const byte = (at: number) => name[at] ?? 0;
  let hash = 0;
  let at = 0;
  for (; name.length - at >= 4; at += 4) {
    const four = (byte(at) << 21) ^ (byte(at + 1) << 14) ^ (byte(at + 2) << 7) ^ byte(at + 3);
    hash = four ^ rotate(hash, 28);
  }
  const left = name.length - at;
  if (left === 3) {
    hash = (byte(at) << 14) ^ (byte(at + 1) << 7) ^ byte(at + 2) ^ rotate(hash, 21);
  } else if (left === 2) hash = (byte(at) << 7) ^ byte(at + 1) ^ rotate(hash, 14);
  else if (left === 1) hash = byte(at) ^ rotate(hash, 7);
  return hash >>> 0;
}
