import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Beside the bundles it has a name of its own. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './digest-worker.ts' : './digest-worker.mjs',
  import.meta.url,
);

/** More of them wait for the disk. */
const MAX_THREADS = 4;

/** What a thread is given: all of them share it. */
export interface DigestTask {
  readonly paths: readonly (string | Uint8Array)[];
  /** One number in shared memory: how many paths are taken. */
  readonly taken: Int32Array;
}

/** What a thread has found: the index of a path, and its digest. */
export type FoundDigests = readonly (readonly [index: number, digest: string | undefined])[];

/**
 * Returns the SHA-256 of each file's bytes, lower-case hexadecimal, in threads of our own; undefined
 * for what cannot be read.
 */
export async function digestFiles(
  paths: readonly (string | Uint8Array)[],
): Promise<(string | undefined)[]> {
  const digests: (string | undefined)[] = Array(paths.length).fill(undefined);
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: DigestTask = { paths, taken };
  const takePart = async () => {
    const worker = new Worker(SCRIPT, { name: 'digest', workerData });
    const [found] = (await once(worker, 'message')) as [FoundDigests];
    for (const [index, digest] of found) digests[index] = digest;
  };
  const threads = Math.min(MAX_THREADS, availableParallelism(), paths.length);
  await Promise.all(Array.from({ length: threads }, takePart));
  return digests;
}
