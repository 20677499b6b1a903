import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** Small enough to stay in a core's cache until it is hashed. */
const BLOCK_BYTES = 128 * 1024;
/** What is hashed in a quarter of a millisecond. */
const BLOCKS_OF_A_STEP = 2;

/** What takes part in `digestFiles` is given: all share it. */
export interface DigestTask {
  readonly paths: readonly (string | Uint8Array)[];
  /** One number in shared memory: how many paths are taken. */
  readonly taken: Int32Array;
}

/** What was found: the index of a path, and its digest; undefined when it cannot be read. */
export type FoundDigest = readonly [index: number, digest: string | undefined];

/**
 * Takes paths until none is left and reads and hashes each, a step of a quarter of a millisecond at a time. Returns
 * what it has found.
 */
export function* digestSteps({ paths, taken }: DigestTask): Generator<void, FoundDigest[]> {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const found: FoundDigest[] = [];
  let blocks = 0;
  for (;;) {
    const index = Atomics.add(taken, 0, 1);
    const path = paths[index];
    if (path === undefined) return found;
    let file: number | undefined;
    let digest: string | undefined;
    try {
      file = openSync(typeof path === 'string' ? path : Buffer.from(path), 'r');
      const hash = createHash('sha256');
      for (let length = -1; length !== 0; ) {
        length = readSync(file, block);
        hash.update(block.subarray(0, length));
        blocks += 1;
        if (blocks % BLOCKS_OF_A_STEP === 0) yield;
      }
      digest = hash.digest('hex');
    } catch {
      // Undefined says it.
    } finally {
      if (file !== undefined) closeSync(file);
    }
    found.push([index, digest]);
  }
}
