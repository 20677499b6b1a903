/** A thread of `digestFiles`: reads and hashes until nothing is left, and ends. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { DigestTask } from './digest-files.ts';

/** Small enough to stay in a core's cache until it is hashed. */
const BLOCK = Buffer.allocUnsafeSlow(128 * 1024);

const { paths, taken } = workerData as DigestTask;
const found: [number, string | undefined][] = [];
for (;;) {
  const index = Atomics.add(taken, 0, 1);
  const path = paths[index];
  if (path === undefined) break;
  found.push([index, digest(path)]);
}
parentPort?.postMessage(found);

function digest(path: string | Uint8Array): string | undefined {
  try {
    const file = openSync(typeof path === 'string' ? path : Buffer.from(path), 'r');
    try {
      const hash = createHash('sha256');
      for (let length = -1; length !== 0; ) {
        length = readSync(file, BLOCK);
        hash.update(BLOCK.subarray(0, length));
      }
      return hash.digest('hex');
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
