import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SizedBody } from './exchange.ts';

/** Bytes on disk, as one or several files one after the other. */
export interface StoredBlob extends SizedBody {
  readonly contentType: string;
  readonly etag: string;
  read(start?: number, stop?: number): AsyncIterable<Buffer>;
  /** All of it. */
  bytes(): Promise<Buffer>;
  /** `sha256:<hex>` */
  digest(): Promise<string>;
}

/** One file of a blob. */
export interface Segment {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Where blobs keep their bytes. */
export interface BlobFiles {
  /** Writes what a client sends. Throws RangeError once everything together exceeds the limit. */
  store(body: AsyncIterable<Buffer>): Promise<Segment>;
  /** Writes bytes that a test made up. */
  storeBytes(bytes: Uint8Array): Promise<Segment>;
  remove(segments: readonly Segment[]): Promise<void>;
  readonly totalBytes: number;
}

/** Returns a store of files in `folder`. */
export function openBlobFiles(folder: string, limitBytes: number): BlobFiles {
  let next = 0;
  let totalBytes = 0;
  const newPath = () => {
    next += 1;
    return join(folder, String(next));
  };
  return {
    get totalBytes() {
      return totalBytes;
    },
    store: async (body) => {
      const path = newPath();
      let sizeBytes = 0;
      const file = await open(path, 'wx');
      try {
        for await (const chunk of body) {
          if (totalBytes + chunk.length > limitBytes) throw new RangeError('the storage is full');
          await file.writeFile(chunk);
          sizeBytes += chunk.length;
          totalBytes += chunk.length;
        }
      } catch (error) {
        totalBytes -= sizeBytes;
        await rm(path, { force: true });
        throw error;
      } finally {
        await file.close();
      }
      return { path, sizeBytes };
    },
    storeBytes: async (bytes) => {
      const path = newPath();
      await writeFile(path, bytes);
      totalBytes += bytes.byteLength;
      return { path, sizeBytes: bytes.byteLength };
    },
    remove: async (segments) => {
      for (const { path, sizeBytes } of segments) {
        totalBytes -= sizeBytes;
        await rm(path, { force: true });
      }
    },
  };
}

/** Returns the blob that `segments` make, in this order. */
export function joinSegments(
  segments: readonly Segment[],
  contentType: string,
  etag: string,
): StoredBlob {
  const sizeBytes = segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  const read = async function* (start = 0, stop = sizeBytes - 1): AsyncIterable<Buffer> {
    let offset = 0;
    for (const segment of segments) {
      const first = Math.max(start - offset, 0);
      const last = Math.min(stop - offset, segment.sizeBytes - 1);
      offset += segment.sizeBytes;
      if (first > last) continue;
      for await (const chunk of createReadStream(segment.path, { start: first, end: last })) {
        yield chunk as Buffer;
      }
    }
  };
  const blob: StoredBlob = {
    sizeBytes,
    contentType,
    etag,
    read,
    bytes: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of read()) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    digest: async () => {
      const hash = createHash('sha256');
      for await (const chunk of read()) hash.update(chunk);
      return `sha256:${hash.digest('hex')}`;
    },
  };
  return blob;
}
