import type { FileHandle } from 'node:fs/promises';

/** Bytes that are read once, from the beginning to the end. */
export interface ByteSource {
  /** Returns the next `length` bytes, fewer only at the end. */
  readonly read: (length: number) => Promise<Buffer>;
  /** Yields the next `length` bytes in pieces, fewer only at the end. */
  readonly pieces: (length: number) => AsyncGenerator<Buffer, void>;
  /** Passes over bytes; returns how many there were. */
  readonly skip: (length: number) => Promise<number>;
}

const PIECE_BYTES = 256 * 1024;

/** Returns the bytes of a stream. Whoever made the stream destroys it. */
export function streamSource(stream: AsyncIterable<Buffer>): ByteSource {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const take = async (most: number): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const { done, value } = await chunks.next();
      if (done === true) return undefined;
      rest = value;
    }
    const piece = rest.subarray(0, most);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    read: async (length) => {
      if (rest.length >= length) {
        const whole = rest.subarray(0, length);
        rest = rest.subarray(length);
        return whole;
      }
      const pieces: Buffer[] = [];
      for (let left = length; left > 0; ) {
        const piece = await take(left);
        if (piece === undefined) break;
        pieces.push(piece);
        left -= piece.length;
      }
      return Buffer.concat(pieces);
    },
    pieces: async function* (length) {
      for (let left = length; left > 0; ) {
        const piece = await take(left);
        if (piece === undefined) return;
        left -= piece.length;
        yield piece;
      }
    },
    skip: async (length) => {
      let left = length;
      while (left > 0) {
        const piece = await take(left);
        if (piece === undefined) break;
        left -= piece.length;
      }
      return length - left;
    },
  };
}

/** Returns the first `sizeBytes` of a file. What is skipped is not read. */
export function fileSource(file: FileHandle, sizeBytes: number): ByteSource {
  let at = 0;
  const read = async (length: number) => {
    const most = Math.min(length, sizeBytes - at);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, at);
    at += bytesRead;
    return buffer.subarray(0, bytesRead);
  };
  return {
    read,
    pieces: async function* (length) {
      for (let left = length; left > 0; ) {
        const piece = await read(Math.min(left, PIECE_BYTES));
        if (piece.length === 0) return;
        left -= piece.length;
        yield piece;
      }
    },
    skip: async (length) => {
      const most = Math.min(length, sizeBytes - at);
      at += most;
      return most;
    },
  };
}
