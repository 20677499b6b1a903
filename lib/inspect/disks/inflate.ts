import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { BuildError, ConfigError } from '../../core/errors.ts';
import { openDecompressed } from '../../host/decompress.ts';
import type { InspectCode } from '../errors.ts';

/** How a block is compressed: qcow2 has bare deflate or zstd, VMware's disks deflate with a zlib header. */
export type BlockCompression = 'deflate' | 'zlib' | 'zstd';

/**
 * Returns the `sizeBytes` that `bytes` are compressed from; what follows the end of the compressed data
 * does not matter. Where Node has no zstd (before 22.15) its tool is run.
 *
 * @throws BuildError IMAGE_DAMAGED; ConfigError TOOL_MISSING
 */
export async function inflateBlock(
  bytes: Buffer,
  compression: BlockCompression,
  sizeBytes: number,
  place: string,
): Promise<Buffer> {
  let block: Buffer;
  try {
    block = await inflate(bytes, compression, sizeBytes);
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

async function inflate(
  bytes: Buffer,
  compression: BlockCompression,
  maxOutputLength: number,
): Promise<Buffer> {
  switch (compression) {
    case 'deflate':
      return zlib.inflateRawSync(bytes, { maxOutputLength });
    case 'zlib':
      return zlib.inflateSync(bytes, { maxOutputLength });
    case 'zstd': {
      // What follows the frame would be taken for another one.
      const frame = bytes.subarray(0, zstdFrameBytes(bytes));
      if (typeof zlib.zstdDecompressSync === 'function') {
        return zlib.zstdDecompressSync(frame, { maxOutputLength });
      }
      const pieces: Buffer[] = [];
      const source = Readable.from([frame], { objectMode: false });
      for await (const piece of openDecompressed(source, 'zstd', maxOutputLength))
        pieces.push(piece);
      return Buffer.concat(pieces);
    }
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
