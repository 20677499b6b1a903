import type { Encoding } from './media-tasks.ts';

/** zlib's own default. Level 9 takes five times as long, and saves a third of a hundredth. */
const LEVEL = 6;

/** Ends an open deflate stream: a final block of nothing. */
export const DEFLATE_END = Buffer.from([0x03, 0x00]);

/** What VMDK and gzip share: each chunk by itself, open at its end. */
export function deflateEncoding(level = LEVEL): Encoding & { readonly kind: 'deflate' } {
  return { kind: 'deflate', windowBits: 15, level, isOpen: true };
}

/** Returns the two bytes that begin a zlib stream (RFC 1950) with a window of 32 KiB. */
export function formatZlibHead(level: number): Buffer {
  const word = level >= 7 ? 3 : level === 6 ? 2 : level >= 2 ? 1 : 0;
  const head = (0x78 << 8) | (word << 6);
  return Buffer.from([0x78, (head + 31 - (head % 31)) & 0xff]);
}
