import { describe, expect, it } from 'vitest';
import { formatSparseHeader, formatTarHeader, tarPadding } from '../../../lib/tar/format.ts';
import { parseSparseExtension, parseTarHeader } from '../../../lib/tar/parse.ts';

const ENTRY = { name: 'disk.raw', modeOctal: 0o644, mtimeSeconds: 1_700_000_000 };

describe('formatTarHeader', () => {
  it('writes what parseTarHeader reads', () => {
    const header = formatTarHeader({ ...ENTRY, sizeBytes: 1234, uid: 107, gid: 107 });
    expect(parseTarHeader(header)).toMatchObject({
      ...ENTRY,
      sizeBytes: 1234,
      uid: 107,
      type: '0',
    });
    expect(parseTarHeader(formatTarHeader({ ...ENTRY, name: 'a/', sizeBytes: 0 }))?.type).toBe('5');
  });

  it('refuses what ustar has no room for', () => {
    const code = 'TAR_BAD';
    expect(() => formatTarHeader({ ...ENTRY, sizeBytes: 8 * 2 ** 30 })).toThrow(
      expect.objectContaining({ code }),
    );
    expect(() => formatTarHeader({ ...ENTRY, name: 'n'.repeat(101), sizeBytes: 0 })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe('formatSparseHeader', () => {
  it('continues the map in further blocks, and ends it where the file does', () => {
    const sizeBytes = 2 ** 40;
    const chunks = Array.from({ length: 30 }, (_, index) => ({
      offsetBytes: index * 2 ** 34,
      sizeBytes: 65_536,
    }));
    const blocks = formatSparseHeader({ ...ENTRY, sizeBytes }, chunks);
    expect(blocks.length).toBe(3 * 512);
    const header = parseTarHeader(blocks.subarray(0, 512));
    expect(header).toMatchObject({ flavour: 'gnu', type: 'S', sizeBytes: 30 * 65_536 });
    const second = parseSparseExtension(blocks.subarray(512, 1024));
    const third = parseSparseExtension(blocks.subarray(1024));
    expect([header?.sparse?.isExtended, second.isExtended, third.isExtended]).toEqual([
      true,
      true,
      false,
    ]);
    const found = [...(header?.sparse?.chunks ?? []), ...second.chunks, ...third.chunks];
    expect(found).toEqual([...chunks, { offsetBytes: sizeBytes, sizeBytes: 0 }]);
  });
});

describe('tarPadding', () => {
  it('fills blocks', () => {
    expect([0, 1, 512, 513].map((size) => tarPadding(size).length)).toEqual([0, 511, 0, 511]);
  });
});
