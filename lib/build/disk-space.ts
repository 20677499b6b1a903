import { formatBytes } from '../core/bytes.ts';
import {
  findRemovable,
  isSameFilesystem,
  type Removable,
  readFreeBytes,
} from '../host/disk-space.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import type { Remix } from '../remix/remix.ts';
import { type DiskNeed, estimateDiskNeed } from './disk-need.ts';

/** Whether a remix can be built on the disk that is there. */
export interface DiskReport {
  readonly need: DiskNeed;
  /** Of the file systems that would be too small. */
  readonly short: readonly {
    readonly path: string;
    readonly needBytes: number;
    readonly freeBytes: number;
  }[];
  /** What could go, largest first; looked for only where the disk is too small. */
  readonly removable: readonly Removable[];
  /** For people. */
  readonly lines: readonly string[];
}

/** Compares what building a remix takes, by estimate, with what is free for its store and results. */
export async function checkDiskSpace(
  remix: Remix,
  lockfile: Lockfile,
  { storePath, outDir }: { readonly storePath: string; readonly outDir: string },
): Promise<DiskReport> {
  const need = estimateDiskNeed(remix, lockfile);
  const { storeBytes, workBytes, outputBytes } = need;
  const places = (await isSameFilesystem(storePath, outDir))
    ? [{ path: outDir, needBytes: need.bytes }]
    : [
        { path: storePath, needBytes: storeBytes + workBytes },
        { path: outDir, needBytes: outputBytes },
      ];
  const measured = await Promise.all(
    places.map(async (place) => ({ ...place, freeBytes: await readFreeBytes(place.path) })),
  );
  const short = measured.filter(({ needBytes, freeBytes }) => freeBytes < needBytes);
  const removable = short.length === 0 ? [] : await findRemovable();
  const lines = [
    ...measured.map(
      ({ path, needBytes, freeBytes }) =>
        `disk      ${freeBytes < needBytes ? 'TOO SMALL: ' : ''}${remix.name} takes about ${formatBytes(needBytes)} in ${path}, ${formatBytes(freeBytes)} are free`,
    ),
    ...removable.map(
      ({ path, sizeBytes }) => `          could go: ${path} (${formatBytes(sizeBytes)})`,
    ),
  ];
  return { need, short, removable, lines };
}
