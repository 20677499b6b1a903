/** A thread of `digestFiles`: reads and hashes; it has nothing else to do. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

const BLOCK = Buffer.allocUnsafe(1024 * 1024);

parentPort?.on('message', (paths: readonly (string | Uint8Array)[]) =>
  parentPort?.postMessage(paths.map(digest)),
);

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
