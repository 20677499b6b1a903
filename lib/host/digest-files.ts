import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type DigestTask, digestSteps, type FoundDigest } from './digest-steps.ts';

/** Beside the bundles it has a name of its own. */
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './digest-worker.ts' : './digest-worker.mjs',
  import.meta.url,
);

/** More of them wait for the disk. */
const MAX_THREADS = 4;

/** How to digest. */
export interface DigestOptions {
  /** True where this thread, and a core, have other work: one other thread does it all. */
  readonly isAside?: boolean;
}

/**
 * Returns the SHA-256 of each file's bytes, lower-case hexadecimal; undefined for what cannot be read. This
 * thread takes part while others start, and hardly keeps waiting what else it has to do.
 */
export async function digestFiles(
  paths: readonly (string | Uint8Array)[],
  { isAside = false }: DigestOptions = {},
): Promise<(string | undefined)[]> {
  const digests: (string | undefined)[] = Array(paths.length).fill(undefined);
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const task: DigestTask = { paths, taken };
  const others = isAside ? 1 : Math.min(MAX_THREADS, availableParallelism(), paths.length) - 1;
  const parts = [
    ...Array.from({ length: others }, () => digestElsewhere(task)),
    ...(isAside ? [] : [digestHere(task)]),
  ];
  for (const [index, digest] of (await Promise.all(parts)).flat()) digests[index] = digest;
  return digests;
}

async function digestElsewhere(task: DigestTask): Promise<FoundDigest[]> {
  const worker = new Worker(SCRIPT, { name: 'digest', workerData: task });
  const [found] = (await once(worker, 'message')) as [FoundDigest[]];
  return found;
}

async function digestHere(task: DigestTask): Promise<FoundDigest[]> {
  const steps = digestSteps(task);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}
