import { constants } from 'node:fs';
import { access, chmod, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { explainFileError, type HostCode } from './errors.ts';
import { makeFolder } from './make-folder.ts';

export { withFreeLock, withLock } from './file-lock.ts';
export { makeFolder } from './make-folder.ts';

/**
 * Writes `data` to `path` so that a reader sees the old file or the new one, never a half: beside,
 * synced, renamed. The folder must exist.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const beside = besidePath(path);
  try {
    const file = await open(beside, 'wx', options.mode ?? 0o644);
    try {
      await file.writeFile(data);
    } finally {
      await file.close();
    }
    // The umask has taken bits from the mode that was asked for.
    if (options.mode !== undefined) await chmod(beside, options.mode);
    await replaceFile(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw explainFileError(error, path);
  }
}

/** How a file gets its name. */
export interface ReplaceOptions {
  /** False: who has many files in one folder calls `syncFolder` once, before anything says that they are there. */
  readonly syncsFolder?: boolean;
}

/**
 * Gives the finished file `temporary` its name `path`, in the same filesystem: synced first, so
 * that what has the name is whole even after a power cut.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function replaceFile(
  temporary: string,
  path: string,
  { syncsFolder = true }: ReplaceOptions = {},
): Promise<void> {
  try {
    await sync(temporary);
    await rename(temporary, path);
    if (syncsFolder) await sync(dirname(path));
  } catch (error) {
    throw explainFileError(error, path);
  }
}

/**
 * Makes the names in a folder as safe as the files are.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await sync(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
}

/**
 * Gives many files that are synced already (by `replaceFile`, by `downloadFile`) their names in
 * `folder`, which is synced once.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function moveInto(
  folder: string,
  files: readonly { readonly from: string; readonly name: string }[],
): Promise<void> {
  await makeFolder(folder);
  try {
    await Promise.all(files.map(({ from, name }) => rename(from, join(folder, name))));
    await sync(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
}

/** Returns a name in the folder of `path` that no other writer takes. */
export function besidePath(path: string): string {
  besideCount += 1;
  return join(dirname(path), `.${basename(path)}.${process.pid}.${besideCount}.tmp`);
}

let besideCount = 0;

/**
 * Refuses an output path that is a device, a folder, a socket or a link to one, that lies in
 * /dev, /proc or /sys, or that cannot be written. Looks only; creates and removes nothing.
 *
 * @throws ConfigError OUTPUT_NOT_A_FILE, OUTPUT_READ_ONLY
 */
export async function assertOutputFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) {
    throw notAFile(path, `is a ${kindOf(found)}, expected a new path or a regular file`);
  }
  if (found === undefined && (await lstat(path).catch(() => undefined)) !== undefined) {
    throw notAFile(path, 'is a link to nothing, expected a new path or a regular file');
  }
  const folder = await nearestFolder(dirname(resolve(path)));
  if (/^\/(dev|proc|sys)(\/|$)/.test(join(folder, basename(path)))) {
    throw notAFile(path, `lies in ${folder}, which holds no files`);
  }
  if (!(await stat(folder)).isDirectory()) throw notAFile(path, `cannot be: ${folder} is a file`);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explainFileError(error, path);
  }
}

/** Without this a rename can survive a power cut that the data does not. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Returns the real path of the closest ancestor that exists. */
async function nearestFolder(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw explainFileError(error, path);
    return nearestFolder(dirname(path));
  }
}

function kindOf(found: { isDirectory(): boolean; isSocket(): boolean; isFIFO(): boolean }): string {
  if (found.isDirectory()) return 'folder';
  if (found.isSocket()) return 'socket';
  return found.isFIFO() ? 'named pipe' : 'device';
}

function notAFile(path: string, what: string): ConfigError<HostCode> {
  return new ConfigError<HostCode>('OUTPUT_NOT_A_FILE', `${path} ${what}`, {
    hint: 'Name a file that is new or may be replaced; devices and folders are never touched.',
  });
}
