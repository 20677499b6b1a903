import { crc32c } from '../core/crc32c.ts';
import { type FileSystem, formatUuid, parseLabel } from './file-system.ts';

const COMPAT_CHECKSUM = 1;

/**
 * Returns what the superblock of an EROFS file system says; `bytes` are from byte 1024 of it to the
 * end of its first block (3072 of them or more); undefined when they are none (kernel: fs/erofs/erofs_fs.h).
 */
export function parseErofs(bytes: Uint8Array): FileSystem | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 128 || data.readUInt32LE(0) !== 0xe0f5_e1e2) return undefined;
  const blockShift = data[12] ?? 0;
  if (blockShift < 9 || blockShift > 16) return undefined;
  const blockBytes = 2 ** blockShift;
  return {
    type: 'erofs',
    label: parseLabel(data.subarray(64, 80)),
    uuid: formatUuid(data.subarray(48, 64)),
    sizeBytes: data.readUInt32LE(36) * blockBytes,
    blockBytes,
    isChecksumRight: (data.readUInt32LE(8) & COMPAT_CHECKSUM) === 0 || isSummed(data, blockBytes),
    details: {
      inodes: Number(data.readBigUInt64LE(16)),
      builtSeconds: Number(data.readBigUInt64LE(24)),
    },
  };
}

/** From the superblock to the end of its block, without the last inversion; blocks of 4 KiB are usual. */
function isSummed(data: Buffer, blockBytes: number): boolean {
  const length = blockBytes > 1024 ? blockBytes - 1024 : blockBytes;
  if (length > data.length) return true;
  const summed = Buffer.from(data.subarray(0, length));
  summed.writeUInt32LE(0, 4);
  return ~crc32c(summed) >>> 0 === data.readUInt32LE(4);
}
