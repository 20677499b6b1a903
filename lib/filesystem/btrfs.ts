import { crc32c } from '../core/crc32c.ts';
import { type FileSystem, formatUuid, parseLabel } from './file-system.ts';

/** Where the first superblock is. */
export const BTRFS_SUPERBLOCK_OFFSET = 65536;

/**
 * Returns what the superblock of a btrfs file system says: 4096 bytes; undefined when they are none
 * (btrfs: On-disk format, "Superblock").
 */
export function parseBtrfs(bytes: Uint8Array): FileSystem | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 4096 || data.toString('latin1', 0x40, 0x48) !== '_BHRfS_M') return undefined;
  const checksum = data.readUInt16LE(0xc4);
  return {
    type: 'btrfs',
    label: parseLabel(data.subarray(0x12b, 0x22b)),
    uuid: formatUuid(data.subarray(0x20, 0x30)),
    sizeBytes: Number(data.readBigUInt64LE(0x70)),
    blockBytes: data.readUInt32LE(0x90),
    // Type 0 is CRC-32C; xxhash, SHA-256 and BLAKE2 are left to btrfs itself.
    isChecksumRight: checksum !== 0 || crc32c(data.subarray(0x20, 0x1000)) === data.readUInt32LE(0),
    details: {
      usedBytes: Number(data.readBigUInt64LE(0x78)),
      devices: Number(data.readBigUInt64LE(0x88)),
      nodeBytes: data.readUInt32LE(0x94),
    },
  };
}
