import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type Compression, openDecompressed } from '../host/decompress.ts';
import { explainFileError } from '../host/errors.ts';
import { type DiskReader, openFile } from './disk-reader.ts';
import type { Inspection } from './inspection.ts';

const CHUNK_BYTES = 1024 * 1024;
const PAGE_BYTES = 64 * 1024;
const ZEROS = Buffer.alloc(PAGE_BYTES);

/** Returns how a file is compressed, by its first bytes. */
export function detectCompression(
  head: Buffer,
): Exclude<Compression, 'none' | 'bzip2'> | undefined {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 0x1f_8b_08) return 'gzip';
  if (head.toString('latin1', 0, 6) === '\xfd7zXZ\0') return 'xz';
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2f_b528) return 'zstd';
  return undefined;
}

/**
 * Unpacks a compressed file into a temporary one, in which what is zero takes no space.
 *
 * @throws BuildError DECOMPRESS_FAILED, IMAGE_LIMIT, DISK_FULL; ConfigError TOOL_MISSING
 */
export async function unpack(
  file: DiskReader,
  compression: Compression,
  inspection: Inspection,
): Promise<DiskReader> {
  const path = await inspection.temporaryPath();
  const source = Readable.from(chunksOf(file), { objectMode: false, highWaterMark: CHUNK_BYTES });
  // The limit is ours to name: theirs is out of reach.
  const unpacked = openDecompressed(source, compression, Number.MAX_SAFE_INTEGER);
  try {
    await writeSparse(unpacked, path, inspection);
  } catch (error) {
    throw explainFileError(error, path);
  } finally {
    unpacked.destroy();
  }
  return inspection.keep(await openFile(path));
}

async function writeSparse(
  source: AsyncIterable<Buffer>,
  path: string,
  inspection: Inspection,
): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of source) {
      let stored = 0;
      for (let at = 0; at < chunk.length; at += PAGE_BYTES) {
        const page = chunk.subarray(at, at + PAGE_BYTES);
        if (!page.equals(page.length === PAGE_BYTES ? ZEROS : ZEROS.subarray(0, page.length))) {
          await file.write(page, 0, page.length, size + at);
          stored += page.length;
        }
      }
      size += chunk.length;
      inspection.countUnpacked(chunk.length, stored);
    }
    await file.truncate(size);
  } finally {
    await file.close();
  }
}

/** Gives all of `file`, in pieces. */
export async function* chunksOf(file: DiskReader): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < file.sizeBytes; at += CHUNK_BYTES) {
    yield await file.read(at, Math.min(CHUNK_BYTES, file.sizeBytes - at));
  }
}
