import { describe, expect, it } from 'vitest';
import { parseMbr } from '../../../lib/mbr/parse.ts';

describe('parseMbr', () => {
  it('reads records that are not empty, and the signature of the disk', () => {
    const sector = Buffer.alloc(512);
    sector.writeUInt32LE(0x1234_5678, 440);
    sector.set([0x80, 0, 0, 0, 0x83], 462);
    sector.writeUInt32LE(2048, 470);
    sector.writeUInt32LE(4096, 474);
    sector.writeUInt16LE(0xaa55, 510);
    expect(parseMbr(sector)).toEqual({
      diskSignature: '12345678',
      hasCode: false,
      partitions: [{ number: 2, isActive: true, type: 0x83, firstSector: 2048, sectors: 4096 }],
    });
    expect(() => parseMbr(Buffer.alloc(512))).toThrow(expect.objectContaining({ code: 'MBR_BAD' }));
  });
});
