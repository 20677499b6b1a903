import { crc32c } from '../core/crc32c.ts';
import { BuildError } from '../core/errors.ts';
import type { VhdxCode } from './errors.ts';

/** One of the two headers ([MS-VHDX] 2.2.2). */
export interface VhdxHeader {
  readonly sequence: bigint;
  readonly logGuid: string;
  readonly logVersion: number;
  readonly version: number;
  readonly logBytes: number;
  readonly logOffset: number;
}

/** A row of a region table ([MS-VHDX] 2.2.3). */
export interface VhdxRegion {
  readonly guid: string;
  readonly offset: number;
  readonly lengthBytes: number;
  readonly isRequired: boolean;
}

/** A row of the metadata table ([MS-VHDX] 2.6.1.2); `offset` counts from the metadata region. */
export interface VhdxMetadataEntry {
  readonly guid: string;
  readonly offset: number;
  readonly lengthBytes: number;
  readonly isRequired: boolean;
}

/** Where the parts are that never move ([MS-VHDX] 2.2). */
export const VHDX_PLACES = {
  headers: [64 * 1024, 128 * 1024],
  regionTables: [192 * 1024, 256 * 1024],
} as const;
export const VHDX_HEADER_BYTES = 4096;
export const VHDX_REGION_TABLE_BYTES = 64 * 1024;
/** Bytes of the metadata table, before the items. */
export const VHDX_METADATA_TABLE_BYTES = 64 * 1024;

/** What regions and items are, as their GUIDs are stored ([MS-VHDX] 2.2.3.2 and 2.6.2). */
export const VHDX_GUIDS = {
  batRegion: '2dc27766-f623-4200-9d64-115e9bfd4a08',
  metadataRegion: '8b7ca206-4790-4b9a-b8fe-575f050f886e',
  fileParameters: 'caa16737-fa36-4d43-b3b6-33f0aa44e76b',
  diskSize: '2fa54224-cd1b-4876-b211-5dbed83bf4b8',
  diskId: 'beca12ab-b2e6-4523-93ef-c309e000c746',
  logicalSector: '8141bf1d-a96f-4709-ba47-f233a8faab5f',
  physicalSector: 'cda348c7-445d-4471-9cc9-e9885251c556',
  parentLocator: 'a8d35f2d-b30b-454d-abf7-d3d84834ab0c',
} as const;

/** States of a payload block ([MS-VHDX] 2.5.1.1). */
export const VHDX_BLOCK = {
  notPresent: 0,
  undefined: 1,
  zero: 2,
  unmapped: 3,
  fullyPresent: 6,
  partiallyPresent: 7,
} as const;

export const ZERO_GUID = '00000000-0000-0000-0000-000000000000';

/** Returns a header, or why the 4096 bytes are none: the other one counts then. */
export function parseVhdxHeader(bytes: Uint8Array): VhdxHeader | string {
  const data = asBuffer(bytes);
  if (data.length !== VHDX_HEADER_BYTES || data.toString('latin1', 0, 4) !== 'head') {
    return 'it does not start with "head"';
  }
  if (!isSummed(data)) return 'its checksum is wrong';
  return {
    sequence: data.readBigUInt64LE(8),
    logGuid: guidAt(data, 48),
    logVersion: data.readUInt16LE(64),
    version: data.readUInt16LE(66),
    logBytes: data.readUInt32LE(68),
    logOffset: Number(data.readBigUInt64LE(72)),
  };
}

/** Returns the rows of a region table, or why the 64 KiB are none. */
export function parseVhdxRegions(bytes: Uint8Array): VhdxRegion[] | string {
  const data = asBuffer(bytes);
  if (data.length !== VHDX_REGION_TABLE_BYTES || data.toString('latin1', 0, 4) !== 'regi') {
    return 'it does not start with "regi"';
  }
  if (!isSummed(data)) return 'its checksum is wrong';
  const count = data.readUInt32LE(8);
  if (count > 2047) return `it has ${count} entries, more than 2047`;
  return Array.from({ length: count }, (_, index) => {
    const at = 16 + index * 32;
    return {
      guid: guidAt(data, at),
      offset: Number(data.readBigUInt64LE(at + 16)),
      lengthBytes: data.readUInt32LE(at + 24),
      isRequired: (data.readUInt32LE(at + 28) & 1) !== 0,
    };
  });
}

/**
 * Reads the metadata table: the first 64 KiB of its region.
 *
 * @throws BuildError VHDX_BAD
 */
export function parseVhdxMetadataTable(bytes: Uint8Array): VhdxMetadataEntry[] {
  const data = asBuffer(bytes);
  if (data.length !== VHDX_METADATA_TABLE_BYTES || data.toString('latin1', 0, 8) !== 'metadata') {
    throw new BuildError<VhdxCode>('VHDX_BAD', 'not a sound VHDX: the metadata table is none');
  }
  const count = data.readUInt16LE(10);
  if (count > 2047) {
    throw new BuildError<VhdxCode>('VHDX_BAD', `not a sound VHDX: ${count} metadata entries`);
  }
  return Array.from({ length: count }, (_, index) => {
    const at = 32 + index * 32;
    return {
      guid: guidAt(data, at),
      offset: data.readUInt32LE(at + 16),
      lengthBytes: data.readUInt32LE(at + 20),
      isRequired: (data.readUInt32LE(at + 24) & 4) !== 0,
    };
  });
}

/** Returns state and offset in the file that an entry of the block allocation table holds. */
export function parseBatEntry(entry: bigint): { state: number; offset: number } {
  return { state: Number(entry & 7n), offset: Number(entry >> 20n) * 2 ** 20 };
}

/** The checksum is over all bytes, its own taken as zero. */
function isSummed(data: Buffer): boolean {
  const head = Buffer.from(data.subarray(0, 8));
  const sum = head.readUInt32LE(4);
  head.writeUInt32LE(0, 4);
  return crc32c(data.subarray(8), crc32c(head)) === sum;
}

/** GUIDs are stored with their first three fields little-endian ([MS-DTYP] 2.3.4.2). */
function guidAt(data: Buffer, at: number): string {
  const hex = (from: number, to: number) => data.toString('hex', at + from, at + to);
  const little = (from: number, to: number) =>
    Buffer.from(data.subarray(at + from, at + to))
      .reverse()
      .toString('hex');
  return [little(0, 4), little(4, 6), little(6, 8), hex(8, 10), hex(10, 16)].join('-');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
