import { crc32 } from 'node:zlib';
import { BuildError } from '../core/errors.ts';
import type { GptCode } from './errors.ts';
import { parseGuid } from './guid.ts';
import { type GptPartition, type GptTable, SECTOR_BYTES } from './table.ts';

/** Entries that a table may have; 128 is what everybody writes. */
const ENTRY_COUNT_LIMIT = 1024;
const ENTRY_BYTES_LIMIT = 1024;

/** Bytes from the start of a disk that `parseGpt` needs for a table of the usual 128 entries. */
export const GPT_HEAD_BYTES = 34 * SECTOR_BYTES;

/** One of the two headers of a table (UEFI 2.10, 5.3.2), as it stands. */
export interface GptHeader {
  readonly diskGuid: string;
  /** Sector of this header, and of the other one, as it says itself. */
  readonly sector: number;
  readonly otherSector: number;
  readonly firstUsable: number;
  readonly lastUsable: number;
  readonly entriesSector: number;
  readonly entryCount: number;
  readonly entryBytes: number;
  readonly entriesCrc: number;
}

/**
 * Reads the table at the start of a disk: at least `GPT_HEAD_BYTES` of it. `sectors` of the result
 * is told by where the backup header is.
 *
 * @throws BuildError GPT_BAD for a missing signature, a wrong checksum or entries out of bounds
 */
export function parseGpt(bytes: Uint8Array): GptTable {
  const disk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (disk.length < 2 * SECTOR_BYTES) fail('it ends before the header');
  const header = parseGptHeader(disk.subarray(SECTOR_BYTES, 2 * SECTOR_BYTES));
  const entriesAt = header.entriesSector * SECTOR_BYTES;
  const { entryCount, entryBytes } = header;
  const entries = disk.subarray(entriesAt, entriesAt + entryCount * entryBytes);
  return {
    diskGuid: header.diskGuid,
    sectors: header.otherSector + 1,
    partitions: parseGptEntries(entries, header).map(({ number: _, ...partition }) => partition),
  };
}

/**
 * Reads a header, of the start or of the end of a disk: a whole sector of it.
 *
 * @throws BuildError GPT_BAD for a missing signature, a wrong checksum or sizes beyond our limits
 */
export function parseGptHeader(bytes: Uint8Array): GptHeader {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.length < SECTOR_BYTES) fail('it ends within the header');
  if (header.toString('latin1', 0, 8) !== 'EFI PART')
    fail('the header does not start with "EFI PART"');
  const headerBytes = header.readUInt32LE(12);
  if (headerBytes < 92 || headerBytes > header.length)
    fail(`the header says that it has ${headerBytes} bytes`);
  const summed = Buffer.from(header.subarray(0, headerBytes));
  summed.writeUInt32LE(0, 16);
  if (crc32(summed) !== header.readUInt32LE(16)) fail('the checksum of the header is wrong');
  const entryCount = header.readUInt32LE(80);
  const entryBytes = header.readUInt32LE(84);
  if (entryCount > ENTRY_COUNT_LIMIT)
    fail(`it has ${entryCount} entries, more than ${ENTRY_COUNT_LIMIT}`);
  if (entryBytes < 128 || entryBytes > ENTRY_BYTES_LIMIT) fail(`an entry of ${entryBytes} bytes`);
  return {
    diskGuid: parseGuid(header.subarray(56, 72)),
    sector: sectorAt(header, 24),
    otherSector: sectorAt(header, 32),
    firstUsable: sectorAt(header, 40),
    lastUsable: sectorAt(header, 48),
    entriesSector: sectorAt(header, 72),
    entryCount,
    entryBytes,
    entriesCrc: header.readUInt32LE(88),
  };
}

/**
 * Reads the entries that a header speaks of; `numbers` counts those that are not empty from 1.
 *
 * @throws BuildError GPT_BAD when they are cut short or their checksum is wrong
 */
export function parseGptEntries(
  entries: Uint8Array,
  header: Pick<GptHeader, 'entryCount' | 'entryBytes' | 'entriesCrc'>,
): (GptPartition & { readonly number: number })[] {
  const { entryCount, entryBytes } = header;
  if (entries.length !== entryCount * entryBytes) fail('it ends before the last entry');
  if (crc32(entries) !== header.entriesCrc) fail('the checksum of the entries is wrong');
  const data = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength);
  const partitions: (GptPartition & { number: number })[] = [];
  for (let index = 0; index < entryCount; index += 1) {
    const entry = data.subarray(index * entryBytes, (index + 1) * entryBytes);
    if (entry.subarray(0, 16).some((byte) => byte !== 0)) {
      partitions.push({ ...parseEntry(entry), number: index + 1 });
    }
  }
  return partitions;
}

function parseEntry(entry: Buffer): GptPartition {
  const attributes = entry.readBigUInt64LE(48);
  const name = entry.toString('utf16le', 56, 128);
  const end = name.indexOf('\0');
  return {
    type: parseGuid(entry.subarray(0, 16)),
    guid: parseGuid(entry.subarray(16, 32)),
    name: end === -1 ? name : name.slice(0, end),
    firstSector: sectorAt(entry, 32),
    lastSector: sectorAt(entry, 40),
    ...(attributes === 0n ? {} : { attributes }),
  };
}

function sectorAt(bytes: Buffer, offset: number): number {
  const sector = bytes.readBigUInt64LE(offset);
  // Offsets in bytes must stay exact numbers as well.
  if (sector > BigInt(Math.floor(Number.MAX_SAFE_INTEGER / SECTOR_BYTES)))
    fail(`sector ${sector} is out of bounds`);
  return Number(sector);
}

function fail(what: string): never {
  throw new BuildError<GptCode>('GPT_BAD', `not a GUID partition table: ${what}`);
}
