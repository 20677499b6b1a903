import { BuildError } from '../../core/errors.ts';
import {
  type Fat,
  type FatEntry,
  parseFat,
  parseFatDirectory,
  parseFatLink,
} from '../../filesystem/fat.ts';
import { assertWithin, type DiskReader } from '../disk-reader.ts';
import type { InspectCode } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** A file of a FAT, by its path (`EFI/BOOT/BOOTX64.EFI`). */
export interface FatFile {
  readonly path: string;
  readonly sizeBytes: number;
  open(): Promise<DiskReader>;
}

const MAX_DEPTH = 16;

/**
 * Returns every file of a FAT file system, or undefined when `disk` is none.
 *
 * @throws BuildError FILESYSTEM_BAD, IMAGE_DAMAGED, IMAGE_LIMIT, IMAGE_TRUNCATED
 */
export async function readFatFiles(disk: DiskReader): Promise<FatFile[] | undefined> {
  if (disk.sizeBytes < 512) return undefined;
  const fat = parseFat(await disk.read(0, 512));
  if (fat === undefined) return undefined;
  const table = await disk.read(fat.tableOffset, fat.tableBytes);
  const files: FatFile[] = [];
  const seen = new Set<number>();
  let count = 0;

  async function walk(entries: readonly FatEntry[], prefix: string, depth: number): Promise<void> {
    for (const entry of entries) {
      count += 1;
      if (count > LIMITS.directoryEntries || depth > MAX_DEPTH) {
        limit('a FAT with more files or deeper folders than is accepted');
      }
      if (entry.isLabel) continue;
      const path = `${prefix}${entry.name}`;
      if (!entry.isFolder) {
        const { sizeBytes, firstCluster } = entry;
        const open = async () =>
          openFatFile(disk, fat as Fat, chain(table, fat as Fat, firstCluster), sizeBytes);
        files.push({ path, sizeBytes, open });
        continue;
      }
      if (seen.has(entry.firstCluster)) {
        throw new BuildError<InspectCode>(
          'IMAGE_DAMAGED',
          `folder ${path} of a FAT is below itself`,
        );
      }
      seen.add(entry.firstCluster);
      const clusters = chain(table, fat as Fat, entry.firstCluster);
      await walk(await readFolder(disk, fat as Fat, clusters), `${path}/`, depth + 1);
    }
  }

  const root =
    fat.bits === 32
      ? await readFolder(disk, fat, chain(table, fat, fat.rootCluster))
      : parseFatDirectory(await disk.read(fat.rootOffset, fat.rootBytes));
  await walk(root, '', 0);
  return files;
}

/** The clusters of a file, as far as they are needed. */
function chain(table: Buffer, fat: Fat, first: number): number[] {
  const clusters: number[] = [];
  for (let next: number | undefined = first; next !== undefined && next !== 0; ) {
    clusters.push(next);
    if (clusters.length > fat.clusters) {
      throw new BuildError<InspectCode>('IMAGE_DAMAGED', 'a chain of clusters of a FAT has no end');
    }
    next = parseFatLink(table, next, fat);
  }
  return clusters;
}

async function readFolder(disk: DiskReader, fat: Fat, clusters: number[]): Promise<FatEntry[]> {
  const sizeBytes = clusters.length * fat.clusterBytes;
  if (sizeBytes > LIMITS.directoryBytes) limit(`a folder of ${sizeBytes} bytes in a FAT`);
  const file = openFatFile(disk, fat, clusters, sizeBytes);
  return parseFatDirectory(await file.read(0, sizeBytes));
}

function openFatFile(
  disk: DiskReader,
  fat: Fat,
  clusters: readonly number[],
  sizeBytes: number,
): DiskReader {
  if (sizeBytes > clusters.length * fat.clusterBytes) {
    throw new BuildError<InspectCode>(
      'IMAGE_DAMAGED',
      `a file of ${sizeBytes} bytes has ${clusters.length} clusters in a FAT`,
    );
  }
  const { clusterBytes, dataOffset } = fat;
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        const index = Math.floor((offsetBytes + done) / clusterBytes);
        const from = offsetBytes + done - index * clusterBytes;
        // Clusters in a row are read at once.
        let run = 1;
        while (clusters[index + run] === (clusters[index] ?? 0) + run) run += 1;
        const length = Math.min(run * clusterBytes - from, lengthBytes - done);
        const at = dataOffset + ((clusters[index] ?? 0) - 2) * clusterBytes + from;
        (await disk.read(at, length)).copy(bytes, done);
        done += length;
      }
      return bytes;
    },
    close: async () => undefined,
  };
}

function limit(what: string): never {
  throw new BuildError<InspectCode>('IMAGE_LIMIT', what);
}
