import { describe, expect, it } from 'vitest';
import { parseL2Entry, parseQcow2Header } from '../../../lib/qcow2/parse.ts';

/** A header of version 3 for a disk of 1 MiB in clusters of 64 KiB. */
function makeHeader(): Buffer {
  const header = Buffer.alloc(112);
  header.write('QFI\xfb', 0, 'latin1');
  header.writeUInt32BE(3, 4);
  header.writeUInt32BE(16, 20);
  header.writeBigUInt64BE(1n << 20n, 24);
  header.writeUInt32BE(1, 36);
  header.writeBigUInt64BE(0x3_0000n, 40);
  header.writeBigUInt64BE(0x1_0000n, 48);
  header.writeUInt32BE(1, 56);
  header.writeUInt32BE(4, 96);
  header.writeUInt32BE(112, 100);
  return header;
}

describe('parseQcow2Header', () => {
  it('reads sizes, tables and features', () => {
    expect(parseQcow2Header(makeHeader())).toMatchObject({
      version: 3,
      sizeBytes: 2 ** 20,
      clusterBytes: 65_536,
      backingFile: undefined,
      l1: { offset: 0x3_0000, entries: 1 },
      refcounts: { offset: 0x1_0000, clusters: 1, bits: 16 },
      compression: 'zlib',
    });
  });

  it('knows zstd by the compression type, when the feature says that there is one', () => {
    const header = makeHeader();
    header.writeUInt8(1, 104);
    expect(parseQcow2Header(header).compression).toBe('zlib');
    header.writeBigUInt64BE(8n, 72);
    expect(parseQcow2Header(header).compression).toBe('zstd');
  });

  it.each([
    ['another start', 0, 0],
    ['another version', 7, 9],
    ['clusters of 2^30 bytes', 23, 30],
    ['reference counts of 2^9 bits', 99, 9],
    ['a header of 104.5 words', 103, 107],
  ])('refuses %s', (_what, at, value) => {
    const header = makeHeader();
    header.writeUInt8(value, at);
    expect(() => parseQcow2Header(header)).toThrow(expect.objectContaining({ code: 'QCOW2_BAD' }));
  });

  it('refuses what ends early', () => {
    for (const length of [0, 4, 71, 80, 103]) {
      expect(() => parseQcow2Header(makeHeader().subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'QCOW2_BAD' }),
      );
    }
  });
});

describe('parseL2Entry', () => {
  const header = { clusterBytes: 65_536 };

  it('tells holes, zeros, plain and compressed clusters apart', () => {
    expect(parseL2Entry(0n, header)).toEqual({ kind: 'none' });
    expect(parseL2Entry(1n, header)).toMatchObject({ kind: 'zero', offset: 0 });
    expect(parseL2Entry((1n << 63n) | 0x5_0000n, header)).toEqual({
      kind: 'plain',
      offset: 0x5_0000,
      isExclusive: true,
    });
    // Sectors that follow are counted from bit 54 on, where clusters have 64 KiB.
    expect(parseL2Entry((1n << 62n) | (2n << 54n) | 0x5_0064n, header)).toEqual({
      kind: 'compressed',
      offset: 0x5_0064,
      limitBytes: 3 * 512 - 100,
      isExclusive: false,
    });
  });
});
