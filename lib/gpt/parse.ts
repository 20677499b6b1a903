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

/**
 * Reads the table at the start of a disk: at least `GPT_HEAD_BYTES` of it. `sectors` of the result
 * is told by where the backup header is.
 *
 * @throws BuildError GPT_BAD for a missing signature, a wrong checksum or entries out of bounds
 */
export function parseGpt(bytes: Uint8Array): GptTable {
  const disk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (disk.length < 2 * SECTOR_BYTES) fail('it ends before the header');
  const header = disk.subarray(SECTOR_BYTES, 2 * SECTOR_BYTES);
  if (header.toString('latin1', 0, 8) !== 'EFI PART')
    fail('the header does not start with "EFI PART"');
  const headerBytes = header.readUInt32LE(12);
  if (headerBytes < 92 || headerBytes > SECTOR_BYTES)
    fail(`the header says that it has ${headerBytes} bytes`);
  const summed = Buffer.from(header.subarray(0, headerBytes));
  summed.writeUInt32LE(0, 16);
  if (crc32(summed) !== header.readUInt32LE(16)) fail('the checksum of the header is wrong');

  const entriesAt = sectorAt(header, 72) * SECTOR_BYTES;
  const count = header.readUInt32LE(80);
  const entryBytes = header.readUInt32LE(84);
  if (count > ENTRY_COUNT_LIMIT) fail(`it has ${count} entries, more than ${ENTRY_COUNT_LIMIT}`);
  if (entryBytes < 128 || entryBytes > ENTRY_BYTES_LIMIT) fail(`an entry of ${entryBytes} bytes`);
  const entries = disk.subarray(entriesAt, entriesAt + count * entryBytes);
  if (entries.length !== count * entryBytes) fail('it ends before the last entry');
  if (crc32(entries) !== header.readUInt32LE(88)) fail('the checksum of the entries is wrong');

  const partitions: GptPartition[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = entries.subarray(index * entryBytes, (index + 1) * entryBytes);
    if (entry.subarray(0, 16).some((byte) => byte !== 0)) partitions.push(parseEntry(entry));
  }
  return {
    diskGuid: parseGuid(header.subarray(56, 72)),
    sectors: sectorAt(header, 32) + 1,
    partitions,
  };
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
