import { closeSync, fchmodSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Appends to a file. */
export type Write = (bytes: Uint8Array) => void;

/** Enough for the header of a file and most files: one write instead of two. */
const GATHER_BYTES = 64 * 1024;

/**
 * Makes the file `path` with what `body` writes, and this mode whatever the umask. Returns its
 * size. Leaves no file when `body` throws.
 *
 * @throws errors of node:fs; what `body` throws
 */
export function writeWith(path: string, mode: number, body: (write: Write) => void): number {
  const fd = openSync(path, 'wx', 0o600);
  let sizeBytes = 0;
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  const flush = () => {
    writeAll(fd, gathered.length === 1 ? (gathered[0] as Uint8Array) : Buffer.concat(gathered));
    gathered = [];
    gatheredBytes = 0;
  };
  try {
    body((bytes) => {
      sizeBytes += bytes.length;
      if (gatheredBytes + bytes.length > GATHER_BYTES) flush();
      if (bytes.length > GATHER_BYTES) writeAll(fd, bytes);
      else {
        gathered.push(Buffer.from(bytes));
        gatheredBytes += bytes.length;
      }
    });
    flush();
    fchmodSync(fd, mode);
    return sizeBytes;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Makes the folder that `path` shall lie in. */
export function makeParent(path: string): void {
  try {
    mkdirSync(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
