import { BuildError } from '../core/errors.ts';
import type { IsoCode } from './errors.ts';

/** A volume descriptor, of which one is primary (ECMA-119, 8.1 and 8.4). */
export interface IsoVolume {
  readonly kind: 'primary' | 'supplementary';
  readonly volumeId: string;
  readonly systemId: string;
  readonly publisher: string;
  readonly application: string;
  readonly volumeBlocks: number;
  readonly blockBytes: number;
  readonly root: IsoEntry;
  /** `YYYYMMDDhhmmsscc`; empty when not given. */
  readonly created: string;
  /** False when a number that is stored in both byte orders differs. */
  readonly isConsistent: boolean;
}

/** A file or folder (ECMA-119, 9.1). */
export interface IsoEntry {
  /** As ISO 9660 has it, without `;1`; Rock Ridge's name where it is there. */
  readonly name: string;
  readonly firstBlock: number;
  readonly sizeBytes: number;
  readonly isFolder: boolean;
  readonly hasRockRidge: boolean;
}

/** An entry of the boot catalogue (El Torito 1.0, section 2). */
export interface BootEntry {
  readonly platform: 'bios' | 'uefi' | 'other';
  readonly isBootable: boolean;
  /** 0: no emulation. */
  readonly emulation: number;
  /** Of 512 bytes, that firmware loads. */
  readonly sectors: number;
  readonly firstBlock: number;
}

export const ISO_BLOCK_BYTES = 2048;
export const ISO_FIRST_DESCRIPTOR = 16;

/** Returns the type of a volume descriptor: 0 boot record, 1 primary, 2 supplementary, 255 the end. */
export function parseIsoDescriptorType(bytes: Uint8Array): number {
  const data = asBuffer(bytes);
  if (data.length !== ISO_BLOCK_BYTES || data.toString('latin1', 1, 6) !== 'CD001') {
    fail('a volume descriptor is none');
  }
  return data[0] ?? 0;
}

/**
 * Reads a primary or supplementary volume descriptor.
 *
 * @throws BuildError ISO_BAD
 */
export function parseIsoVolume(bytes: Uint8Array): IsoVolume {
  const data = asBuffer(bytes);
  const type = parseIsoDescriptorType(data);
  const text = (from: number, length: number) =>
    data.toString('latin1', from, from + length).replace(/[\0 ]+$/, '');
  const root = parseIsoDirectory(data.subarray(156, 190))[0];
  if (root === undefined) fail('it has no root folder');
  const created = text(813, 16);
  return {
    kind: type === 1 ? 'primary' : 'supplementary',
    systemId: text(8, 32),
    volumeId: text(40, 32),
    volumeBlocks: data.readUInt32LE(80),
    blockBytes: data.readUInt16LE(128),
    publisher: text(318, 128),
    application: text(574, 128),
    root,
    created: /^[1-9]\d{15}$/.test(created) ? created : '',
    isConsistent:
      data.readUInt32LE(80) === data.readUInt32BE(84) &&
      data.readUInt16LE(128) === data.readUInt16BE(130) &&
      data.readUInt32LE(132) === data.readUInt32BE(136),
  };
}

/**
 * Reads the records of a folder; `.` and `..` have the names `\0` and `\x01`.
 *
 * @throws BuildError ISO_BAD
 */
export function parseIsoDirectory(bytes: Uint8Array): IsoEntry[] {
  const data = asBuffer(bytes);
  const entries: IsoEntry[] = [];
  for (let at = 0; at < data.length; ) {
    const length = data[at] ?? 0;
    if (length === 0) {
      // No record crosses a block: the rest of this one is empty.
      at = (Math.floor(at / ISO_BLOCK_BYTES) + 1) * ISO_BLOCK_BYTES;
      continue;
    }
    const nameBytes = data[at + 32] ?? 0;
    if (length < 34 || at + length > data.length || 33 + nameBytes > length) {
      fail('a record of a folder is none');
    }
    const record = data.subarray(at, at + length);
    const given = record.toString('latin1', 33, 33 + nameBytes);
    const rockRidge = rockRidgeName(record.subarray(33 + nameBytes + ((nameBytes + 1) % 2)));
    entries.push({
      name: rockRidge ?? given.replace(/\.?;\d+$/, ''),
      firstBlock: record.readUInt32LE(2),
      sizeBytes: record.readUInt32LE(10),
      isFolder: ((record[25] ?? 0) & 2) !== 0,
      hasRockRidge: rockRidge !== undefined,
    });
    at += length;
  }
  return entries;
}

/** Returns the block of the boot catalogue when `bytes` is the boot record of El Torito. */
export function parseBootRecord(bytes: Uint8Array): number | undefined {
  const data = asBuffer(bytes);
  if (parseIsoDescriptorType(data) !== 0) return undefined;
  const system = data.toString('latin1', 7, 39).replace(/\0+$/, '');
  return system === 'EL TORITO SPECIFICATION' ? data.readUInt32LE(71) : undefined;
}

/**
 * Reads the boot catalogue: one block of it or more.
 *
 * @throws BuildError ISO_BAD for a validation entry that is none
 */
export function parseBootCatalogue(bytes: Uint8Array): BootEntry[] {
  const data = asBuffer(bytes);
  if (data.length < 64) fail('the boot catalogue is cut short');
  let sum = 0;
  for (let at = 0; at < 32; at += 2) sum += data.readUInt16LE(at);
  if (data[0] !== 1 || data.readUInt16LE(30) !== 0xaa55 || sum % 0x1_0000 !== 0) {
    fail('the validation entry of the boot catalogue is wrong');
  }
  const entries = [parseBootEntry(data.subarray(32, 64), data[1] ?? 0)];
  let at = 64;
  for (let more = true; more && at + 32 <= data.length; ) {
    const [header = 0, platform = 0] = data.subarray(at, at + 2);
    if (header !== 0x90 && header !== 0x91) break;
    more = header === 0x90;
    const count = data.readUInt16LE(at + 2);
    at += 32;
    for (let index = 0; index < count; index += 1) {
      if (at + 32 > data.length) fail('the boot catalogue is cut short');
      entries.push(parseBootEntry(data.subarray(at, at + 32), platform));
      at += 32;
      // Extensions of the entry before.
      while (data[at] === 0x44 && at + 32 <= data.length) at += 32;
    }
  }
  return entries;
}

function parseBootEntry(data: Buffer, platform: number): BootEntry {
  return {
    platform: platform === 0 ? 'bios' : platform === 0xef ? 'uefi' : 'other',
    isBootable: data[0] === 0x88,
    emulation: (data[1] ?? 0) & 0x0f,
    sectors: data.readUInt16LE(6),
    firstBlock: data.readUInt32LE(8),
  };
}

/** The name in the NM fields of a record's system use area (Rock Ridge 1.12, 4.1.4). */
function rockRidgeName(area: Buffer): string | undefined {
  let name: string | undefined;
  for (let at = 0; at + 4 <= area.length; ) {
    const length = area[at + 2] ?? 0;
    if (length < 4 || at + length > area.length) break;
    if (area.toString('latin1', at, at + 2) === 'NM' && length > 5 && (area[at + 4] ?? 0) < 2) {
      name = `${name ?? ''}${area.toString('utf8', at + 5, at + length)}`;
    }
    at += length;
  }
  return name;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fail(what: string): never {
  throw new BuildError<IsoCode>('ISO_BAD', `not a sound ISO 9660 image: ${what}`);
}
