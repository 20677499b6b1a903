import type { PlannedFile } from './plan-tree.ts';

/** What a thread is sent at a time: enough that the message costs little beside the work. */
const BATCH_FILES = 128;
const BATCH_BYTES = 2 * 1024 * 1024;

/**
 * Shares out files among threads: batches of indices, the large files first and each for itself,
 * so that no thread begins a large one when the others are done.
 */
export function batchesOf(files: readonly PlannedFile[]): readonly (readonly number[])[] {
  const sizeOf = (index: number) => files[index]?.sizeBytes ?? 0;
  const large: number[] = [];
  const batches: number[][] = [];
  let batch: number[] = [];
  let sizeBytes = 0;
  for (let index = 0; index < files.length; index += 1) {
    if (sizeOf(index) >= BATCH_BYTES) {
      large.push(index);
      continue;
    }
    if (batch.length >= BATCH_FILES || sizeBytes + sizeOf(index) > BATCH_BYTES) {
      batches.push(batch);
      batch = [];
      sizeBytes = 0;
    }
    batch.push(index);
    sizeBytes += sizeOf(index);
  }
  if (batch.length > 0) batches.push(batch);
  large.sort((a, b) => sizeOf(b) - sizeOf(a));
  return [...large.map((index) => [index]), ...batches];
}
