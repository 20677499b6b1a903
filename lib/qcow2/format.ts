import { QCOW2_INCOMPATIBLE } from './parse.ts';

/** Bytes of a cluster of the images we write: QEMU's own default. */
export const QCOW2_CLUSTER_BYTES = 64 * 1024;
/** What the driver of zlib clusters inflates with: a window of 4 KiB. */
export const QCOW2_ZLIB_WINDOW_BITS = 12 as const;

const HEADER_BYTES = 112;
const TABLE_ENTRIES = QCOW2_CLUSTER_BYTES / 8;
const REFCOUNTS_PER_BLOCK = QCOW2_CLUSTER_BYTES / 2;
/** "Compressed Clusters Descriptor": sectors are counted above this bit of the upper half. */
const SECTOR_COUNT_SHIFT = 22;
/** Bit 63: nothing else uses the cluster. */
const EXCLUSIVE = 0x8000_0000;
/** Bit 62: compressed. */
const COMPRESSED = 0x4000_0000;

/**
 * Lays out a qcow2 image of version 3 while its clusters are written, one after the other: the header
 * at the start, then the clusters, then all tables. Clusters that are not added read as zeros. Source:
 * QEMU, docs/interop/qcow2.txt.
 */
export class Qcow2Layout {
  private readonly sizeBytes: number;
  private readonly compression: 'zlib' | 'zstd';
  private readonly l2Tables = new Map<number, Buffer>();
  /** Users of each cluster of the file. */
  private refcounts = new Uint16Array(1024);
  /** Where the next compressed cluster goes. */
  private end = QCOW2_CLUSTER_BYTES;

  constructor(sizeBytes: number, compression: 'zlib' | 'zstd') {
    this.sizeBytes = sizeBytes;
    this.compression = compression;
  }

  /** Returns where in the file the whole cluster `index` has to be written. */
  addPlain(index: number): number {
    const offset = roundUp(this.end);
    this.refer(offset, QCOW2_CLUSTER_BYTES);
    this.setEntry(index, (EXCLUSIVE | Math.floor(offset / 2 ** 32)) >>> 0, offset);
    this.end = offset + QCOW2_CLUSTER_BYTES;
    return offset;
  }

  /** Returns where in the file the `sizeBytes` of compressed cluster `index` have to be written. */
  addCompressed(index: number, sizeBytes: number): number {
    const offset = this.end;
    this.end += sizeBytes;
    this.refer(offset, sizeBytes);
    const sectors = Math.floor((this.end - 1) / 512) - Math.floor(offset / 512);
    const upper = COMPRESSED | (sectors << SECTOR_COUNT_SHIFT) | Math.floor(offset / 2 ** 32);
    this.setEntry(index, upper >>> 0, offset);
    return offset;
  }

  /** Returns the header for byte 0, and the tables, which end the file, for `offset`. */
  finish(): { readonly header: Buffer; readonly offset: number; readonly tables: Buffer } {
    const offset = roundUp(this.end);
    const l1Entries = Math.ceil(this.sizeBytes / (QCOW2_CLUSTER_BYTES * TABLE_ENTRIES));
    const l1 = Buffer.alloc(roundUp(l1Entries * 8));
    const l2Tables = [...this.l2Tables].sort(([a], [b]) => a - b);
    for (const [order, [index]] of l2Tables.entries()) {
      writeOffset(l1, index * 8, offset + order * QCOW2_CLUSTER_BYTES, EXCLUSIVE);
    }
    const l1Offset = offset + l2Tables.length * QCOW2_CLUSTER_BYTES;
    const refcounts = this.formatRefcounts(l1Offset + l1.length);
    const header = this.formatHeader({
      l1: { offset: l1Offset, entries: l1Entries },
      refcountTable: { offset: refcounts.tableOffset, clusters: refcounts.tableClusters },
    });
    const tables = [...l2Tables.map(([, table]) => table), l1, refcounts.bytes];
    return { header, offset, tables: Buffer.concat(tables) };
  }

  /** Blocks of reference counts, which begin at `offset`, and their table after them. */
  private formatRefcounts(offset: number) {
    const before = offset / QCOW2_CLUSTER_BYTES;
    let blocks = 1;
    let tableClusters = 1;
    for (;;) {
      const clusters = before + blocks + tableClusters;
      const needed = Math.ceil(clusters / REFCOUNTS_PER_BLOCK);
      const neededTable = Math.ceil((needed * 8) / QCOW2_CLUSTER_BYTES);
      if (needed <= blocks && neededTable <= tableClusters) break;
      blocks = needed;
      tableClusters = neededTable;
    }
    const counts = Buffer.alloc(blocks * QCOW2_CLUSTER_BYTES);
    const tablesFrom = roundUp(this.end) / QCOW2_CLUSTER_BYTES;
    counts.writeUInt16BE(1, 0);
    for (let cluster = 1; cluster < before + blocks + tableClusters; cluster += 1) {
      counts.writeUInt16BE(cluster < tablesFrom ? (this.refcounts[cluster] ?? 0) : 1, cluster * 2);
    }
    const table = Buffer.alloc(tableClusters * QCOW2_CLUSTER_BYTES);
    for (let block = 0; block < blocks; block += 1) {
      writeOffset(table, block * 8, offset + block * QCOW2_CLUSTER_BYTES);
    }
    return {
      bytes: Buffer.concat([counts, table]),
      tableOffset: offset + counts.length,
      tableClusters,
    };
  }

  private formatHeader(places: {
    readonly l1: { readonly offset: number; readonly entries: number };
    readonly refcountTable: { readonly offset: number; readonly clusters: number };
  }): Buffer {
    // Zeros after the fields are the mark that ends the header extensions.
    const header = Buffer.alloc(QCOW2_CLUSTER_BYTES);
    header.write('QFI\xfb', 'latin1');
    header.writeUInt32BE(3, 4);
    header.writeUInt32BE(Math.log2(QCOW2_CLUSTER_BYTES), 20);
    header.writeBigUInt64BE(BigInt(this.sizeBytes), 24);
    header.writeUInt32BE(places.l1.entries, 36);
    writeOffset(header, 40, places.l1.offset);
    writeOffset(header, 48, places.refcountTable.offset);
    header.writeUInt32BE(places.refcountTable.clusters, 56);
    const isZstd = this.compression === 'zstd';
    header.writeBigUInt64BE(isZstd ? QCOW2_INCOMPATIBLE.compression : 0n, 72);
    header.writeUInt32BE(4, 96);
    header.writeUInt32BE(HEADER_BYTES, 100);
    header.writeUInt8(isZstd ? 1 : 0, 104);
    return header;
  }

  private setEntry(index: number, upper: number, offset: number): void {
    const tableIndex = Math.floor(index / TABLE_ENTRIES);
    let table = this.l2Tables.get(tableIndex);
    if (table === undefined) {
      table = Buffer.alloc(QCOW2_CLUSTER_BYTES);
      this.l2Tables.set(tableIndex, table);
    }
    const at = (index % TABLE_ENTRIES) * 8;
    table.writeUInt32BE(upper, at);
    table.writeUInt32BE(offset % 2 ** 32, at + 4);
  }

  private refer(offset: number, sizeBytes: number): void {
    const first = Math.floor(offset / QCOW2_CLUSTER_BYTES);
    const last = Math.floor((offset + sizeBytes - 1) / QCOW2_CLUSTER_BYTES);
    if (last >= this.refcounts.length) {
      const larger = new Uint16Array(Math.max(last + 1, this.refcounts.length * 2));
      larger.set(this.refcounts);
      this.refcounts = larger;
    }
    for (let cluster = first; cluster <= last; cluster += 1) {
      this.refcounts[cluster] = (this.refcounts[cluster] ?? 0) + 1;
    }
  }
}

function writeOffset(table: Buffer, at: number, offset: number, flags = 0): void {
  table.writeUInt32BE((flags | Math.floor(offset / 2 ** 32)) >>> 0, at);
  table.writeUInt32BE(offset % 2 ** 32, at + 4);
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / QCOW2_CLUSTER_BYTES) * QCOW2_CLUSTER_BYTES;
}
