import { crc32c } from '../core/crc32c.ts';
import { type FileSystem, formatUuid, parseLabel } from './file-system.ts';

const COMPAT_JOURNAL = 0x4;
const INCOMPAT = { extents: 0x40, bits64: 0x80, flexGroups: 0x200, recover: 0x4 } as const;
const RO_COMPAT_CHECKSUM = 0x400;

/**
 * Returns what the superblock of an ext2, ext3 or ext4 file system says: 1024 bytes, from byte 1024
 * of it; undefined when they are none (kernel: filesystems/ext4/super.rst).
 */
export function parseExt4(bytes: Uint8Array): FileSystem | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 1024 || data.readUInt16LE(0x38) !== 0xef53) return undefined;
  const blockShift = data.readUInt32LE(0x18);
  if (blockShift > 6) return undefined;
  const blockBytes = 1024 * 2 ** blockShift;
  const [compat, incompat, roCompat] = [0x5c, 0x60, 0x64].map((at) => data.readUInt32LE(at)) as [
    number,
    number,
    number,
  ];
  const high = (incompat & INCOMPAT.bits64) === 0 ? 0 : data.readUInt32LE(0x150);
  const isSummed = (roCompat & RO_COMPAT_CHECKSUM) !== 0;
  const isExt4 = (incompat & (INCOMPAT.extents | INCOMPAT.bits64 | INCOMPAT.flexGroups)) !== 0;
  const older = (compat & COMPAT_JOURNAL) === 0 ? 'ext2' : 'ext3';
  return {
    type: isExt4 ? 'ext4' : older,
    label: parseLabel(data.subarray(0x78, 0x88)),
    uuid: formatUuid(data.subarray(0x68, 0x78)),
    sizeBytes: (high * 2 ** 32 + data.readUInt32LE(4)) * blockBytes,
    blockBytes,
    // Stored without the last inversion.
    isChecksumRight:
      !isSummed || ~crc32c(data.subarray(0, 0x3fc)) >>> 0 === data.readUInt32LE(0x3fc),
    isClean: data.readUInt16LE(0x3a) === 1 && (incompat & INCOMPAT.recover) === 0,
    details: { freeBytes: freeBlocks(data, incompat) * blockBytes, inodes: data.readUInt32LE(0) },
  };
}

function freeBlocks(data: Buffer, incompat: number): number {
  const high = (incompat & INCOMPAT.bits64) === 0 ? 0 : data.readUInt32LE(0x158);
  return high * 2 ** 32 + data.readUInt32LE(0xc);
}
