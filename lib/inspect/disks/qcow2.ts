import {
  parseL1Entry,
  parseL2Entry,
  type Qcow2Cluster,
  type Qcow2Header,
} from '../../qcow2/parse.ts';
import type { DiskReader } from '../disk-reader.ts';
import { readUpTo } from '../disk-reader.ts';
import { cached, openBlocks } from './blocks.ts';
import { inflateBlock } from './inflate.ts';

/** Returns a reader of the disk in a qcow2 image; `l1` is its L1 table. */
export function openQcow2Disk(file: DiskReader, header: Qcow2Header, l1: Buffer): DiskReader {
  const { clusterBytes } = header;
  const tableEntries = clusterBytes / 8;
  const loadTable = cached((offset) => file.read(offset, clusterBytes), 64);
  const loadCompressed = cached(async (index) => inflateCluster(file, header, await find(index)));

  async function find(index: number): Promise<Qcow2Cluster> {
    const { offset } = parseL1Entry(l1.readBigUInt64BE(Math.floor(index / tableEntries) * 8));
    if (offset === 0) return { kind: 'none' };
    const table = await loadTable(offset);
    return parseL2Entry(table.readBigUInt64BE((index % tableEntries) * 8), header);
  }

  return openBlocks({
    sizeBytes: header.sizeBytes,
    blockBytes: clusterBytes,
    readBlock: async (index, from, length) => {
      const cluster = await find(index);
      switch (cluster.kind) {
        case 'none':
        case 'zero':
          return undefined;
        case 'plain':
          return file.read(cluster.offset + from, length);
        case 'compressed':
          return (await loadCompressed(index)).subarray(from, from + length);
      }
    },
  });
}

async function inflateCluster(
  file: DiskReader,
  { clusterBytes, compression }: Qcow2Header,
  cluster: Qcow2Cluster,
): Promise<Buffer> {
  if (cluster.kind !== 'compressed') throw new TypeError('not a compressed cluster');
  // The descriptor counts whole sectors; the file may end within the last.
  const bytes = await readUpTo(file, cluster.offset, cluster.limitBytes);
  const method = compression === 'zstd' ? 'zstd' : 'deflate';
  return inflateBlock(bytes, method, clusterBytes, `the cluster at ${cluster.offset}`);
}
