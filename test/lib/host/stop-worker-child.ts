/** Ends as many threads as argv says while they compress, and says so; `stop-worker-child.ts COUNT`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { deflateRawSync } from 'node:zlib';
import { STOP, stopWorker } from '../../../lib/host/stop-worker.ts';

if (isMainThread) {
  const count = Number(process.argv[2]);
  for (let turn = 0; turn < count; turn += 1) {
    const worker = new Worker(new URL(import.meta.url));
    worker.on('message', () => {
      worker.postMessage('next');
      worker.unref();
    });
    await new Promise((resolve) => worker.once('message', resolve));
    await sleep(turn % 7);
    await stopWorker(worker);
    // Of one that has ended nothing is expected.
    await stopWorker(worker);
  }
  console.log(`stopped ${count}`);
} else {
  const work = () => {
    // To make a compressor takes longer than to compress nothing.
    for (let index = 0; index < 300; index += 1) deflateRawSync(Buffer.alloc(1));
    parentPort?.postMessage('done');
  };
  parentPort?.on('message', (task: string) => {
    if (task === STOP) process.exit();
    work();
  });
  work();
}
