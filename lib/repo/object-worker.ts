/**
 * A worker thread of the object writer: hashes, compresses and stores content objects. All of it
 * is synchronous: the thread has nothing else to do.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { STOP } from '../host/stop-worker.ts';
import { ContentStore } from './content-store.ts';
import type {
  StoredFile,
  StoreTask,
  WorkerAnswer,
  WorkerSettings,
  WorkerTask,
} from './worker-tasks.ts';

const store = new ContentStore(workerData as WorkerSettings);

parentPort?.on('message', (task: WorkerTask | typeof STOP) => {
  if (task === STOP) process.exit();
  parentPort?.postMessage(run(task));
});

function run(task: WorkerTask): WorkerAnswer {
  if (task.kind === 'store') return storeFiles(task);
  return { hashed: task.kind === 'hash' ? store.hash(task.paths) : store.prepare(task.paths) };
}

/** Takes batches until there are no more: the main thread may have other work meanwhile. */
function storeFiles(task: StoreTask): WorkerAnswer {
  const paths = task.paths.split('\0');
  const known = task.known.split('\0');
  const stored: [number, StoredFile][] = [];
  let place = '';
  try {
    for (;;) {
      const batch = task.batches[Atomics.add(task.taken, 0, 1)];
      if (batch === undefined) break;
      for (const index of batch) {
        const meta = task.metas[task.metaOf[index] ?? -1];
        place = paths[index] ?? '';
        if (meta === undefined) throw new TypeError('a task without metas');
        stored.push([index, store.store(place, meta, task, known[index])]);
      }
    }
    store.finish();
    return { stored };
  } catch (error) {
    store.giveUp();
    Atomics.store(task.taken, 0, task.batches.length);
    const { code, message } = error as NodeJS.ErrnoException;
    return { error: { code: code ?? '', message, path: place } };
  }
}
