import type { Log } from '../core/log.ts';
import { digestFiles } from '../host/digest-files.ts';
import type { ChunkMap } from './chunk-map.ts';
import type { FlatLayout } from './flat-layout.ts';
import type { Making } from './make-writer.ts';
import type { DiskPatch, MediaFile } from './media-model.ts';
import { MediaPool } from './media-pool.ts';
import type { MediaWriter } from './media-writer.ts';
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
  const stop = new AbortController();
  const sizes = new Map<MediaJob, number>();
  const digests = new Map<MediaJob, string>();
  const pieces: {
    readonly job: MediaJob;
    readonly file: OutputFile;
    readonly writer: MediaWriter;
  }[] = [];
  const files: OutputFile[] = [];
  const create = async ({ path }: MediaJob) => {
    const file = await OutputFile.create(path);
    files.push(file);
    return file;
  };
  try {
    for (const job of jobs) {
      if (job.making.kind !== 'pieces') continue;
      const file = await create(job);
      pieces.push({ job, file, writer: job.making.make(file) });
    }
    const piecesJobs: PiecesJob[] = pieces.map(({ job: { variant }, writer }) => ({
      variant,
      writer,
    }));
    await using pool = new MediaPool(
      {
        diskPath: ground.disk.path,
        sizeBytes: ground.disk.sizeBytes,
        variants: ground.variants,
        usedChunks: ground.usedChunks.bits,
        variantChunks: ground.variantChunks.map(({ bits }) => bits),
        wants: collectWants(piecesJobs),
      },
      ground.threads,
    );
    const copyFlat = async (group: readonly FlatJob[]) => {
      const [first] = group;
      if (first === undefined) return;
      const made = await pool.copy({
        kind: 'copy',
        variant: first.job.variant,
        head: first.layout.head,
        files: group.map(({ job: { path }, layout: { tail } }) => ({ path, tail })),
      });
      for (const [index, { job }] of group.entries()) {
        sizes.set(job, made[index]?.sizeBytes ?? 0);
        digests.set(job, made[index]?.sha256 ?? '');
      }
    };
    const compressXz = async (job: MediaJob) => {
      if (job.making.kind !== 'xz') return;
      const { usedChunks, variants, variantChunks, threads, disk } = ground;
      await writeXz(await create(job), {
        diskPath: disk.path,
        usedChunks,
        patches: variants[job.variant] ?? [],
        variantChunks: variantChunks[job.variant] ?? usedChunks,
        level: job.making.level,
        threads,
        signal: stop.signal,
      });
    };
    const work = [
      ...groupFlat(jobs).map(copyFlat),
      writePieces(piecesJobs, ground, pool),
      ...jobs.map(compressXz),
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
    for (const file of files) {
      const job = jobs.find(({ path }) => path === file.path);
      if (job !== undefined) sizes.set(job, await file.finish());
    }
  } finally {
    for (const file of files) await file[Symbol.asyncDispose]();
  }
  // What was filled in later is known only now; the bytes are still in memory.
  const rest = jobs.filter((job) => !digests.has(job));
  const found = await digestFiles(rest.map(({ path }) => path));
  for (const [index, job] of rest.entries()) digests.set(job, found[index] ?? '');
  return jobs.map((job) => ({
    path: job.path,
    sizeBytes: sizes.get(job) ?? 0,
    sha256: digests.get(job) ?? '',
  }));
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
