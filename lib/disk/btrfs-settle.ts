import { crc32c } from '../core/crc32c.ts';

/** What to change in a block of btrfs. */
export interface SettleOptions {
  /** Identifiers of 16 bytes. */
  readonly replacements: readonly { readonly from: Buffer; readonly to: Buffer }[];
  /** No time is later than this. */
  readonly timeSeconds: number;
  /** False for a superblock. */
  readonly isNode: boolean;
}

const CHECKSUM_BYTES = 32;
const HEADER_BYTES = 101;
const ITEM_BYTES = 25;
const INODE_ITEM = 1;
const ROOT_ITEM = 132;
const UUID_KEY_SUBVOL = 251;
/** Times in an inode item, and in the item of a root, which begins with an inode item. */
const INODE_TIMES = [112, 124, 136, 148];
const ROOT_TIMES = [327, 339, 351, 363];

/**
 * Sets identifiers and times in a superblock or node with checksums of CRC-32C, in place.
 * Layout: btrfs-progs 6.2, `kernel-shared/ctree.h`.
 */
export function settleBlock(block: Buffer, options: SettleOptions): void {
  for (const { from, to } of options.replacements) {
    replaceAll(block, from, to);
    // The key of a subvolume's UUID has its halves on both sides of the type.
    replaceAll(block, keyOf(from), keyOf(to));
  }
  if (options.isNode && block[100] === 0) settleLeaf(block, options.timeSeconds);
  block.writeUInt32LE(crc32c(block.subarray(CHECKSUM_BYTES)), 0);
}

function keyOf(uuid: Buffer): Buffer {
  return Buffer.concat([uuid.subarray(0, 8), Buffer.from([UUID_KEY_SUBVOL]), uuid.subarray(8)]);
}

function replaceAll(block: Buffer, from: Buffer, to: Buffer): void {
  for (let at = block.indexOf(from); at >= 0; at = block.indexOf(from, at + to.length)) {
    to.copy(block, at);
  }
}

function settleLeaf(leaf: Buffer, timeSeconds: number): void {
  const items = Math.min(
    leaf.readUInt32LE(96),
    Math.floor((leaf.length - HEADER_BYTES) / ITEM_BYTES),
  );
  for (let nth = 0; nth < items; nth += 1) {
    const item = HEADER_BYTES + nth * ITEM_BYTES;
    const type = leaf[item + 8];
    const at = HEADER_BYTES + leaf.readUInt32LE(item + 17);
    const bytes = leaf.readUInt32LE(item + 21);
    if (at + bytes > leaf.length || (type !== INODE_ITEM && type !== ROOT_ITEM)) continue;
    const times =
      type === ROOT_ITEM && bytes >= 375 ? [...INODE_TIMES, ...ROOT_TIMES] : INODE_TIMES;
    for (const offset of times) {
      if (leaf.readBigUInt64LE(at + offset) <= BigInt(timeSeconds)) continue;
      leaf.writeBigUInt64LE(BigInt(timeSeconds), at + offset);
      leaf.writeUInt32LE(0, at + offset + 8);
    }
  }
}
