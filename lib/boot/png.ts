import { crc32, deflateSync } from 'node:zlib';
import { BuildError } from '../core/errors.ts';
import type { BootCode } from './errors.ts';

/** Pixels of a picture, three bytes each (red, green, blue), row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** No screen that QEMU has is larger. */
const MAX_SIDE = 16_384;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Returns a picture as PNG: 8 bits of each colour, without a filter.
 * https://www.w3.org/TR/png-3/
 */
export function formatPng({ width, height, rgb }: Picture): Buffer {
  const rowBytes = width * 3;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(rgb.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, colour type 2: red, green, blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    formatChunk('IHDR', header),
    formatChunk('IDAT', deflateSync(rows)),
    formatChunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Reads a binary PPM (`P6`) of 8 bits a colour, as QEMU's `screendump` writes it.
 * https://netpbm.sourceforge.net/doc/ppm.html
 *
 * @throws BuildError SCREEN_BAD
 */
export function parsePpm(bytes: Buffer): Picture {
  const head = /^P6\s+(?:#[^\n]*\n\s*)*(\d{1,5})\s+(\d{1,5})\s+255\s/.exec(
    bytes.toString('latin1', 0, 256),
  );
  const [width, height] = [Number(head?.[1] ?? 0), Number(head?.[2] ?? 0)];
  const sizeBytes = width * height * 3;
  const rgb = bytes.subarray(head?.[0].length ?? 0);
  const isSane = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
  if (head === null || !isSane || rgb.length < sizeBytes) {
    throw new BuildError<BootCode>(
      'SCREEN_BAD',
      `not a screen as PPM: ${width} x ${height} pixels, ${bytes.length} bytes`,
    );
  }
  return { width, height, rgb: rgb.subarray(0, sizeBytes) };
}

function formatChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
