import { sealBlock, type XfsGeometry } from './xfs-format.ts';

/** An inode of XFS, version 3. */
export interface XfsInode {
  readonly number: number;
  /** 0: free. */
  readonly mode: number;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  /** Blocks of contents and index. */
  readonly blocks: number;
  readonly timeSeconds: number;
  readonly mtimeSeconds: number;
  readonly immutable: boolean;
  /** How `fork` is to be read. */
  readonly format: 'device' | 'local' | 'extents';
  readonly fork: Buffer;
  /** Entries of the attribute fork, in short form; empty: none. */
  readonly attributes: Buffer;
}

const FORMATS = { device: 0, local: 1, extents: 2 } as const;
const CORE_BYTES = 176;
const EXTENT_BYTES = 16;
export const INODE_CRC_AT = 100;
const IMMUTABLE = 1 << 3;

/** Access, change and creation; the modification apart. */
const TIMES_AT = [32, 48, 144];
const MTIME_AT = 40;
const GENERATION_AT = 92;
const FLAGS2_AT = 120;
const BIGTIME = 1n << 3n;

/** Sets every time of an inode and what is drawn at random. It must be sealed then. */
export function settleInode(bytes: Buffer, timeSeconds: number): void {
  for (const at of [...TIMES_AT, MTIME_AT]) bytes.writeBigUInt64BE(formatTime(timeSeconds), at);
  bytes.writeUInt32BE(0, GENERATION_AT);
  bytes.writeBigUInt64BE(BIGTIME, FLAGS2_AT);
}

/** Nanoseconds since December 1901, which last until 2486. */
function formatTime(seconds: number): bigint {
  return (BigInt(seconds) + 2n ** 31n) * 1_000_000_000n;
}

/** Bytes of an inode for its contents and attributes together. */
export function literalBytes(geometry: XfsGeometry): number {
  return geometry.inodeBytes - CORE_BYTES;
}

/** Returns attributes in short form: empty for none. `flags`: 0 user, 2 trusted, 4 security. */
export function formatAttributes(
  attributes: readonly { readonly flags: number; readonly name: Buffer; readonly value: Buffer }[],
): Buffer {
  if (attributes.length === 0) return Buffer.alloc(0);
  const entries = attributes.map(({ flags, name, value }) =>
    Buffer.concat([Buffer.from([name.length, value.length, flags]), name, value]),
  );
  const header = Buffer.alloc(4);
  header.writeUInt16BE(
    entries.reduce((sum, entry) => sum + entry.length, header.length),
    0,
  );
  header[2] = attributes.length;
  return Buffer.concat([header, ...entries]);
}

/** Returns the bytes of an inode. Layout: Linux, `fs/xfs/libxfs/xfs_format.h`. */
export function formatInode(inode: XfsInode, geometry: XfsGeometry): Buffer {
  const bytes = Buffer.alloc(geometry.inodeBytes);
  bytes.write('IN', 0, 'latin1');
  bytes.writeUInt16BE(inode.mode, 2);
  bytes[4] = 3;
  bytes.writeUInt32BE(0xffff_ffff, 96);
  bytes.writeBigUInt64BE(BigInt(inode.number), 152);
  geometry.uuid.copy(bytes, 160);
  if (inode.mode === 0) return sealBlock(bytes, INODE_CRC_AT);
  bytes[5] = FORMATS[inode.format];
  bytes.writeUInt32BE(inode.uid, 8);
  bytes.writeUInt32BE(inode.gid, 12);
  bytes.writeUInt32BE(inode.links, 16);
  settleInode(bytes, inode.timeSeconds);
  bytes.writeBigUInt64BE(formatTime(inode.mtimeSeconds), MTIME_AT);
  bytes.writeBigUInt64BE(BigInt(inode.sizeBytes), 56);
  bytes.writeBigUInt64BE(BigInt(inode.blocks), 64);
  if (inode.format === 'extents') bytes.writeUInt32BE(inode.fork.length / EXTENT_BYTES, 76);
  bytes[83] = FORMATS.extents;
  if (inode.immutable) bytes.writeUInt16BE(IMMUTABLE, 90);
  inode.fork.copy(bytes, CORE_BYTES);
  if (inode.attributes.length > 0) {
    const forkOffset = Math.floor((literalBytes(geometry) - inode.attributes.length) / 8);
    bytes[82] = forkOffset;
    bytes[83] = FORMATS.local;
    inode.attributes.copy(bytes, CORE_BYTES + forkOffset * 8);
  }
  return sealBlock(bytes, INODE_CRC_AT);
}
