import zlib from 'node:zlib';
import { BuildError, ConfigError } from '../../core/errors.ts';
import type { InspectCode } from '../errors.ts';

/** How a block is compressed: qcow2 has bare deflate or zstd, VMware's disks deflate with a zlib header. */
export type BlockCompression = 'deflate' | 'zlib' | 'zstd';

/**
 * Returns the `sizeBytes` that `bytes` are compressed from; what follows the end of the compressed data
 * does not matter.
 *
 * @throws BuildError IMAGE_DAMAGED; ConfigError IMAGE_UNSUPPORTED for zstd where Node has none
 */
export function inflateBlock(
  bytes: Buffer,
  compression: BlockCompression,
  sizeBytes: number,
  place: string,
): Buffer {
  let block: Buffer;
  try {
    block = decompressor(compression)(bytes, { maxOutputLength: sizeBytes });
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BuildError<InspectCode>(
      'IMAGE_DAMAGED',
      `${place} cannot be decompressed (${compression}): ${why}`,
      { cause: error },
    );
  }
  if (block.length !== sizeBytes) {
    throw new BuildError<InspectCode>(
      'IMAGE_DAMAGED',
      `${place} has ${block.length} bytes when it is decompressed, expected ${sizeBytes}`,
    );
  }
  return block;
}

function decompressor(
  compression: BlockCompression,
): (bytes: Buffer, options: { maxOutputLength: number }) => Buffer {
  switch (compression) {
    case 'deflate':
      return zlib.inflateRawSync;
    case 'zlib':
      return zlib.inflateSync;
    case 'zstd':
      // Since Node 22.15.
      if (typeof zlib.zstdDecompressSync === 'function') {
        // It takes what follows the frame for another one.
        return (bytes, options) =>
          zlib.zstdDecompressSync(bytes.subarray(0, zstdFrameBytes(bytes)), options);
      }
      throw new ConfigError<InspectCode>(
        'IMAGE_UNSUPPORTED',
        `Node ${process.versions.node} cannot read zstd`,
        { hint: 'Use Node 22.15 or newer.' },
      );
  }
}

/** Returns how long the first frame of `bytes` is (RFC 8878, 3.1.1). */
function zstdFrameBytes(bytes: Buffer): number {
  const descriptor = bytes.readUInt8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let at = 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (let isLast = false; !isLast; ) {
    const header = bytes.readUIntLE(at, 3);
    isLast = (header & 1) !== 0;
    // A run has its one byte, whatever it says.
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4);
}
