import { readSync } from 'node:fs';
import { BuildError } from '../core/errors.ts';
import type { ChunkMap } from './chunk-map.ts';
import type { MediaCode } from './errors.ts';
import { CHUNK_BYTES } from './media-model.ts';

/**
 * Fills `data` with the disk's bytes from `offsetBytes` on, a multiple of a chunk. Holes are not read;
 * what is beyond the disk's end is zeros.
 *
 * @param usedChunks chunks that are not holes
 * @throws BuildError DISK_BAD when the file ends early
 */
export function readDisk(
  file: number,
  usedChunks: ChunkMap,
  offsetBytes: number,
  data: Uint8Array,
): void {
  const first = offsetBytes / CHUNK_BYTES;
  const end = Math.min(usedChunks.count, Math.ceil((offsetBytes + data.length) / CHUNK_BYTES));
  let filled = 0;
  for (const run of usedChunks.runs(first, end)) {
    const from = run.first * CHUNK_BYTES - offsetBytes;
    const to = Math.min(
      from + run.count * CHUNK_BYTES,
      data.length,
      usedChunks.sizeBytes - offsetBytes,
    );
    data.fill(0, filled, from);
    for (let at = from; at < to; ) {
      const count = readSync(file, data, at, to - at, offsetBytes + at);
      if (count === 0) {
        throw new BuildError<MediaCode>('DISK_BAD', 'the disk became shorter while it was read');
      }
      at += count;
    }
    filled = to;
  }
  data.fill(0, filled);
}
