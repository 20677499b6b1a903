import { createHash } from 'node:crypto';
import { closeSync, constants, createReadStream, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { BuildError } from '../core/errors.ts';
import type { ContainerCode } from './errors.ts';
import { type LayerContent, type LayerEntry, nameOf } from './layer-entry.ts';
import { releaseBytes } from './release-bytes.ts';

type Bytes = (bytes: Uint8Array) => void;

/** What is inflated at once; larger objects are streamed. */
const WHOLE_BYTES = 4 * 1024 * 1024;
const READ_BYTES = 1024 * 1024;
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Reads the bytes of entries, one at a time, into one buffer. Bytes are gone when `onBytes` returns. */
export class ContentReader {
  private readonly buffer = Buffer.allocUnsafeSlow(READ_BYTES);

  /**
   * Hands on the bytes of a file, and compares them with the object's name. Returns the path of
   * what its package has other bytes of; undefined when it has the same, or nothing is known of that.
   *
   * @throws BuildError CONTENT_WRONG; errors of node:fs
   */
  async read(entry: LayerEntry, onBytes: Bytes): Promise<string | undefined> {
    const { content, sizeBytes } = entry;
    if (content === undefined) {
      if (sizeBytes > 0) throw wrong(entry, 'its bytes are nowhere');
      return undefined;
    }
    let count = 0;
    const object =
      content.kind === 'object' ? createHash('sha256').update(content.header) : undefined;
    const digest = content.kind === 'bytes' ? undefined : content.digest;
    const hash = digest === undefined ? undefined : createHash(digest.algorithm);
    const take = (bytes: Uint8Array): void => {
      count += bytes.length;
      // The archive has room for what was announced.
      if (count > sizeBytes) throw wrong(entry, `it has more than ${sizeBytes} bytes`);
      object?.update(bytes);
      hash?.update(bytes);
      onBytes(bytes);
    };
    if (content.kind === 'bytes') take(content.bytes);
    else if (content.kind === 'file') this.readFile(content.path, take);
    else await this.readObject(entry, content, take);
    if (count !== sizeBytes) throw wrong(entry, `it has ${count} bytes, expected ${sizeBytes}`);
    if (content.kind === 'object') {
      const checksum = object?.digest('hex');
      if (checksum !== content.checksum) {
        throw wrong(entry, `its object is ${checksum}, expected ${content.checksum}`);
      }
    }
    return hash?.digest('hex') === digest?.hex ? undefined : digest?.path;
  }

  private readFile(path: string | Uint8Array, take: Bytes): void {
    const fd = openSync(typeof path === 'string' ? path : Buffer.from(path), READ_FLAGS);
    try {
      for (;;) {
        const count = readSync(fd, this.buffer, 0, READ_BYTES, null);
        if (count === 0) return;
        take(this.buffer.subarray(0, count));
      }
    } finally {
      closeSync(fd);
    }
  }

  private async readObject(
    entry: LayerEntry,
    { path, offsetBytes }: LayerContent & { kind: 'object' },
    take: Bytes,
  ): Promise<void> {
    if (entry.sizeBytes === 0) return;
    try {
      const compressed = this.readStart(path, offsetBytes, entry.sizeBytes);
      if (compressed !== undefined) {
        // One byte more than expected is enough to see that there are more.
        const maxOutputLength = entry.sizeBytes + 1;
        const chunkSize = Math.max(64, maxOutputLength);
        const bytes = inflateRawSync(compressed, { maxOutputLength, chunkSize });
        take(bytes);
        releaseBytes(bytes);
        return;
      }
      const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
      const source = createReadStream(path, { start: offsetBytes, highWaterMark: READ_BYTES / 4 });
      pipeline(source, inflate, () => undefined);
      for await (const chunk of inflate) {
        take(chunk as Buffer);
        if (isFilled(chunk as Buffer)) releaseBytes(chunk as Buffer);
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ERR_BUFFER_TOO_LARGE' || code?.startsWith('Z_') === true) {
        throw wrong(entry, `its object ${path} cannot be inflated: ${message}`);
      }
      throw error;
    }
  }

  /** Returns a small object whole, and undefined for one that has to be streamed. */
  private readStart(path: string, offsetBytes: number, sizeBytes: number): Buffer | undefined {
    if (sizeBytes > WHOLE_BYTES) return undefined;
    const fd = openSync(path, READ_FLAGS);
    try {
      let filled = 0;
      while (filled < READ_BYTES) {
        const count = readSync(fd, this.buffer, filled, READ_BYTES - filled, offsetBytes + filled);
        if (count === 0) return this.buffer.subarray(0, filled);
        filled += count;
      }
      return undefined;
    } finally {
      closeSync(fd);
    }
  }
}

/** Whether it ends where its memory does: before that, a stream goes on writing behind it. */
function isFilled({ buffer, byteOffset, length }: Buffer): boolean {
  return byteOffset + length === buffer.byteLength;
}

function wrong(entry: LayerEntry, why: string): BuildError<ContainerCode> {
  return new BuildError<ContainerCode>('CONTENT_WRONG', `${nameOf(entry)}: ${why}`);
}
