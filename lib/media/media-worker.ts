/**
 * A worker thread of `writeMedia`: reads parts of the disk, compresses or copies them. All of it is
 * synchronous: the thread has nothing else to do.
 */
import { openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { STOP } from '../host/stop-worker.ts';
import { ChunkMap } from './chunk-map.ts';
import { copySegments } from './copy-segments.ts';
import { BatchEncoder } from './encode-batch.ts';
import type { MediaAnswer, MediaTask, WorkerSettings } from './media-tasks.ts';

const settings = workerData as WorkerSettings;
const { sizeBytes, usedChunks, variantChunks, variants } = settings;
const file = openSync(settings.diskPath, 'r');
const encoder = new BatchEncoder(settings, file);

parentPort?.on('message', (task: MediaTask | typeof STOP) => {
  if (task === STOP) process.exit();
  const answer = work(task);
  parentPort?.postMessage(answer, 'memory' in answer ? [answer.memory] : []);
});

function work(task: MediaTask): MediaAnswer {
  try {
    if (task.kind === 'encode') return encoder.encode(task.batch, task.memory);
    return {
      files: copySegments(task, {
        file,
        usedChunks: new ChunkMap(sizeBytes, usedChunks),
        patches: variants[task.variant] ?? [],
        variantChunks: new ChunkMap(sizeBytes, variantChunks[task.variant] ?? usedChunks),
      }),
    };
  } catch (error) {
    const { code, message, path } = error as NodeJS.ErrnoException;
    return { error: { code: code ?? '', message, ...(path === undefined ? {} : { path }) } };
  }
}
