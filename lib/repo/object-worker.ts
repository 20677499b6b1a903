/**
 * A worker thread of the object writer: hashes, compresses and stores content objects. All of it
 * is synchronous: the thread has nothing else to do.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { FileMeta } from '../ostree/content.ts';
import { ContentStore } from './content-store.ts';
import type { WorkerAnswer, WorkerSettings, WorkerTask } from './worker-tasks.ts';

const store = new ContentStore(workerData as WorkerSettings);

parentPort?.on('message', (task: WorkerTask) => parentPort?.postMessage(answerTo(task)));

function answerTo(task: WorkerTask): WorkerAnswer {
  if (task.kind === 'prepare') {
    for (const path of task.paths) store.prepare(path);
    return { stored: [] };
  }
  let place = '';
  try {
    const stored = task.files.map(({ path, meta }) => {
      place = path;
      return store.store(path, task.metas[meta] as FileMeta, task);
    });
    return { stored };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { error: { code: code ?? '', message, path: place } };
  }
}
