import { constants, deflateRawSync } from 'node:zlib';
import { deflate } from 'libdeflate';
import type { Block } from './source-file.ts';

/**
 * What is larger is compressed block by block, by zlib: libdeflate wants all of it at once, and takes
 * as much memory again, and that of the result.
 */
export const MAX_WHOLE_BYTES = 16 * 1024 * 1024;

/** A deflate stream with nothing in it: how one that was written in blocks ends. */
export const DEFLATE_END = deflateRawSync(new Uint8Array());

/** The level of what is compressed already. */
const STORED = 0;
/** What is smaller is not looked at: it would cost as much as it saves. */
const SAMPLED_BYTES = 256 * 1024;
const SAMPLE_BYTES = 16 * 1024;

/** Returns a whole deflate stream. `level` is 1 to 9. */
export function compress(bytes: Uint8Array, level: number): Uint8Array {
  return isCompressed(bytes) ? deflateRawSync(bytes, stored(bytes)) : deflate(bytes, level);
}

/** Returns a piece of a deflate stream that goes on: it ends on a byte, and refers to what was before. */
export function compressBlock({ bytes, window }: Block, level: number): Uint8Array {
  return deflateRawSync(bytes, {
    ...(isCompressed(bytes) ? stored(bytes) : { level, chunkSize: bytes.length }),
    finishFlush: constants.Z_SYNC_FLUSH,
    ...(window.length === 0 ? {} : { dictionary: window }),
  });
}

function stored(bytes: Uint8Array) {
  // What comes out goes into one buffer.
  return { level: STORED, chunkSize: bytes.length };
}

/** True when a piece from the middle shrinks by less than 4 %: an initramfs, an archive, a picture. */
function isCompressed(bytes: Uint8Array): boolean {
  if (bytes.length < SAMPLED_BYTES) return false;
  const middle = bytes.length >> 1;
  const sample = bytes.subarray(middle, middle + SAMPLE_BYTES);
  return deflate(sample, 1).length > sample.length * 0.96;
}
