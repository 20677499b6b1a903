import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compress, compressBlock, DEFLATE_END } from '../../../lib/repo/compress.ts';

/** Bytes that do not shrink, the same each time. */
function noise(length: number): Buffer {
  const blocks = [];
  for (let at = 0; at < length; at += 32)
    blocks.push(createHash('sha256').update(String(at)).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

const text = (length: number) => Buffer.alloc(length, 'A list of packages becomes a system. ');
const none = Buffer.alloc(0);

describe('compress', () => {
  it('gives what zlib inflates to the same bytes, at each level', () => {
    const mixed = Buffer.concat([text(700_000), noise(50_000), text(3)]);
    for (const bytes of [none, Buffer.of(7), text(16_384), noise(70_000), mixed]) {
      for (const level of [1, 2, 6, 9]) {
        expect(inflateRawSync(compress(bytes, level)).equals(bytes)).toBe(true);
      }
    }
    expect(compress(mixed, 1).length).toBeLessThan(60_000);
  });

  it('stores what is compressed already', () => {
    const bytes = noise(1_000_000);
    const stored = compress(bytes, 9);
    expect(stored.length).toBeLessThan(bytes.length + 200);
    expect(inflateRawSync(stored).equals(bytes)).toBe(true);
  });
});

describe('compressBlock', () => {
  it('gives pieces of one stream', () => {
    const blocks = [text(100_000), noise(300_000), text(50_000)];
    let window: Buffer = none;
    const pieces = blocks.map((bytes) => {
      const piece = compressBlock({ bytes, window }, 1);
      window = bytes.subarray(-32_768);
      return piece;
    });
    const stream = Buffer.concat([...pieces, DEFLATE_END]);
    expect(inflateRawSync(stream).equals(Buffer.concat(blocks))).toBe(true);
  });
});
