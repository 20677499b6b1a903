import { constants, deflateRawSync, type ZlibOptions } from 'node:zlib';
import type { Block } from './source-file.ts';

/** A deflate stream with nothing in it: how one that was written in blocks ends. */
export const DEFLATE_END: Uint8Array = deflateRawSync(new Uint8Array());

/** The level of what is compressed already. */
const STORED = 0;
/** What is smaller is not looked at: it would cost as much as it saves. */
const SAMPLED_BYTES = 256 * 1024;
const SAMPLE_BYTES = 16 * 1024;
const SMALL_BYTES = 16 * 1024;
/** Deflate may look back 32 KiB; with 16 it takes a tenth less time, for 0.6 % more bytes. */
const WINDOW_BITS = 14;

/** zlib asks for 64. */
const MIN_CHUNK_BYTES = 1024;

/** One block of a deflate stream that goes on: it ends on a byte, and refers to what was before. */
export function deflateBlock({ bytes, window }: Block, level: number): Uint8Array {
  const before = window.length === 0 ? {} : { dictionary: window };
  return deflate(bytes, level, { finishFlush: constants.Z_SYNC_FLUSH, ...before });
}

/** Returns the raw deflate stream of `bytes`; what is compressed already is stored. */
export function deflate(bytes: Uint8Array, level: number, options: ZlibOptions = {}): Uint8Array {
  return deflateRawSync(bytes, {
    level: isCompressed(bytes) ? STORED : level,
    // The more, the faster it is, but for what is over before it has cleared its tables.
    memLevel: bytes.length <= SMALL_BYTES ? 8 : 9,
    windowBits: WINDOW_BITS,
    // What comes out goes into one buffer, as far as can be foreseen.
    chunkSize: Math.max(MIN_CHUNK_BYTES, bytes.length),
    ...options,
  });
}

/** True when a piece from the middle shrinks by less than 4 %: an initramfs, an archive, a picture. */
export function isCompressed(bytes: Uint8Array): boolean {
  if (bytes.length < SAMPLED_BYTES) return false;
  const middle = bytes.length >> 1;
  const sample = bytes.subarray(middle, middle + SAMPLE_BYTES);
  return deflateRawSync(sample, { level: 1 }).length > sample.length * 0.96;
}
