import { closeSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { BuildError } from '../core/errors.ts';
import { runTool } from '../host/process.ts';
import { ChunkMap } from './chunk-map.ts';
import type { MediaCode } from './errors.ts';
import { CHUNK_BYTES, type DiskPatch } from './media-model.ts';
import { applyPatches, isPatched } from './patches.ts';
import { readDisk } from './read-disk.ts';

/** Chunks that are read at once. */
const CHUNKS_AT_ONCE = 32;
const ZEROS = Buffer.alloc(CHUNK_BYTES);

/**
 * Returns which chunks of the raw disk are not all zeros: a function of its bytes, however sparse the
 * file is. Holes of the file system are not read; qemu-img says where they are, for Node cannot ask.
 *
 * @throws BuildError DISK_BAD; ConfigError TOOL_MISSING
 */
export async function scanDisk(disk: {
  readonly path: string;
  readonly sizeBytes: number;
}): Promise<ChunkMap> {
  const map = await readExtents(disk);
  const file = await open(disk.path, 'r');
  try {
    const data = Buffer.alloc(CHUNKS_AT_ONCE * CHUNK_BYTES);
    for (let first = 0; first < map.count; first += CHUNKS_AT_ONCE) {
      const end = Math.min(map.count, first + CHUNKS_AT_ONCE);
      if (!map.hasAny(first, end)) continue;
      readDisk(file.fd, map, first * CHUNK_BYTES, data);
      for (let index = first; index < end; index += 1) {
        const at = (index - first) * CHUNK_BYTES;
        if (ZEROS.equals(data.subarray(at, at + CHUNK_BYTES))) map.set(index, false);
      }
      // Signals and timers have their turn.
      await setImmediate();
    }
  } finally {
    await file.close();
  }
  return map;
}

/** Returns the map of the disk with patches applied. */
export function patchMap(map: ChunkMap, path: string, patches: readonly DiskPatch[]): ChunkMap {
  if (patches.length === 0) return map;
  const patched = map.copy();
  const data = Buffer.alloc(CHUNK_BYTES);
  const file = openSync(path, 'r');
  try {
    for (const { offsetBytes, bytes } of patches) {
      const last = Math.floor((offsetBytes + bytes.length - 1) / CHUNK_BYTES);
      for (let index = Math.floor(offsetBytes / CHUNK_BYTES); index <= last; index += 1) {
        if (!isPatched(patches, index * CHUNK_BYTES, CHUNK_BYTES)) continue;
        readDisk(file, map, index * CHUNK_BYTES, data);
        applyPatches(patches, index * CHUNK_BYTES, data);
        patched.set(index, !ZEROS.equals(data));
      }
    }
  } finally {
    closeSync(file);
  }
  return patched;
}

/** Chunks that the file system has something for. */
async function readExtents(disk: {
  readonly path: string;
  readonly sizeBytes: number;
}): Promise<ChunkMap> {
  const map = new ChunkMap(disk.sizeBytes);
  let rest = '';
  const take = (line: string) => {
    const [, start, length] = /"start": (\d+), "length": (\d+),.*"data": true/.exec(line) ?? [];
    if (start === undefined || length === undefined) return;
    const last = Math.floor((Number(start) + Number(length) - 1) / CHUNK_BYTES);
    const end = Math.min(map.count - 1, last);
    for (let index = Math.floor(Number(start) / CHUNK_BYTES); index <= end; index += 1) {
      map.set(index, true);
    }
  };
  await runTool(['qemu-img', 'map', '-U', '-f', 'raw', '--output=json', disk.path], {
    onStdout: (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
  });
  take(rest);
  if (map.count === 0) throw new BuildError<MediaCode>('DISK_BAD', `${disk.path} is empty`);
  return map;
}
