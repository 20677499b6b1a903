/**
 * A worker thread of `writeMedia`: reads parts of the disk, compresses or copies them. All of it is
 * synchronous: the thread has nothing else to do.
 */
import { openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { ChunkMap } from './chunk-map.ts';
import { collectGarbage } from './collect-garbage.ts';
import { copySegments } from './copy-segments.ts';
import { BatchEncoder } from './encode-batch.ts';
import type { MediaAnswer, MediaTask, Piece, WorkerSettings } from './media-tasks.ts';

const settings = workerData as WorkerSettings;
const { sizeBytes, usedChunks, variantChunks, variants } = settings;
const file = openSync(settings.diskPath, 'r');
const encoder = new BatchEncoder(settings, file);

parentPort?.on('message', (task: MediaTask) => {
  const answer = work(task);
  // Node's zlib returns a new buffer for each chunk.
  collectGarbage();
  if (!('pieces' in answer)) return parentPort?.postMessage(answer);
  const pieces = pack(answer.pieces);
  const memory = pieces[0]?.bytes.buffer;
  return parentPort?.postMessage({ pieces }, memory instanceof ArrayBuffer ? [memory] : []);
});

/** Puts the bytes of all pieces into one piece of memory, which the other thread then has. */
function pack(pieces: readonly Piece[]): Piece[] {
  const memory = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  return pieces.map((piece) => {
    memory.set(piece.bytes, at);
    const bytes = memory.subarray(at, at + piece.bytes.length);
    at += bytes.length;
    return { ...piece, bytes };
  });
}

function work(task: MediaTask): MediaAnswer {
  try {
    if (task.kind === 'encode') return { pieces: encoder.encode(task.batch) };
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
