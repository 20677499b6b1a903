import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

const CHUNK_BYTES = 1024 * 1024;

/** Size and lower-case hexadecimal SHA-256 of a file's bytes. */
export interface FileDigest {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Reads `path` once, to its end, and returns what it holds. */
export async function digestFile(path: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), async (source) => {
    for await (const chunk of source) {
      sizeBytes += (chunk as Buffer).length;
      hash.update(chunk as Buffer);
    }
  });
  return { sizeBytes, sha256: hash.digest('hex') };
}
