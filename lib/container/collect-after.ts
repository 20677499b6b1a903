import { workerData } from 'node:worker_threads';
import { collectGarbage } from '../host/collect-garbage.ts';

/** What a thread of `LayerThreads` is told when it starts. */
export interface LayerThreadData {
  /** What may lie about in it, bytes. */
  readonly garbageBytes: number;
}

const { garbageBytes = 5 * 2 ** 20 } = (workerData ?? {}) as Partial<LayerThreadData>;
let uncollectedBytes = 0;

/** Frees buffers now and then that `releaseBytes` cannot: Node's zlib returns a new one for each block and each file. */
export function collectAfter(sizeBytes: number): void {
  uncollectedBytes += sizeBytes;
  if (uncollectedBytes < garbageBytes) return;
  uncollectedBytes = 0;
  collectGarbage();
}
