/** The thread of `WriteThread`: hashes and writes; it has nothing else to do. */
import { createHash, type Hash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { WriteAnswer, WriteTask } from './write-thread.ts';

/** Larger writes take the kernel twice the time for each byte (ext4 of Linux 6, 64 KiB beside 128 KiB). */
const WRITE_BYTES = 64 * 1024;

const hashes = new Map<number, Hash>();

parentPort?.on('message', (task: WriteTask & { readonly id: number }) => {
  const { id } = task;
  try {
    parentPort?.postMessage({ id, result: run(task) } satisfies WriteAnswer);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    parentPort?.postMessage({ id, message, code } satisfies WriteAnswer);
  }
});

function run(task: WriteTask): string {
  const { file } = task;
  if (task.kind === 'digest') return hashes.get(file)?.copy().digest('hex') ?? '';
  if (task.kind === 'forget') {
    hashes.delete(file);
    return '';
  }
  const { bytes, fd, algorithm } = task;
  const hash = hashes.get(file) ?? createHash(algorithm);
  hashes.set(file, hash);
  hash.update(bytes);
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(fd, bytes, at, Math.min(WRITE_BYTES, bytes.length - at));
  }
  return '';
}
