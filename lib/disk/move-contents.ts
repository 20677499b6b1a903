import { open } from 'node:fs/promises';
import type { Extent } from './layout.ts';

const STEP_BYTES = 16 * 1024 * 1024;
/** Holes smaller than this are filled: file systems have blocks of 4 KiB. */
const BLOCK_BYTES = 4096;

/**
 * Moves the contents of a file into its place on the disk, from its end to its start: the file
 * becomes shorter as the disk fills, so that there is never a second copy. Zeros become holes.
 */
export async function moveContents(path: string, disk: string, extent: Extent): Promise<void> {
  await using source = await open(path, 'r+');
  await using target = await open(disk, 'r+');
  const zeros = Buffer.alloc(BLOCK_BYTES);
  const buffer = Buffer.alloc(STEP_BYTES);
  let { size: end } = await source.stat();
  while (end > 0) {
    const start = Math.floor((end - 1) / STEP_BYTES) * STEP_BYTES;
    const chunk = buffer.subarray(0, end - start);
    await source.read(chunk, 0, chunk.length, start);
    let from = -1;
    for (let at = 0; at <= chunk.length; at += BLOCK_BYTES) {
      const length = Math.min(BLOCK_BYTES, chunk.length - at);
      const empty = length <= 0 || chunk.compare(zeros, 0, length, at, at + length) === 0;
      if (!empty && from < 0) from = at;
      if (empty && from >= 0) {
        await target.write(chunk, from, at - from, extent.offsetBytes + start + from);
        from = -1;
      }
    }
    if (from >= 0) {
      await target.write(chunk, from, chunk.length - from, extent.offsetBytes + start + from);
    }
    await source.truncate(start);
    end = start;
  }
}
