import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  parseGuid
} from "./chunk-JY3YNXT2.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/gpt/parse.ts
import { crc32 } from "node:zlib";
var ENTRY_COUNT_LIMIT = 1024, ENTRY_BYTES_LIMIT = 1024, GPT_HEAD_BYTES = 34 * 512;
function parseGpt(bytes) {
  let disk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  disk.length < 2 * 512 && fail("it ends before the header");
  let header = parseGptHeader(disk.subarray(512, 2 * 512)), entriesAt = header.entriesSector * 512, { entryCount, entryBytes } = header, entries = disk.subarray(entriesAt, entriesAt + entryCount * entryBytes);
  return {
    diskGuid: header.diskGuid,
    sectors: header.otherSector + 1,
    partitions: parseGptEntries(entries, header).map(({ number: _, ...partition }) => partition)
  };
}
function parseGptHeader(bytes) {
  let header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  header.length < 512 && fail("it ends within the header"), header.toString("latin1", 0, 8) !== "EFI PART" && fail('the header does not start with "EFI PART"');
  let headerBytes = header.readUInt32LE(12);
  (headerBytes < 92 || headerBytes > header.length) && fail(`the header says that it has ${headerBytes} bytes`);
  let summed = Buffer.from(header.subarray(0, headerBytes));
  summed.writeUInt32LE(0, 16), crc32(summed) !== header.readUInt32LE(16) && fail("the checksum of the header is wrong");
  let entryCount = header.readUInt32LE(80), entryBytes = header.readUInt32LE(84);
  return entryCount > ENTRY_COUNT_LIMIT && fail(`it has ${entryCount} entries, more than ${ENTRY_COUNT_LIMIT}`), (entryBytes < 128 || entryBytes > ENTRY_BYTES_LIMIT) && fail(`an entry of ${entryBytes} bytes`), {
    diskGuid: parseGuid(header.subarray(56, 72)),
    sector: sectorAt(header, 24),
    otherSector: sectorAt(header, 32),
    firstUsable: sectorAt(header, 40),
    lastUsable: sectorAt(header, 48),
    entriesSector: sectorAt(header, 72),
    entryCount,
    entryBytes,
    entriesCrc: header.readUInt32LE(88)
  };
}
function parseGptEntries(entries, header) {
  let { entryCount, entryBytes } = header;
  entries.length !== entryCount * entryBytes && fail("it ends before the last entry"), crc32(entries) !== header.entriesCrc && fail("the checksum of the entries is wrong");
  let data = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength), partitions = [];
  for (let index = 0; index < entryCount; index += 1) {
    let entry = data.subarray(index * entryBytes, (index + 1) * entryBytes);
    entry.subarray(0, 16).some((byte) => byte !== 0) && partitions.push({ ...parseEntry(entry), number: index + 1 });
  }
  return partitions;
}
function parseEntry(entry) {
  let attributes = entry.readBigUInt64LE(48), name = entry.toString("utf16le", 56, 128), end = name.indexOf("\0");
  return {
    type: parseGuid(entry.subarray(0, 16)),
    guid: parseGuid(entry.subarray(16, 32)),
    name: end === -1 ? name : name.slice(0, end),
    firstSector: sectorAt(entry, 32),
    lastSector: sectorAt(entry, 40),
    ...attributes === 0n ? {} : { attributes }
  };
}
function sectorAt(bytes, offset) {
  let sector = bytes.readBigUInt64LE(offset);
  return sector > BigInt(Math.floor(Number.MAX_SAFE_INTEGER / 512)) && fail(`sector ${sector} is out of bounds`), Number(sector);
}
function fail(what) {
  throw new BuildError("GPT_BAD", `not a GUID partition table: ${what}`);
}

export {
  GPT_HEAD_BYTES,
  parseGpt,
  parseGptHeader,
  parseGptEntries
};
