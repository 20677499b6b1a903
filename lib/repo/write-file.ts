import { closeSync, fchmodSync, mkdirSync, openSync, rmSync, writevSync } from 'node:fs';
import { dirname } from 'node:path';

/** Appends to a file. */
export type Write = (...parts: Uint8Array[]) => void;

/**
 * Makes the file `path` with what `body` writes, and this mode whatever the umask. Returns its
 * size. Leaves no file when `body` throws.
 *
 * @throws errors of node:fs; what `body` throws
 */
export function writeWith(path: string, mode: number, body: (write: Write) => void): number {
  const fd = openSync(path, 'wx', 0o600);
  let sizeBytes = 0;
  try {
    body((...parts) => {
      sizeBytes += writeAll(fd, parts);
    });
    fchmodSync(fd, mode);
    return sizeBytes;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

const made = new Set<string>();

/** Makes the folder that `path` shall lie in, unless this thread has made it before. */
export function makeParent(path: string): void {
  const folder = dirname(path);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
}

function writeAll(fd: number, parts: readonly Uint8Array[]): number {
  const sizeBytes = parts.reduce((sum, part) => sum + part.length, 0);
  let written = writevSync(fd, parts);
  // A full disk takes a part, and refuses the rest.
  while (written < sizeBytes) written += writevSync(fd, [Buffer.concat(parts).subarray(written)]);
  return sizeBytes;
}
