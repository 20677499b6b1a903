import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { BuildError, ConfigError } from '../../core/errors.ts';
import { openDecompressed } from '../../host/decompress.ts';
import { openBytes } from '../disk-reader.ts';
import type { InspectCode } from '../errors.ts';
import { zstdFrameBytes } from './zstd-frame.ts';

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
      const frame = bytes.subarray(0, await zstdFrameBytes(openBytes(bytes)));
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
