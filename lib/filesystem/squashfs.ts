import type { FileSystem } from './file-system.ts';

const COMPRESSIONS = ['gzip', 'lzma', 'lzo', 'xz', 'lz4', 'zstd'];

/**
 * Returns what the superblock at the start of a squashfs 4.0 says: 96 bytes; undefined when they are
 * none (kernel: filesystems/squashfs.rst). It has neither label nor UUID.
 */
export function parseSquashfs(bytes: Uint8Array): FileSystem | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 96 || data.toString('latin1', 0, 4) !== 'hsqs') return undefined;
  const blockBytes = data.readUInt32LE(12);
  if (data.readUInt16LE(28) !== 4) return undefined;
  return {
    type: 'squashfs',
    label: undefined,
    uuid: undefined,
    sizeBytes: Number(data.readBigUInt64LE(40)),
    blockBytes,
    // It has none; the logarithm says the same thing twice.
    isChecksumRight: 2 ** data.readUInt16LE(22) === blockBytes,
    details: {
      inodes: data.readUInt32LE(4),
      builtSeconds: data.readUInt32LE(8),
      compression: COMPRESSIONS[data.readUInt16LE(20) - 1] ?? 'unknown',
    },
  };
}
