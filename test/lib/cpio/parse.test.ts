import { describe, expect, it } from 'vitest';
import { parseCpioHeader } from '../../../lib/cpio/parse.ts';

describe('parseCpioHeader', () => {
  it('reads a header in the new ASCII form, and no other', () => {
    const fields = [1, 0o100644, 2, 3, 1, 0, 10, 0, 0, 0, 0, 5, 0];
    const text = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
    expect(parseCpioHeader(Buffer.from(text))).toEqual({
      inode: 1,
      mode: 0o100644,
      uid: 2,
      gid: 3,
      sizeBytes: 10,
      nameBytes: 5,
    });
    const bad = expect.objectContaining({ code: 'CPIO_BAD' });
    expect(() => parseCpioHeader(Buffer.from(text.replace('070701', '070707')))).toThrow(bad);
    expect(() => parseCpioHeader(Buffer.from(text.slice(1)))).toThrow(bad);
    expect(() => parseCpioHeader(Buffer.from(`${text.slice(0, -1)}x`))).toThrow(bad);
  });
});
