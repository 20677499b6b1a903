import { describe, expect, it } from 'vitest';
import { parseFat, parseFatDirectory, parseFatLink } from '../../../lib/filesystem/fat.ts';
import { parseFileSystem } from '../../../lib/filesystem/parse.ts';

// What mkfs wrote is read in test/lib/inspect/disk.test.ts.
describe('parseFileSystem', () => {
  it('finds nothing in too few bytes, zeros, or all ones', () => {
    for (const length of [0, 1, 96, 511, 512, 1024, 2047, 4096, 70_000]) {
      expect(parseFileSystem(Buffer.alloc(length))).toBeUndefined();
      expect(parseFileSystem(Buffer.alloc(length, 0xff))).toBeUndefined();
    }
  });
});

/** The boot sector of a FAT12 of 720 KiB. */
function makeBootSector(): Buffer {
  const sector = Buffer.alloc(512);
  sector.set([0xeb, 0x3c, 0x90]);
  sector.writeUInt16LE(512, 11);
  sector.writeUInt8(2, 13);
  sector.writeUInt16LE(1, 14);
  sector.writeUInt8(2, 16);
  sector.writeUInt16LE(112, 17);
  sector.writeUInt16LE(1440, 19);
  sector.writeUInt16LE(3, 22);
  sector.writeUInt32LE(0x1a2b_3c4d, 39);
  sector.write('LABEL      ', 43, 'latin1');
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

describe('parseFat', () => {
  it('counts clusters to tell FAT12, FAT16 and FAT32 apart', () => {
    expect(parseFat(makeBootSector())).toMatchObject({
      bits: 12,
      clusters: 713,
      serial: '1A2B-3C4D',
      label: 'LABEL',
    });
    const larger = makeBootSector();
    larger.writeUInt16LE(60_000, 19);
    expect(parseFat(larger)).toMatchObject({ bits: 16 });
  });

  it('takes no other boot sector for one', () => {
    for (const at of [0, 11, 13, 14, 16, 22, 510]) {
      const other = makeBootSector();
      other.writeUInt16LE(0, at);
      expect(parseFat(other)).toBeUndefined();
    }
  });
});

describe('parseFatLink', () => {
  it('reads one and a half bytes for each cluster of FAT12', () => {
    const fat = parseFat(makeBootSector());
    if (fat === undefined) throw new Error('none');
    const table = Buffer.from([0, 0, 0, 0x04, 0xf0, 0xff]);
    expect(parseFatLink(table, 2, fat)).toBe(4);
    expect(parseFatLink(table, 3, fat)).toBeUndefined();
    const bad = expect.objectContaining({ code: 'FILESYSTEM_BAD' });
    expect(() => parseFatLink(table, 1, fat)).toThrow(bad);
    expect(() => parseFatLink(table, 100, fat)).toThrow(bad);
    expect(() => parseFatLink(table, 9999, fat)).toThrow(bad);
  });
});

describe('parseFatDirectory', () => {
  const entry = (name: string, attributes: number, flags = 0) => {
    const record = Buffer.alloc(32);
    record.write(name.padEnd(11), 0, 'latin1');
    record.writeUInt8(attributes, 11);
    record.writeUInt8(flags, 12);
    return record;
  };

  it('reads short names, those that Windows NT marks as lower-case, and labels', () => {
    const bytes = Buffer.concat([
      entry('ESP', 0x08),
      entry('.', 0x10),
      entry('BOOTX64 EFI', 0x20),
      entry('LINUX   EFI', 0x20, 0x18),
      entry('\xe5ONE', 0x20),
      Buffer.alloc(32),
      entry('BEHIND', 0x20),
    ]);
    expect(parseFatDirectory(bytes).map(({ name, isLabel }) => [name, isLabel])).toEqual([
      ['ESP', true],
      ['BOOTX64.EFI', false],
      ['linux.efi', false],
    ]);
  });
});
