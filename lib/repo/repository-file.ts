import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from '../host/errors.ts';
import { replaceFile } from '../host/files.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/**
 * Gives the file `path` of a repository, whose folder must be there, new content: all at once,
 * synced, and of mode 0644 whatever the umask, as libostree does. What is not finished lies in the
 * repository's `tmp`: libostree takes whatever lies below `refs/` for a ref.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY
 */
export async function replaceRepositoryFile(
  repoPath: string,
  path: string,
  data: string | Uint8Array,
): Promise<void> {
  const folder = await makeTemporaryFolder(repoPath);
  const temporary = join(folder, 'file');
  try {
    await writeFile(temporary, data);
    await chmod(temporary, 0o644);
    await replaceFile(temporary, join(repoPath, path));
  } catch (error) {
    throw explainFileError(error, join(repoPath, path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
