import { describe, expect, it } from 'vitest';
import { parseVhdDynamicHeader, parseVhdFooter } from '../../../lib/vhd/parse.ts';

function makeFooter(type: number): Buffer {
  const footer = Buffer.alloc(512);
  footer.write('conectix', 0, 'latin1');
  footer.writeUInt32BE(2, 8);
  footer.writeUInt32BE(0x0001_0000, 12);
  footer.writeBigUInt64BE(type === 2 ? 0xffff_ffff_ffff_ffffn : 512n, 16);
  footer.write('qem2', 28, 'latin1');
  footer.writeBigUInt64BE(1n << 30n, 48);
  footer.set([0xff, 0xff, 16, 255], 56);
  footer.writeUInt32BE(type, 60);
  const sum = footer.reduce((total, byte) => total + byte, 0);
  footer.writeUInt32BE(~sum >>> 0, 64);
  return footer;
}

describe('parseVhdFooter', () => {
  it('reads size, type, geometry and creator', () => {
    expect(parseVhdFooter(makeFooter(2))).toMatchObject({
      type: 'fixed',
      headerOffset: undefined,
      currentSizeBytes: 2 ** 30,
      creator: 'qem2',
      geometry: { cylinders: 65_535, heads: 16, sectorsPerTrack: 255 },
      isChecksumRight: true,
      isReservedZero: true,
    });
    expect(parseVhdFooter(makeFooter(3))).toMatchObject({ type: 'dynamic', headerOffset: 512 });
  });

  it('tells a wrong checksum, and refuses what is no footer', () => {
    const wrong = makeFooter(2);
    wrong.writeUInt8(1, 40);
    expect(parseVhdFooter(wrong).isChecksumRight).toBe(false);
    const bad = expect.objectContaining({ code: 'VHD_BAD' });
    expect(() => parseVhdFooter(makeFooter(7))).toThrow(bad);
    expect(() => parseVhdFooter(makeFooter(2).subarray(1))).toThrow(bad);
    expect(() => parseVhdFooter(Buffer.alloc(512))).toThrow(bad);
  });
});

describe('parseVhdDynamicHeader', () => {
  it('refuses blocks that are no power of two', () => {
    const header = Buffer.alloc(1024);
    header.write('cxsparse', 0, 'latin1');
    header.writeUInt32BE(2 ** 21, 32);
    expect(parseVhdDynamicHeader(header)).toMatchObject({
      blockBytes: 2 ** 21,
      isChecksumRight: false,
    });
    header.writeUInt32BE(2 ** 21 + 512, 32);
    const bad = expect.objectContaining({ code: 'VHD_BAD' });
    expect(() => parseVhdDynamicHeader(header)).toThrow(bad);
    expect(() => parseVhdDynamicHeader(Buffer.alloc(1024))).toThrow(bad);
  });
});
