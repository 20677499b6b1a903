import type { Log } from '../core/log.ts';
import { digestFiles } from '../host/digest-files.ts';
import type { ChunkMap } from './chunk-map.ts';
import type { FlatLayout } from './flat-layout.ts';
import type { Making } from './make-writer.ts';
import type { DiskPatch, MediaFile } from './media-model.ts';
import { MediaPool } from './media-pool.ts';
import type { WorkerSettings } from './media-tasks.ts';
import { OutputFile } from './output-file.ts';
import { collectWants, type PiecesJob, writePieces } from './write-pieces.ts';
import { writeXz } from './write-xz.ts';

/** A file to make. */
export interface MediaJob {
  readonly variant: number;
  readonly making: Making;
  /** Where; nothing is there yet. */
  readonly path: string;
}

/** What all files are made of. */
export interface MediaGround {
  readonly disk: { readonly path: string; readonly sizeBytes: number };
  readonly usedChunks: ChunkMap;
  /** Patches of each variant of the disk, and what is on it then. */
  readonly variants: readonly (readonly DiskPatch[])[];
  readonly variantChunks: readonly ChunkMap[];
  readonly threads: number;
  readonly log: Log;
}

/** Makes all files, and returns their sizes and digests in the order of the jobs. */
export async function runMediaJobs(
  jobs: readonly MediaJob[],
  ground: MediaGround,
): Promise<MediaFile[]> {
  // Files that come with their digest.
  const flat = new Map<string, { readonly sizeBytes: number; readonly sha256: string }>();
  const files = new Map<MediaJob, OutputFile>();
  const sizes = new Map<string, number>();
  try {
    for (const job of jobs) {
      if (job.making.kind !== 'flat') files.set(job, await OutputFile.create(job.path));
    }
    const pieces = [...files].flatMap(([{ variant, making }, file]): PiecesJob[] =>
      making.kind === 'pieces' ? [{ variant, file, writer: making.make(file) }] : [],
    );
    const stop = new AbortController();
    await using pool = new MediaPool(workerSettings(ground, pieces), ground.threads);
    const work = [
      ...groupFlat(jobs).map((group) => copyFlat(group, pool, flat)),
      writePieces(pieces, ground, pool),
      ...Array.from(files, ([job, file]) => compressXz(job, file, ground, stop.signal)),
    ];
    try {
      await Promise.all(work);
    } catch (error) {
      // Nobody may write any more when the files are removed.
      stop.abort();
      await pool[Symbol.asyncDispose]();
      await Promise.allSettled(work);
      throw error;
    }
    for (const [{ path }, file] of files) sizes.set(path, await file.finish());
  } finally {
    for (const file of files.values()) await file[Symbol.asyncDispose]();
  }
  // What was filled in later is known only now; the bytes are still in memory.
  const paths = [...sizes.keys()];
  const digests = await digestFiles(paths);
  return jobs.map(({ path }) => {
    const made = flat.get(path);
    if (made !== undefined) return { path, ...made };
    return { path, sizeBytes: sizes.get(path) ?? 0, sha256: digests[paths.indexOf(path)] ?? '' };
  });
}

function workerSettings(ground: MediaGround, pieces: readonly PiecesJob[]): WorkerSettings {
  return {
    diskPath: ground.disk.path,
    sizeBytes: ground.disk.sizeBytes,
    variants: ground.variants,
    usedChunks: ground.usedChunks.bits,
    variantChunks: ground.variantChunks.map(({ bits }) => bits),
    wants: collectWants(pieces),
  };
}

/** One thread writes all files of the group. */
async function copyFlat(
  group: readonly FlatJob[],
  pool: MediaPool,
  done: Map<string, { readonly sizeBytes: number; readonly sha256: string }>,
): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const made = await pool.copy({
    kind: 'copy',
    variant: first.job.variant,
    head: first.layout.head,
    files: group.map(({ job: { path }, layout: { tail } }) => ({ path, tail })),
  });
  for (const [index, { job }] of group.entries()) {
    const file = made[index];
    if (file !== undefined) done.set(job.path, file);
  }
}

async function compressXz(
  { making, variant }: MediaJob,
  file: OutputFile,
  ground: MediaGround,
  signal: AbortSignal,
): Promise<void> {
  if (making.kind !== 'xz') return;
  const { usedChunks, variants, variantChunks, threads, disk } = ground;
  await writeXz(file, {
    diskPath: disk.path,
    usedChunks,
    patches: variants[variant] ?? [],
    variantChunks: variantChunks[variant] ?? usedChunks,
    level: making.level,
    threads,
    signal,
  });
}

interface FlatJob {
  readonly job: MediaJob;
  readonly layout: FlatLayout;
}

/** Files that begin with the whole disk are written together, for it is digested once. */
function groupFlat(jobs: readonly MediaJob[]): FlatJob[][] {
  const groups: FlatJob[][] = [];
  for (const job of jobs) {
    if (job.making.kind !== 'flat') continue;
    const { layout } = job.making;
    const alike = groups.find(
      ([first]) =>
        first?.job.variant === job.variant &&
        first.layout.head[0]?.kind === 'disk' &&
        layout.head[0]?.kind === 'disk',
    );
    if (alike === undefined) groups.push([{ job, layout }]);
    else alike.push({ job, layout });
  }
  return groups;
}
