import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { explainFileError } from './errors.ts';

/**
 * Makes the folder `path`, and those above it. (On a read-only file system `mkdir` of node:fs with
 * `recursive` says ENOENT, which helps nobody.)
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(path) !== path) {
      await makeFolder(dirname(path));
      return makeFolder(path);
    }
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory() !== true) throw explainFileError(error, path);
  }
}
