import { crc32 } from 'node:zlib';
import { BuildError } from '../core/errors.ts';
import type { GptCode } from './errors.ts';
import { formatGuid } from './guid.ts';
import { type GptPartition, type GptTable, SECTOR_BYTES } from './table.ts';

const HEADER_BYTES = 92;
const ENTRY_BYTES = 128;
const ENTRY_COUNT = 128;
const ENTRY_SECTORS = (ENTRY_BYTES * ENTRY_COUNT) / SECTOR_BYTES;
const REVISION = 0x0001_0000;

/** First and last sector that partitions of a disk of `sectors` sectors may use. */
export function usableSectors(sectors: number): { first: number; last: number } {
  return { first: 2 + ENTRY_SECTORS, last: sectors - ENTRY_SECTORS - 2 };
}

/**
 * Returns the two ends of a disk with this table: `head` (protective MBR, header, entries) starts
 * at byte 0, `tail` (entries, backup header) ends with the disk. Both are a function of `table`
 * alone. Layout: UEFI 2.10 chapter 5.
 *
 * @throws BuildError GPT_LAYOUT when partitions overlap or lie outside the disk; GUID_BAD
 */
export function formatGpt(table: GptTable): { head: Uint8Array; tail: Uint8Array } {
  assertLayout(table);
  const entries = Buffer.alloc(ENTRY_BYTES * ENTRY_COUNT);
  for (const [index, partition] of table.partitions.entries()) {
    writeEntry(entries.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES), partition);
  }
  const last = table.sectors - 1;
  const primary = formatHeader(table, entries, { here: 1, other: last, entriesAt: 2 });
  const backup = formatHeader(table, entries, {
    here: last,
    other: 1,
    entriesAt: last - ENTRY_SECTORS,
  });
  return {
    head: Buffer.concat([formatProtectiveMbr(table.sectors), primary, entries]),
    tail: Buffer.concat([entries, backup]),
  };
}

/** A record of type 0xEE over the whole disk, so that tools without GPT see it as taken. */
function formatProtectiveMbr(sectors: number): Buffer {
  const mbr = Buffer.alloc(SECTOR_BYTES);
  const record = mbr.subarray(446, 462);
  record.set([0x00, 0x00, 0x02, 0x00, 0xee, 0xff, 0xff, 0xff]);
  record.writeUInt32LE(1, 8);
  record.writeUInt32LE(Math.min(sectors - 1, 0xffff_ffff), 12);
  mbr.writeUInt16LE(0xaa55, 510);
  return mbr;
}

function formatHeader(
  table: GptTable,
  entries: Buffer,
  at: { here: number; other: number; entriesAt: number },
): Buffer {
  const usable = usableSectors(table.sectors);
  const header = Buffer.alloc(SECTOR_BYTES);
  header.write('EFI PART', 0, 'latin1');
  header.writeUInt32LE(REVISION, 8);
  header.writeUInt32LE(HEADER_BYTES, 12);
  header.writeBigUInt64LE(BigInt(at.here), 24);
  header.writeBigUInt64LE(BigInt(at.other), 32);
  header.writeBigUInt64LE(BigInt(usable.first), 40);
  header.writeBigUInt64LE(BigInt(usable.last), 48);
  header.set(formatGuid(table.diskGuid), 56);
  header.writeBigUInt64LE(BigInt(at.entriesAt), 72);
  header.writeUInt32LE(ENTRY_COUNT, 80);
  header.writeUInt32LE(ENTRY_BYTES, 84);
  header.writeUInt32LE(crc32(entries), 88);
  header.writeUInt32LE(crc32(header.subarray(0, HEADER_BYTES)), 16);
  return header;
}

function writeEntry(entry: Buffer, partition: GptPartition): void {
  entry.set(formatGuid(partition.type), 0);
  entry.set(formatGuid(partition.guid), 16);
  entry.writeBigUInt64LE(BigInt(partition.firstSector), 32);
  entry.writeBigUInt64LE(BigInt(partition.lastSector), 40);
  entry.writeBigUInt64LE(partition.attributes ?? 0n, 48);
  entry.write(partition.name, 56, 'utf16le');
}

function assertLayout(table: GptTable): void {
  const fail = (what: string) => {
    throw new BuildError<GptCode>('GPT_LAYOUT', what);
  };
  const usable = usableSectors(table.sectors);
  if (!Number.isSafeInteger(table.sectors) || usable.last < usable.first) {
    fail(`a disk of ${table.sectors} sectors has no room for a GUID partition table`);
  }
  if (table.partitions.length > ENTRY_COUNT) fail(`more than ${ENTRY_COUNT} partitions`);
  let free = usable.first;
  for (const { name, firstSector, lastSector } of table.partitions) {
    if (name.length > 36) fail(`partition name is longer than 36 characters: ${name}`);
    if (firstSector < free || lastSector < firstSector || lastSector > usable.last) {
      fail(
        `partition ${name} (sectors ${firstSector} to ${lastSector}) does not lie within sectors ${free} to ${usable.last}`,
      );
    }
    free = lastSector + 1;
  }
}
