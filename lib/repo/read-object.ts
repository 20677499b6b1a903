import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import { objectChecksum, objectPath } from '../ostree/objects.ts';
import type { RepoCode } from './errors.ts';

/**
 * Returns the bytes of a metadata object, which are those that its name promises.
 *
 * @throws BuildError COMMIT_UNREADABLE
 */
export async function readObject(
  repoPath: string,
  checksum: string,
  type: 'commit' | 'dirtree',
): Promise<Buffer> {
  const path = join(repoPath, objectPath(checksum, type));
  const object = await readFile(path).catch((cause: unknown) => {
    throw unreadable(`${path}: ${String(cause)}`, cause);
  });
  if (objectChecksum(object) === checksum) return object;
  throw unreadable(`${path} is not what its name says`);
}

/** The error of every reader of a commit. */
export function unreadable(what: string, cause?: unknown): BuildError<RepoCode> {
  return new BuildError<RepoCode>('COMMIT_UNREADABLE', `the commit cannot be read: ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'Run "ostree fsck" on the repository.',
  });
}
