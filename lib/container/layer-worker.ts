/** A worker thread of `writeLayers`: writes one layer after another. */
import { parentPort } from 'node:worker_threads';
import { STOP } from '../host/stop-worker.ts';
import { ContentReader } from './layer-content.ts';
import type { LayerAnswer, LayerTask } from './layer-tasks.ts';
import { writeLayer } from './write-layer.ts';

const reader = new ContentReader();

let last = Promise.resolve();

parentPort?.on('message', (task: LayerTask | typeof STOP) => {
  if (task === STOP) process.exit();
  last = last.then(async () => parentPort?.postMessage(await work(task)));
});

async function work(task: LayerTask): Promise<LayerAnswer> {
  try {
    return { path: task.path, facts: await writeLayer(task, reader) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { path: task.path, error: { code: code ?? '', message } };
  }
}
