import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatPng, parsePpm } from '../../../lib/boot/png.ts';

const RGB = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/** Chunks of a PNG file by their type, their checksums checked. */
function readChunks(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end));
    at = end + 4;
  }
  return chunks;
}

describe('formatPng', () => {
  it('has the size, the colours and all pixels', () => {
    const png = formatPng({ width: 3, height: 2, rgb: RGB });
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const chunks = readChunks(png);
    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect(chunks.get('IHDR')?.toString('hex')).toBe('00000003000000020802000000');
    const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
    expect(rows).toEqual(
      Buffer.concat([Buffer.of(0), RGB.subarray(0, 9), Buffer.of(0), RGB.subarray(9)]),
    );
  });
});

describe('parsePpm', () => {
  it('reads what QEMU writes', () => {
    const bytes = Buffer.concat([Buffer.from('P6\n3 2\n255\n'), RGB]);
    expect(parsePpm(bytes)).toEqual({ width: 3, height: 2, rgb: RGB });
  });

  it('takes a pixel that looks like white space for a pixel', () => {
    const rgb = Buffer.from('\n\n\n');
    expect(parsePpm(Buffer.concat([Buffer.from('P6 1 1 255\n'), rgb])).rgb).toEqual(rgb);
  });

  it.each([
    ['nothing', ''],
    ['another format', 'P5\n1 1\n255\nx'],
    ['pixels that are cut short', 'P6\n3 2\n255\nxx'],
    ['no pixels', 'P6\n0 0\n255\n'],
    ['a screen that nobody has', 'P6\n99999 99999\n255\n'],
    ['16 bits a colour', 'P6\n1 1\n65535\nxxxxxx'],
  ])('refuses %s', (_, text) => {
    expect(() => parsePpm(Buffer.from(text, 'latin1'))).toThrow(
      expect.objectContaining({ code: 'SCREEN_BAD' }),
    );
  });
});
