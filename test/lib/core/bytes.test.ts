import { describe, expect, it } from 'vitest';
import { compareBytes, formatBytes } from '../../../lib/core/bytes.ts';

describe('compareBytes', () => {
  it('orders by UTF-8 bytes, whatever the locale and UTF-16 say', () => {
    const sorted = ['', 'A', 'Z', 'a', 'z', 'é', '\uffee', '😀'];
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) {
        expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(i - j));
      }
    }
  });
});

describe('formatBytes', () => {
  it('keeps bytes whole and gives one decimal above', () => {
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(1023)).toBe('1023 B');
    expect(formatBytes(1536)).toBe('1.5 KiB');
    expect(formatBytes(5 * 1024 ** 5)).toBe('5120.0 TiB');
  });
});
