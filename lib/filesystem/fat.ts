import { BuildError } from '../core/errors.ts';
import type { FileSystemCode } from './errors.ts';
import type { FileSystem } from './file-system.ts';

/** Geometry of a FAT file system (Microsoft, FAT32 File System Specification 1.03). Offsets in bytes. */
export interface Fat {
  readonly bits: 12 | 16 | 32;
  readonly clusterBytes: number;
  readonly clusters: number;
  readonly tableOffset: number;
  readonly tableBytes: number;
  readonly tables: number;
  /** Of FAT12 and FAT16: a fixed place; FAT32 has a chain that starts at `rootCluster`. */
  readonly rootOffset: number;
  readonly rootBytes: number;
  readonly rootCluster: number;
  /** Where cluster 2, the first, is. */
  readonly dataOffset: number;
  readonly sizeBytes: number;
  readonly sectorBytes: number;
  readonly serial: string;
  readonly label: string | undefined;
}

/** A file or folder. */
export interface FatEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isLabel: boolean;
  readonly firstCluster: number;
  readonly sizeBytes: number;
}

/** Returns the geometry in a boot sector of 512 bytes, or undefined when it is none of FAT. */
export function parseFat(bytes: Uint8Array): Fat | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.readUInt16LE(510) !== 0xaa55) return undefined;
  if (data[0] !== 0xeb && data[0] !== 0xe9) return undefined;
  const sectorBytes = data.readUInt16LE(11);
  const clusterSectors = data[13] ?? 0;
  const reserved = data.readUInt16LE(14);
  const tables = data[16] ?? 0;
  const rootEntries = data.readUInt16LE(17);
  const sectors = data.readUInt16LE(19) || data.readUInt32LE(32);
  const tableSectors = data.readUInt16LE(22) || data.readUInt32LE(36);
  if (![512, 1024, 2048, 4096].includes(sectorBytes)) return undefined;
  if (clusterSectors === 0 || (clusterSectors & (clusterSectors - 1)) !== 0) return undefined;
  if (reserved === 0 || tables === 0 || tables > 2 || tableSectors === 0) return undefined;
  const rootOffset = (reserved + tables * tableSectors) * sectorBytes;
  const rootBytes = rootEntries * 32;
  const dataOffset = Math.ceil((rootOffset + rootBytes) / sectorBytes) * sectorBytes;
  const clusterBytes = clusterSectors * sectorBytes;
  const clusters = Math.floor((sectors * sectorBytes - dataOffset) / clusterBytes);
  if (clusters < 1) return undefined;
  // The number of clusters alone decides, says the specification, never a name in the sector.
  const bits = clusters < 4085 ? 12 : clusters < 65525 ? 16 : 32;
  const is32 = rootEntries === 0;
  if (is32 !== (data.readUInt16LE(22) === 0)) return undefined;
  const extended = is32 ? 64 : 36;
  return {
    bits: is32 ? 32 : bits,
    clusterBytes,
    clusters,
    tableOffset: reserved * sectorBytes,
    tableBytes: tableSectors * sectorBytes,
    tables,
    rootOffset,
    rootBytes,
    rootCluster: is32 ? data.readUInt32LE(44) : 0,
    dataOffset,
    sizeBytes: sectors * sectorBytes,
    sectorBytes,
    serial: serialText(data.readUInt32LE(extended + 3)),
    label: labelText(data.subarray(extended + 7, extended + 18)),
  };
}

/** Returns what `parseFat` found in the terms of every file system. */
export function describeFat(fat: Fat): FileSystem {
  return {
    type: 'vfat',
    label: fat.label,
    uuid: fat.serial,
    sizeBytes: fat.sizeBytes,
    blockBytes: fat.clusterBytes,
    isChecksumRight: true,
    details: { fatBits: fat.bits },
  };
}

/** Returns the cluster after `cluster`, read from the file allocation table; undefined at the end. */
export function parseFatLink(table: Uint8Array, cluster: number, fat: Fat): number | undefined {
  const data = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  if (cluster < 2 || cluster >= fat.clusters + 2) fail(`cluster ${cluster} is out of bounds`);
  const at = fat.bits === 12 ? Math.floor(cluster * 1.5) : cluster * (fat.bits / 8);
  if (at + (fat.bits === 32 ? 4 : 2) > data.length) fail('its allocation table is too short');
  let next: number;
  switch (fat.bits) {
    case 12:
      next = (data.readUInt16LE(at) >> (cluster % 2 === 0 ? 0 : 4)) & 0xfff;
      break;
    case 16:
      next = data.readUInt16LE(at);
      break;
    case 32:
      next = data.readUInt32LE(at) & 0x0fff_ffff;
      break;
  }
  const end = fat.bits === 32 ? 0x0fff_fff8 : 2 ** fat.bits - 8;
  return next >= end ? undefined : next;
}

/** Returns the entries of a folder, with their long names; not those that are deleted, `.` and `..`. */
export function parseFatDirectory(bytes: Uint8Array): FatEntry[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: FatEntry[] = [];
  let long = '';
  for (let at = 0; at + 32 <= data.length; at += 32) {
    const record = data.subarray(at, at + 32);
    const first = record[0] ?? 0;
    const attributes = record[11] ?? 0;
    if (first === 0) break;
    if (first === 0xe5) {
      long = '';
    } else if ((attributes & 0x3f) === 0x0f) {
      // The pieces come last first.
      long = (first & 0x40) === 0 ? longPiece(record) + long : longPiece(record);
    } else {
      const isLabel = (attributes & 0x08) !== 0;
      const short = isLabel ? labelText(record.subarray(0, 11)) : shortName(record);
      const name = isLabel || long === '' ? (short ?? '') : long;
      long = '';
      if (name === '.' || name === '..') continue;
      entries.push({
        name,
        isFolder: (attributes & 0x10) !== 0,
        isLabel,
        firstCluster: record.readUInt16LE(20) * 65536 + record.readUInt16LE(26),
        sizeBytes: record.readUInt32LE(28),
      });
    }
  }
  return entries;
}

function longPiece(record: Buffer): string {
  const units = Buffer.concat([
    record.subarray(1, 11),
    record.subarray(14, 26),
    record.subarray(28, 32),
  ]).toString('utf16le');
  const end = units.search(/[\0\uffff]/);
  return end === -1 ? units : units.slice(0, end);
}

/** Windows NT marks names that are all lower-case in byte 12 instead of writing long ones. */
function shortName(record: Buffer): string {
  const flags = record[12] ?? 0;
  const text = (from: number, to: number, isLower: boolean) => {
    const piece = record.toString('latin1', from, to).trimEnd();
    return isLower ? piece.toLowerCase() : piece;
  };
  const base = text(0, 8, (flags & 0x08) !== 0);
  const extension = text(8, 11, (flags & 0x10) !== 0);
  return extension === '' ? base : `${base}.${extension}`;
}

function labelText(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1').replace(/[\0 ]+$/, '');
  return text === '' || text === 'NO NAME' ? undefined : text;
}

function serialText(serial: number): string {
  const hex = serial.toString(16).toUpperCase().padStart(8, '0');
  return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}

function fail(what: string): never {
  throw new BuildError<FileSystemCode>('FILESYSTEM_BAD', `not a sound FAT file system: ${what}`);
}
