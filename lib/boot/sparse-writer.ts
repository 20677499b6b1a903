import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** What is left out when it is all zeros: a block of most file systems. */
const HOLE_BYTES = 64 * 1024;
const ZEROS = Buffer.alloc(HOLE_BYTES);

/** Writes a file from its start to its end and leaves out what is zero, so that it takes no room. */
export class SparseWriter implements AsyncDisposable {
  readonly #file: FileHandle;
  #at = 0;

  /** Makes the file, which must not be there. */
  static async create(path: string): Promise<SparseWriter> {
    return new SparseWriter(await open(path, 'wx', 0o600));
  }

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  seek(offsetBytes: number): void {
    this.#at = offsetBytes;
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      // Up to the next border, so that holes lie where the file system can have them.
      const sizeBytes = Math.min(HOLE_BYTES - (this.#at % HOLE_BYTES), bytes.length - at);
      const piece = bytes.subarray(at, at + sizeBytes);
      if (!piece.equals(ZEROS.subarray(0, sizeBytes)))
        await this.#file.write(piece, 0, sizeBytes, this.#at);
      at += sizeBytes;
      this.#at += sizeBytes;
    }
  }

  /** Gives the file its length. */
  async finish(sizeBytes: number = this.#at): Promise<void> {
    await this.#file.truncate(sizeBytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

/** Writes all of a stream to a new sparse file. */
export async function writeSparse(stream: Readable, path: string): Promise<void> {
  await using writer = await SparseWriter.create(path);
  for await (const chunk of stream as AsyncIterable<Buffer>) await writer.write(chunk);
  await writer.finish();
}
