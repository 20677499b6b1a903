import { describe, expect, it } from 'vitest';
import {
  parseBootCatalogue,
  parseIsoDescriptorType,
  parseIsoDirectory,
} from '../../../lib/iso9660/parse.ts';

const bad = expect.objectContaining({ code: 'ISO_BAD' });

/** A catalogue with an entry for BIOS and one for UEFI. */
function makeCatalogue(): Buffer {
  const catalogue = Buffer.alloc(2048);
  catalogue.writeUInt8(1, 0);
  catalogue.writeUInt16LE(0xaa55, 30);
  catalogue.writeUInt16LE(0x1_0000 - 0xaa55 - 1, 28);
  catalogue.set([0x88, 0, 0, 0, 0, 0, 4, 0, 33], 32);
  catalogue.set([0x91, 0xef, 1, 0], 64);
  catalogue.set([0x88, 0, 0, 0, 0, 0, 0, 16, 40], 96);
  return catalogue;
}

describe('parseBootCatalogue', () => {
  it('reads entries of each platform', () => {
    expect(parseBootCatalogue(makeCatalogue())).toEqual([
      { platform: 'bios', isBootable: true, emulation: 0, sectors: 4, firstBlock: 33 },
      { platform: 'uefi', isBootable: true, emulation: 0, sectors: 4096, firstBlock: 40 },
    ]);
  });

  it('refuses a wrong checksum, and sections that are longer than the catalogue', () => {
    const wrong = makeCatalogue();
    wrong.writeUInt8(3, 2);
    expect(() => parseBootCatalogue(wrong)).toThrow(bad);
    const long = makeCatalogue();
    long.writeUInt16LE(0xffff, 66);
    expect(() => parseBootCatalogue(long)).toThrow(bad);
    expect(() => parseBootCatalogue(Buffer.alloc(10))).toThrow(bad);
  });
});

describe('parseIsoDirectory', () => {
  it('takes the name of Rock Ridge, and refuses records that do not fit', () => {
    const record = Buffer.alloc(50);
    record.writeUInt8(50, 0);
    record.writeUInt32LE(20, 2);
    record.writeUInt32LE(99, 10);
    record.writeUInt8(3, 32);
    record.write('A;1', 33, 'latin1');
    record.set([0x4e, 0x4d, 10, 1, 0], 36);
    record.write('Alpha', 41, 'latin1');
    expect(parseIsoDirectory(record)).toEqual([
      { name: 'Alpha', firstBlock: 20, sizeBytes: 99, isFolder: false, hasRockRidge: true },
    ]);
    record.writeUInt8(40, 32);
    expect(() => parseIsoDirectory(record)).toThrow(bad);
    record.writeUInt8(60, 0);
    expect(() => parseIsoDirectory(record)).toThrow(bad);
  });
});

describe('parseIsoDescriptorType', () => {
  it('refuses what is no descriptor', () => {
    expect(() => parseIsoDescriptorType(Buffer.alloc(2048))).toThrow(bad);
  });
});
