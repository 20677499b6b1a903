import { describe, expect, it } from 'vitest';
import { parseVmdkDescriptor, parseVmdkHeader, parseVmdkMarker } from '../../../lib/vmdk/parse.ts';

const bad = expect.objectContaining({ code: 'VMDK_BAD' });

describe('parseVmdkHeader', () => {
  const make = () => {
    const header = Buffer.alloc(512);
    header.write('KDMV', 0, 'latin1');
    header.writeUInt32LE(3, 4);
    header.writeUInt32LE(0x3_0001, 8);
    header.writeBigUInt64LE(2048n, 12);
    header.writeBigUInt64LE(128n, 20);
    header.writeUInt32LE(512, 44);
    header.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, 56);
    header.write('\n \r\n', 73, 'latin1');
    header.writeUInt16LE(1, 77);
    return header;
  };

  it('reads a stream whose directory is at its end', () => {
    expect(parseVmdkHeader(make())).toMatchObject({
      capacitySectors: 2048,
      grainSectors: 128,
      directorySector: undefined,
      redundantDirectorySector: undefined,
      hasNewlines: true,
      compression: 1,
    });
  });

  it('refuses other versions, and grains of no sectors', () => {
    for (const at of [0, 4, 20, 44]) {
      const header = make();
      header.writeUInt32LE(0, at);
      expect(() => parseVmdkHeader(header)).toThrow(bad);
    }
    expect(() => parseVmdkHeader(make().subarray(1))).toThrow(bad);
  });
});

describe('parseVmdkDescriptor', () => {
  it('reads keys whatever their case, and extents with names and offsets', () => {
    const text =
      '# Disk DescriptorFile\nversion=1\nCID = fffffffe\ncreateType="monolithicFlat"\nRW 100 FLAT "a b.vmdk" 7\nRW 5 ZERO\nddb.adapterType = "lsilogic"\n\0rest';
    const { values, extents } = parseVmdkDescriptor(Buffer.from(text));
    expect(Object.fromEntries(values)).toEqual({
      version: '1',
      cid: 'fffffffe',
      createtype: 'monolithicFlat',
      'ddb.adaptertype': 'lsilogic',
    });
    expect(extents).toEqual([
      { access: 'RW', sectors: 100, type: 'FLAT', file: 'a b.vmdk', offsetSectors: 7 },
      { access: 'RW', sectors: 5, type: 'ZERO', file: undefined, offsetSectors: 0 },
    ]);
    expect(() => parseVmdkDescriptor(Buffer.from('version=1'))).toThrow(bad);
  });
});

describe('parseVmdkMarker', () => {
  it('refuses what ends early', () => {
    expect(() => parseVmdkMarker(Buffer.alloc(15))).toThrow(bad);
  });
});
