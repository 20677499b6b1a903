import { BuildError } from '../../core/errors.ts';
import { parseL1Entry, parseL2Entry, type Qcow2Header } from '../../qcow2/parse.ts';
import { type DiskReader, isWithin } from '../disk-reader.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import { LIMITS } from '../limits.ts';

/** The most that is counted; more is as wrong. */
const MAX_COUNT = 65_535;
const OFFSET = 0x00ff_ffff_ffff_fe00n;

/** How many clusters of the disk are stored in which way. */
export interface ClusterUse {
  plain: number;
  compressed: number;
  zero: number;
}

/**
 * Follows every table of a qcow2 image and compares what they use with the reference counts, as
 * `qemu-img check` does. Reads each table once: one that two entries lead to is a finding.
 */
export async function checkQcow2Clusters(
  file: DiskReader,
  header: Qcow2Header,
  l1: Buffer,
  findings: Findings,
): Promise<ClusterUse> {
  const { clusterBytes } = header;
  const clusters = Math.ceil(file.sizeBytes / clusterBytes);
  const uses = new Uint16Array(clusters);
  const markUse = (offset: number, length: number, what: string, isAligned = true) => {
    if (isAligned && offset % clusterBytes !== 0) {
      findings.add('qcow2-aligned', `${what} is at ${offset}`);
      return false;
    }
    // The file may end within its last cluster.
    if (!isWithin(offset, length, clusters * clusterBytes)) {
      findings.add('qcow2-bounds', `${what} at ${offset}, the file has ${file.sizeBytes} bytes`);
      return false;
    }
    const last = Math.floor((offset + Math.max(length, 1) - 1) / clusterBytes);
    for (let at = Math.floor(offset / clusterBytes); at <= last; at += 1) {
      uses[at] = Math.min((uses[at] ?? 0) + 1, MAX_COUNT);
    }
    return true;
  };

  markUse(0, clusterBytes, 'the header');
  markUse(header.l1.offset, l1.length, 'the L1 table');
  const counts = await readRefcounts(file, header, clusters, markUse);
  const use: ClusterUse = { plain: 0, compressed: 0, zero: 0 };
  const checkExclusive = (offset: number, isExclusive: boolean, what: string) => {
    const count = counts[Math.floor(offset / clusterBytes)] ?? 0;
    findings.check(
      isExclusive === (count === 1),
      'qcow2-copied',
      `${what} at ${offset} has reference count ${count}, bit 63 is ${isExclusive ? 'set' : 'clear'}`,
    );
  };
  const seen = new Set<number>();
  let tables = 0;
  for (let index = 0; index < l1.length / 8; index += 1) {
    const table = parseL1Entry(l1.readBigUInt64BE(index * 8));
    if (table.offset === 0) continue;
    tables += 1;
    if (tables > LIMITS.tables) {
      throw new BuildError<InspectCode>('IMAGE_LIMIT', `more than ${LIMITS.tables} L2 tables`);
    }
    if (seen.has(table.offset)) {
      findings.add('qcow2-overlap', `two entries of the L1 table lead to ${table.offset}`);
      continue;
    }
    seen.add(table.offset);
    if (!markUse(table.offset, clusterBytes, `L2 table ${index}`)) continue;
    if (table.offset + clusterBytes > file.sizeBytes) {
      findings.add('qcow2-bounds', `L2 table ${index} at ${table.offset} is cut short`);
      continue;
    }
    checkExclusive(table.offset, table.isExclusive, `L2 table ${index}`);
    const entries = await file.read(table.offset, clusterBytes);
    for (let at = 0; at < clusterBytes; at += 8) {
      const raw = entries.readBigUInt64BE(at);
      if (raw === 0n) continue;
      const cluster = parseL2Entry(raw, header);
      switch (cluster.kind) {
        case 'none':
          break;
        case 'zero':
          use.zero += 1;
          if (cluster.offset !== 0) markUse(cluster.offset, clusterBytes, 'a cluster');
          break;
        case 'plain':
          use.plain += 1;
          if (markUse(cluster.offset, clusterBytes, 'a cluster')) {
            checkExclusive(cluster.offset, cluster.isExclusive, 'a cluster');
          }
          break;
        case 'compressed': {
          use.compressed += 1;
          // The last sector may lie behind the end of the file.
          const length = Math.min(cluster.limitBytes, clusters * clusterBytes - cluster.offset);
          markUse(cluster.offset, Math.max(length, 1), 'a compressed cluster', false);
          findings.check(
            !cluster.isExclusive,
            'qcow2-copied',
            `the compressed cluster at ${cluster.offset} has bit 63 set`,
          );
          break;
        }
      }
    }
  }
  // Snapshots and bitmaps use clusters, too, that were not followed.
  const isAllSeen = header.snapshots.count === 0 && header.features.autoclear === 0n;
  for (const [index, count] of counts.entries()) {
    const used = uses[index] ?? 0;
    if (used > count && isAllSeen) {
      findings.add(
        'qcow2-refcount',
        `the cluster at ${index * clusterBytes} is used ${used} times, its reference count is ${count}`,
      );
    } else if (used < count && isAllSeen) {
      findings.add(
        'qcow2-leak',
        `the cluster at ${index * clusterBytes} is used ${used} times, its reference count is ${count}`,
      );
    }
  }
  return use;
}

/** Reads the reference counts of the clusters that the file has. */
async function readRefcounts(
  file: DiskReader,
  { clusterBytes, refcounts }: Qcow2Header,
  clusters: number,
  markUse: (offset: number, length: number, what: string) => boolean,
): Promise<Uint16Array> {
  const counts = new Uint16Array(clusters);
  const { bits, offset } = refcounts;
  const perBlock = (clusterBytes * 8) / bits;
  const tableBytes = refcounts.clusters * clusterBytes;
  if (!markUse(offset, tableBytes, 'the table of reference counts')) return counts;
  // Only as much of it as the file can need; the rest may be anything.
  const neededBytes = Math.min(tableBytes, Math.ceil(clusters / perBlock) * 8);
  if (offset + neededBytes > file.sizeBytes) return counts;
  const table = await file.read(offset, neededBytes);
  for (let index = 0; index * 8 < table.length; index += 1) {
    const blockOffset = Number(table.readBigUInt64BE(index * 8) & OFFSET);
    if (blockOffset === 0) continue;
    if (!markUse(blockOffset, clusterBytes, 'a block of reference counts')) continue;
    if (blockOffset + clusterBytes > file.sizeBytes) continue;
    const block = await file.read(blockOffset, clusterBytes);
    const first = index * perBlock;
    for (let at = 0; at < perBlock && first + at < clusters; at += 1) {
      counts[first + at] = Math.min(refcountAt(block, at, bits), MAX_COUNT);
    }
  }
  return counts;
}

function refcountAt(block: Buffer, index: number, bits: number): number {
  switch (bits) {
    case 8:
      return block.readUInt8(index);
    case 16:
      return block.readUInt16BE(index * 2);
    case 32:
      return block.readUInt32BE(index * 4);
    case 64:
      return Number(block.readBigUInt64BE(index * 8));
    default: {
      // Several in a byte, the lowest bits first.
      const at = index * bits;
      return (block.readUInt8(Math.floor(at / 8)) >> (at % 8)) & (2 ** bits - 1);
    }
  }
}
