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
const FILES_AT_ONCE = 32;

/**
 * Returns the SHA-256 of each file's bytes, lower-case hexadecimal, in threads of our own; undefined
 * for what cannot be read.
 */
export async function digestFiles(
  paths: readonly (string | Uint8Array)[],
): Promise<(string | undefined)[]> {
  const digests: (string | undefined)[] = Array(paths.length).fill(undefined);
  let next = 0;
  const takeTurns = async () => {
    const worker = new Worker(SCRIPT, { name: 'digest' });
    try {
      while (next < paths.length) {
        const start = next;
        next += FILES_AT_ONCE;
        worker.postMessage(paths.slice(start, next));
        const [found] = (await once(worker, 'message')) as [(string | undefined)[]];
        found.forEach((digest, index) => {
          digests[start + index] = digest;
        });
      }
    } finally {
      await worker.terminate();
    }
  };
  const batches = Math.ceil(paths.length / FILES_AT_ONCE);
  const threads = Math.min(MAX_THREADS, availableParallelism(), batches);
  await Promise.all(Array.from({ length: threads }, takeTurns));
  return digests;
}
