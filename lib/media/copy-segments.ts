import { createHash, type Hash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { ChunkMap } from './chunk-map.ts';
import { CHUNK_BYTES, type DiskPatch } from './media-model.ts';
import { BATCH_BYTES, type CopyTask, type Segment } from './media-tasks.ts';
import { applyPatches } from './patches.ts';
import { readDisk } from './read-disk.ts';

/** The disk that segments are parts of. */
export interface DiskSource {
  readonly file: number;
  /** Of the file itself. */
  readonly usedChunks: ChunkMap;
  readonly patches: readonly DiskPatch[];
  /** Of the disk with its patches. */
  readonly variantChunks: ChunkMap;
}

/** What is left out of a file when it is all zeros. */
const PAGE_BYTES = 4096;
const ZEROS = Buffer.alloc(1024 * 1024);

/**
 * Writes the files of a task, pages of zeros as holes, and returns their sizes and digests. What they
 * have in common is read and digested once.
 */
export function copySegments(
  task: Pick<CopyTask, 'head' | 'files'>,
  source: DiskSource,
): { sizeBytes: number; sha256: string }[] {
  const files = task.files.map(({ path, tail }) => ({ tail, file: openSync(path, 'wx') }));
  try {
    const all = files.map(({ file }) => file);
    const hash = createHash('sha256');
    const headBytes = copyAll(task.head, source, all, 0, hash);
    return files.map(({ file, tail }) => {
      const own = hash.copy();
      const sizeBytes = copyAll(tail, source, [file], headBytes, own);
      ftruncateSync(file, sizeBytes);
      return { sizeBytes, sha256: own.digest('hex') };
    });
  } finally {
    for (const { file } of files) closeSync(file);
  }
}

/** Returns where the next segment goes. */
function copyAll(
  segments: readonly Segment[],
  source: DiskSource,
  files: readonly number[],
  offset: number,
  hash: Hash,
): number {
  const data = Buffer.alloc(BATCH_BYTES);
  let at = offset;
  for (const segment of segments) {
    if (segment.kind === 'bytes') {
      writePages(files, segment.bytes, at);
      hash.update(segment.bytes);
      at += segment.bytes.length;
    } else if (segment.kind === 'zeros') {
      hashZeros(hash, segment.sizeBytes);
      at += segment.sizeBytes;
    } else {
      const end = segment.offsetBytes + segment.sizeBytes;
      for (let from = segment.offsetBytes; from < end; from += BATCH_BYTES) {
        const part = data.subarray(0, Math.min(BATCH_BYTES, end - from));
        copyPart(source, from, part, files, at, hash);
        at += part.length;
      }
    }
  }
  return at;
}

function copyPart(
  { file, usedChunks, patches, variantChunks }: DiskSource,
  from: number,
  data: Buffer,
  files: readonly number[],
  at: number,
  hash: Hash,
): void {
  const first = from / CHUNK_BYTES;
  const end = Math.ceil((from + data.length) / CHUNK_BYTES);
  if (!variantChunks.hasAny(first, end)) {
    hashZeros(hash, data.length);
    return;
  }
  readDisk(file, usedChunks, from, data);
  applyPatches(patches, from, data);
  hash.update(data);
  for (const run of variantChunks.runs(first, end)) {
    const start = run.first * CHUNK_BYTES - from;
    writePages(files, data.subarray(start, start + run.count * CHUNK_BYTES), at + start);
  }
}

function writePages(files: readonly number[], data: Uint8Array, at: number): void {
  let from = -1;
  for (let page = 0; page < data.length + PAGE_BYTES; page += PAGE_BYTES) {
    const part = data.subarray(page, page + PAGE_BYTES);
    const isZero = Buffer.compare(part, ZEROS.subarray(0, part.length)) === 0;
    if (!isZero && from === -1) from = page;
    if (!isZero || from === -1) continue;
    const run = data.subarray(from, page);
    for (const file of files) writeWhole(file, run, at + from);
    from = -1;
  }
}

function writeWhole(file: number, data: Uint8Array, at: number): void {
  for (let done = 0; done < data.length; ) {
    done += writeSync(file, data, done, data.length - done, at + done);
  }
}

function hashZeros(hash: Hash, sizeBytes: number): void {
  for (let rest = sizeBytes; rest > 0; rest -= ZEROS.length) {
    hash.update(rest >= ZEROS.length ? ZEROS : ZEROS.subarray(0, rest));
  }
}
