import type { Worker } from 'node:worker_threads';

/** What a thread is sent that is to end: between two tasks it calls `process.exit()` then. */
export const STOP = 'stop';

const LONG_MS = 3_600_000;

/**
 * Ends a thread when it has done what it does, and waits for it. Not `terminate()`, which ends it wherever it is: in
 * the moment in which it makes a compressor that is the end of the whole process (Node 20 to 24, "close before init"
 * of node_zlib.cc). The thread must heed `STOP`. Throws nothing.
 */
export async function stopWorker(worker: Worker): Promise<void> {
  // It has ended already.
  if (worker.threadId < 0) return;
  // Whoever gives it work may unref() it meanwhile: it is not what keeps us here.
  const waiting = setInterval(() => undefined, LONG_MS);
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.postMessage(STOP);
  await ended;
  clearInterval(waiting);
}
