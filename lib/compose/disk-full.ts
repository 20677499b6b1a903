import { statfs } from 'node:fs/promises';
import { formatBytes } from '../core/bytes.ts';
import { BuildError, TreesmithError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';

const SAID_BY_TOOLS =
  /No space left on device|ENOSPC|needs \d+[KMG]?B more space on the|would be exceeded.*min-free-space/i;

/**
 * Runs `body`; when it fails because a file system is full, whoever noticed, throws one error that
 * says which and how full.
 *
 * @throws BuildError DISK_FULL; else what `body` throws
 */
export async function withDiskFullError<T>(
  paths: readonly string[],
  body: () => Promise<T>,
): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    const places = await Promise.all(paths.map(describe));
    throw new BuildError<ComposeCode>('DISK_FULL', `the disk is full: ${places.join('; ')}`, {
      cause: error,
      hint: 'Free some space, or put the work folder or the repository on another disk. Nothing half-made was published.',
    });
  }
}

/** True when a file system had no room left, whoever noticed. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof TreesmithError && error.code === 'DISK_FULL') return true;
  return error instanceof Error && SAID_BY_TOOLS.test(textOf(error));
}

function textOf(error: Error): string {
  return `${error.message}\n${'stderr' in error ? String(error.stderr) : ''}`;
}

async function describe(path: string): Promise<string> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return `${path} has ${formatBytes(bavail * bsize)} of ${formatBytes(blocks * bsize)} free`;
  } catch {
    return path;
  }
}
