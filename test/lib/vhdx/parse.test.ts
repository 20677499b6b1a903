import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../lib/core/crc32c.ts';
import {
  parseBatEntry,
  parseVhdxHeader,
  parseVhdxMetadataTable,
  parseVhdxRegions,
} from '../../../lib/vhdx/parse.ts';

const sealed = (bytes: Buffer) => {
  bytes.writeUInt32LE(crc32c(bytes), 4);
  return bytes;
};

describe('parseVhdxHeader', () => {
  it('reads a header, or says why it is none', () => {
    const header = Buffer.alloc(4096);
    header.write('head', 0, 'latin1');
    header.writeBigUInt64LE(7n, 8);
    header.writeUInt16LE(1, 66);
    expect(parseVhdxHeader(sealed(Buffer.from(header)))).toMatchObject({
      sequence: 7n,
      version: 1,
    });
    expect(parseVhdxHeader(header)).toMatch(/checksum/);
    expect(parseVhdxHeader(Buffer.alloc(4096))).toMatch(/head/);
  });
});

describe('parseVhdxRegions', () => {
  it('reads GUIDs as they are written in the specification', () => {
    const table = Buffer.alloc(65_536);
    table.write('regi', 0, 'latin1');
    table.writeUInt32LE(1, 8);
    table.set(Buffer.from('6677c22d23f600429d64115e9bfd4a08', 'hex'), 16);
    table.writeUInt32LE(3 * 2 ** 20, 32);
    expect(parseVhdxRegions(sealed(table))).toEqual([
      {
        guid: '2dc27766-f623-4200-9d64-115e9bfd4a08',
        offset: 3 * 2 ** 20,
        lengthBytes: 0,
        isRequired: false,
      },
    ]);
    const long = Buffer.alloc(65_536);
    long.write('regi', 0, 'latin1');
    long.writeUInt32LE(2048, 8);
    expect(parseVhdxRegions(sealed(long))).toMatch(/2048 entries/);
  });
});

describe('parseVhdxMetadataTable', () => {
  it('refuses what is none', () => {
    expect(() => parseVhdxMetadataTable(Buffer.alloc(65_536))).toThrow(
      expect.objectContaining({ code: 'VHDX_BAD' }),
    );
  });
});

describe('parseBatEntry', () => {
  it('counts offsets in MiB', () => {
    expect(parseBatEntry((5n << 20n) | 6n)).toEqual({ state: 6, offset: 5 * 2 ** 20 });
  });
});
