import { VMDK_FLAG, VMDK_HEADER_BYTES, VMDK_MARKER } from './parse.ts';

/** Bytes of the disk in a grain: the only size that ESX takes. */
export const VMDK_GRAIN_BYTES = 64 * 1024;
/** Sectors are counted in 32 bits, in the extent and of its file. */
export const VMDK_MAX_BYTES = 2 ** 32 * 512;

const SECTOR = 512;
const TABLE_ENTRIES = 512;
const DESCRIPTOR_SECTORS = 20;
/** Grains begin at one boundary of a grain, as QEMU and VMware's own tools have them. */
const OVERHEAD_SECTORS = 128;
const AT_END = 0xffff_ffff_ffff_ffffn;

/** A disk in VMware's streamOptimized form. */
export interface VmdkDisk {
  readonly sizeBytes: number;
  /** Content id: tells whether a disk has changed since. Not 0xfffffffe or 0xffffffff. */
  readonly contentId: number;
  /** The same, longer: 32 hexadecimal digits. */
  readonly longContentId: string;
  readonly adapter: 'lsilogic' | 'ide';
}

/**
 * Makes the parts of a streamOptimized extent in the order in which they stand in the file: `head`,
 * then each grain that is not all zeros, in rising order, then `finish`. Source: VMware, Virtual Disk
 * Format 5.0, "Stream-Optimized Compressed Sparse Extents".
 */
export class VmdkStream {
  private readonly disk: VmdkDisk;
  /** Sector of each grain of the table that is being filled. */
  private table = Buffer.alloc(TABLE_ENTRIES * 4);
  private tableIndex = -1;
  private readonly directory: Buffer;
  private sector = OVERHEAD_SECTORS;

  constructor(disk: VmdkDisk) {
    this.disk = disk;
    const tables = Math.ceil(disk.sizeBytes / (VMDK_GRAIN_BYTES * TABLE_ENTRIES));
    this.directory = Buffer.alloc(Math.ceil((tables * 4) / SECTOR) * SECTOR);
  }

  /** Returns all that stands before the first grain. */
  head(): Buffer {
    const head = Buffer.alloc(OVERHEAD_SECTORS * SECTOR);
    this.formatHeader(AT_END).copy(head);
    head.write(formatVmdkDescriptor(this.disk), SECTOR);
    return head;
  }

  /** Returns what stands in the file for a grain that a zlib stream holds. */
  grain(index: number, zlib: readonly Uint8Array[]): Uint8Array[] {
    const tableIndex = Math.floor(index / TABLE_ENTRIES);
    const parts = tableIndex === this.tableIndex ? [] : this.flushTable();
    this.tableIndex = tableIndex;
    this.table.writeUInt32LE(this.sector, (index % TABLE_ENTRIES) * 4);
    const marker = Buffer.alloc(12);
    const zlibBytes = zlib.reduce((sum, { length }) => sum + length, 0);
    marker.writeBigUInt64LE(BigInt((index * VMDK_GRAIN_BYTES) / SECTOR), 0);
    marker.writeUInt32LE(zlibBytes, 8);
    return [...parts, ...this.pad([marker, ...zlib], marker.length + zlibBytes)];
  }

  /** Returns what ends the file: the last table, the directory, the footer. */
  finish(): Uint8Array[] {
    const parts = this.flushTable();
    const marker = formatMarker(VMDK_MARKER.directory, this.directory.length / SECTOR);
    const directorySector = BigInt(this.sector + 1);
    const directory = this.pad([marker, this.directory], SECTOR + this.directory.length);
    const footer = [
      formatMarker(VMDK_MARKER.footer, 1),
      this.formatHeader(directorySector),
      formatMarker(VMDK_MARKER.endOfStream, 0),
    ];
    return [...parts, ...directory, ...footer];
  }

  private flushTable(): Uint8Array[] {
    if (this.tableIndex === -1) return [];
    const marker = formatMarker(VMDK_MARKER.table, this.table.length / SECTOR);
    this.directory.writeUInt32LE(this.sector + 1, this.tableIndex * 4);
    const parts = this.pad([marker, this.table], SECTOR + this.table.length);
    this.table = Buffer.alloc(this.table.length);
    return parts;
  }

  /** Counts the parts, and makes them whole sectors. */
  private pad(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array[] {
    const sectors = Math.ceil(sizeBytes / SECTOR);
    this.sector += sectors;
    return [...parts, Buffer.alloc(sectors * SECTOR - sizeBytes)];
  }

  private formatHeader(directorySector: bigint): Buffer {
    const header = Buffer.alloc(VMDK_HEADER_BYTES);
    header.write('KDMV', 'latin1');
    header.writeUInt32LE(3, 4);
    header.writeUInt32LE(VMDK_FLAG.newlines | VMDK_FLAG.compressed | VMDK_FLAG.markers, 8);
    header.writeBigUInt64LE(BigInt(this.disk.sizeBytes / SECTOR), 12);
    header.writeBigUInt64LE(BigInt(VMDK_GRAIN_BYTES / SECTOR), 20);
    header.writeBigUInt64LE(1n, 28);
    header.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), 36);
    header.writeUInt32LE(TABLE_ENTRIES, 44);
    header.writeBigUInt64LE(directorySector, 56);
    header.writeBigUInt64LE(BigInt(OVERHEAD_SECTORS), 64);
    header.write('\n \r\n', 73, 'latin1');
    header.writeUInt16LE(1, 77);
    return header;
  }
}

/** Heads and sectors that VMware gives to every disk of 4 GiB or more, and that suit smaller ones. */
const HEADS = 255;
const TRACK_SECTORS = 63;
/** VMware's word for tools that the guest brings itself. */
const UNMANAGED_TOOLS = 4;
const TOOLS_VERSION = 2 ** 31 - 1;

/** Returns the text that describes the disk. Its extent is in the same file, whatever the name says. */
export function formatVmdkDescriptor(disk: VmdkDisk): string {
  const sectors = disk.sizeBytes / SECTOR;
  return `# Disk DescriptorFile
version=1
encoding="UTF-8"
CID=${disk.contentId.toString(16).padStart(8, '0')}
parentCID=ffffffff
createType="streamOptimized"

# Extent description
RW ${sectors} SPARSE "disk.vmdk"

# The Disk Data Base
#DDB

ddb.adapterType = "${disk.adapter}"
ddb.geometry.cylinders = "${Math.max(1, Math.min(65_535, Math.floor(sectors / (HEADS * TRACK_SECTORS))))}"
ddb.geometry.heads = "${HEADS}"
ddb.geometry.sectors = "${TRACK_SECTORS}"
ddb.longContentID = "${disk.longContentId}"
ddb.toolsInstallType = "${UNMANAGED_TOOLS}"
ddb.toolsVersion = "${TOOLS_VERSION}"
ddb.virtualHWVersion = "6"
`;
}

function formatMarker(type: number, sectors: number): Buffer {
  const marker = Buffer.alloc(SECTOR);
  marker.writeBigUInt64LE(BigInt(sectors), 0);
  marker.writeUInt32LE(type, 12);
  return marker;
}
