import { type FileHandle, open, stat } from 'node:fs/promises';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { InspectCode } from './errors.ts';
import { LIMITS } from './limits.ts';

/** Bytes that can be read anywhere: a file, a part of one, or the disk that a file holds. */
export interface DiskReader {
  readonly sizeBytes: number;
  /**
   * Returns exactly these bytes. Holes are zeros. Fails with BuildError IMAGE_TRUNCATED past the
   * end, IMAGE_LIMIT for more than LIMITS.pieceBytes at once.
   */
  read(offsetBytes: number, lengthBytes: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens a regular file.
 *
 * @throws ConfigError IMAGE_UNREADABLE
 */
export async function openFile(path: string): Promise<DiskReader> {
  let file: FileHandle;
  let sizeBytes: number;
  try {
    // Opening a pipe or a device could wait for ever.
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is no regular file');
    sizeBytes = found.size;
    file = await open(path, 'r');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError<InspectCode>('IMAGE_UNREADABLE', `${path} cannot be read: ${why}`, {
      cause: error,
    });
  }
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        const { bytesRead } = await file.read(bytes, done, lengthBytes - done, offsetBytes + done);
        if (bytesRead === 0) throw truncated(offsetBytes, lengthBytes, offsetBytes + done);
        done += bytesRead;
      }
      return bytes;
    },
    close: () => file.close(),
  };
}

/** Returns bytes that are in memory as a reader. */
export function openBytes(bytes: Buffer): DiskReader {
  return {
    sizeBytes: bytes.length,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, bytes.length);
      return bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
    },
    close: async () => undefined,
  };
}

/** Returns a part of `whole`, which stays open when the part is closed. */
export function openPart(whole: DiskReader, offsetBytes: number, sizeBytes: number): DiskReader {
  if (!isWithin(offsetBytes, sizeBytes, whole.sizeBytes)) {
    throw truncated(offsetBytes, sizeBytes, whole.sizeBytes);
  }
  return {
    sizeBytes,
    read: (at, lengthBytes) => {
      assertWithin(at, lengthBytes, sizeBytes);
      return whole.read(offsetBytes + at, lengthBytes);
    },
    close: async () => undefined,
  };
}

/** Returns at most `lengthBytes` from `offsetBytes` on: fewer, or none, where the end is nearer. */
export async function readUpTo(
  disk: DiskReader,
  offsetBytes: number,
  lengthBytes: number,
): Promise<Buffer> {
  const length = Math.min(lengthBytes, disk.sizeBytes - offsetBytes);
  return length > 0 ? disk.read(offsetBytes, length) : Buffer.alloc(0);
}

/** Whether a range lies in `sizeBytes`, with numbers that a hostile file may have chosen. */
export function isWithin(offsetBytes: number, lengthBytes: number, sizeBytes: number): boolean {
  return offsetBytes >= 0 && lengthBytes >= 0 && offsetBytes + lengthBytes <= sizeBytes;
}

/**
 * Refuses to read what is not there, or too much at once.
 *
 * @throws BuildError IMAGE_TRUNCATED, IMAGE_LIMIT
 */
export function assertWithin(offsetBytes: number, lengthBytes: number, sizeBytes: number): void {
  if (!isWithin(offsetBytes, lengthBytes, sizeBytes)) {
    throw truncated(offsetBytes, lengthBytes, sizeBytes);
  }
  if (lengthBytes > LIMITS.pieceBytes) {
    throw new BuildError<InspectCode>(
      'IMAGE_LIMIT',
      `a piece of ${lengthBytes} bytes, more than ${LIMITS.pieceBytes}`,
    );
  }
}

function truncated(offsetBytes: number, lengthBytes: number, endBytes: number): Error {
  return new BuildError<InspectCode>(
    'IMAGE_TRUNCATED',
    `${lengthBytes} bytes at ${offsetBytes} do not lie within the ${endBytes} bytes that are there`,
  );
}
