import { crc32c } from '../core/crc32c.ts';
import {
  VHDX_BLOCK,
  VHDX_GUIDS,
  VHDX_HEADER_BYTES,
  VHDX_METADATA_TABLE_BYTES,
  VHDX_PLACES,
  VHDX_REGION_TABLE_BYTES,
} from './parse.ts';

/** [MS-VHDX] 2.6.2.2: "the value MUST be at most 64 TB". */
export const VHDX_MAX_BYTES = 64 * 2 ** 40;

const MIB = 2 ** 20;
const SECTOR = 512;
/** Sectors that one sector bitmap block describes. */
const BITMAP_SECTORS = 2 ** 23;
const LOG_BYTES = MIB;
const METADATA_BYTES = MIB;
/** Above this the table would grow beyond reason with blocks of 1 MiB. */
const SMALL_BLOCKS_UP_TO_BYTES = 2 ** 40;

/** A disk as a dynamic VHDX. */
export interface VhdxDisk {
  readonly sizeBytes: number;
  /** GUIDs. The first two change whenever the file or the disk is written to. */
  readonly fileWriteId: string;
  readonly dataWriteId: string;
  /** Of the disk itself, as SCSI's page 83 tells it. */
  readonly diskId: string;
}

/**
 * Returns the bytes of a payload block: 1 MiB, with which a sparse ext4 takes least room (Microsoft's
 * advice for Linux guests); 32 MiB for very large disks.
 */
export function vhdxBlockBytes(sizeBytes: number): number {
  return sizeBytes <= SMALL_BLOCKS_UP_TO_BYTES ? MIB : 32 * MIB;
}

/**
 * Returns all that stands before the payload blocks. These follow it without a gap, in the order of
 * `blocks`: those of the disk that are not all zeros, in rising order. The log is empty. Source:
 * [MS-VHDX] 2.1 to 2.6.
 */
export function formatVhdxHead(disk: VhdxDisk, blocks: Iterable<number>): Buffer {
  const blockBytes = vhdxBlockBytes(disk.sizeBytes);
  const count = Math.ceil(disk.sizeBytes / blockBytes);
  const chunkRatio = (BITMAP_SECTORS * SECTOR) / blockBytes;
  const entries = count + Math.floor((count - 1) / chunkRatio);
  const batBytes = Math.ceil((entries * 8) / MIB) * MIB;
  const metadataOffset = MIB + LOG_BYTES;
  const batOffset = metadataOffset + METADATA_BYTES;
  const head = Buffer.alloc(batOffset + batBytes);

  head.write('vhdxfile', 'latin1');
  for (const [index, place] of VHDX_PLACES.headers.entries()) {
    formatHeader(disk, index).copy(head, place);
  }
  const regions = formatRegions([
    { guid: VHDX_GUIDS.batRegion, offset: batOffset, sizeBytes: batBytes },
    { guid: VHDX_GUIDS.metadataRegion, offset: metadataOffset, sizeBytes: METADATA_BYTES },
  ]);
  for (const place of VHDX_PLACES.regionTables) regions.copy(head, place);
  formatMetadata(disk, blockBytes).copy(head, metadataOffset);

  const bat = head.subarray(batOffset);
  // Blocks that are not there read as what was there before; those of zeros read as zeros.
  for (let block = 0; block < count; block += 1) {
    bat.writeUInt32LE(VHDX_BLOCK.zero, (block + Math.floor(block / chunkRatio)) * 8);
  }
  let offsetMib = head.length / MIB;
  for (const block of blocks) {
    const at = (block + Math.floor(block / chunkRatio)) * 8;
    bat.writeBigUInt64LE((BigInt(offsetMib) << 20n) | BigInt(VHDX_BLOCK.fullyPresent), at);
    offsetMib += blockBytes / MIB;
  }
  return head;
}

/** The second header has the higher sequence number, and is the one that counts. */
function formatHeader(disk: VhdxDisk, index: number): Buffer {
  const header = Buffer.alloc(VHDX_HEADER_BYTES);
  header.write('head', 'latin1');
  header.writeBigUInt64LE(BigInt(index + 1), 8);
  formatGuid(disk.fileWriteId).copy(header, 16);
  formatGuid(disk.dataWriteId).copy(header, 32);
  // Of the log: no id, for there is nothing in it to replay; version 0.
  header.writeUInt16LE(1, 66);
  header.writeUInt32LE(LOG_BYTES, 68);
  header.writeBigUInt64LE(BigInt(MIB), 72);
  return withChecksum(header);
}

function formatRegions(
  regions: readonly {
    readonly guid: string;
    readonly offset: number;
    readonly sizeBytes: number;
  }[],
): Buffer {
  const table = Buffer.alloc(VHDX_REGION_TABLE_BYTES);
  table.write('regi', 'latin1');
  table.writeUInt32LE(regions.length, 8);
  for (const [index, { guid, offset, sizeBytes }] of regions.entries()) {
    const at = 16 + index * 32;
    formatGuid(guid).copy(table, at);
    table.writeBigUInt64LE(BigInt(offset), at + 16);
    table.writeUInt32LE(sizeBytes, at + 24);
    table.writeUInt32LE(1, at + 28);
  }
  return withChecksum(table);
}

/** [MS-VHDX] 2.6.1.2: whether an item is of the virtual disk rather than of the file. */
const OF_DISK = 2;
const REQUIRED = 4;

function formatMetadata(disk: VhdxDisk, blockBytes: number): Buffer {
  const parameters = Buffer.alloc(8);
  parameters.writeUInt32LE(blockBytes);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(disk.sizeBytes));
  const logicalSector = Buffer.alloc(4);
  logicalSector.writeUInt32LE(SECTOR);
  const physicalSector = Buffer.alloc(4);
  physicalSector.writeUInt32LE(4096);
  const items = [
    { guid: VHDX_GUIDS.fileParameters, flags: REQUIRED, value: parameters },
    { guid: VHDX_GUIDS.diskSize, flags: REQUIRED | OF_DISK, value: size },
    { guid: VHDX_GUIDS.diskId, flags: REQUIRED | OF_DISK, value: formatGuid(disk.diskId) },
    { guid: VHDX_GUIDS.logicalSector, flags: REQUIRED | OF_DISK, value: logicalSector },
    { guid: VHDX_GUIDS.physicalSector, flags: REQUIRED | OF_DISK, value: physicalSector },
  ];
  const metadata = Buffer.alloc(METADATA_BYTES);
  metadata.write('metadata', 'latin1');
  metadata.writeUInt16LE(items.length, 10);
  let offset = VHDX_METADATA_TABLE_BYTES;
  for (const [index, { guid, flags, value }] of items.entries()) {
    const at = 32 + index * 32;
    formatGuid(guid).copy(metadata, at);
    metadata.writeUInt32LE(offset, at + 16);
    metadata.writeUInt32LE(value.length, at + 20);
    metadata.writeUInt32LE(flags, at + 24);
    metadata.set(value, offset);
    offset += value.length;
  }
  return metadata;
}

/** The checksum is over all bytes, its own taken as zero. */
function withChecksum(structure: Buffer): Buffer {
  structure.writeUInt32LE(crc32c(structure), 4);
  return structure;
}

/** GUIDs are stored with their first three fields little-endian ([MS-DTYP] 2.3.4.2). */
function formatGuid(text: string): Buffer {
  const fields = text.split('-').map((field) => Buffer.from(field, 'hex'));
  return Buffer.concat(fields.map((field, index) => (index < 3 ? field.reverse() : field)));
}
