import { constants, open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import type { Place } from '../core/errors.ts';
import { remixError } from './errors.ts';

/** A file's text, and what tells whether two paths are one file. */
export interface Source {
  readonly text: string;
  /** Device and inode. */
  readonly identity: string;
}

/**
 * Reads the regular file at `path` as UTF-8. `name` is how messages call it; `place` is where it was
 * asked for.
 *
 * @throws ConfigError FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, SYNTAX
 */
export async function readSource(
  path: string,
  name: string,
  limitBytes: number,
  place?: Place,
): Promise<Source> {
  // O_NONBLOCK: opening a FIFO must not wait for somebody who writes.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw accessError(error, name, place);
    },
  );
  try {
    const { size, dev, ino, isFile } = await file
      .stat()
      .then((s) => ({ ...s, isFile: s.isFile() }));
    if (!isFile) throw remixError('FILE_UNREADABLE', `${name} is not a regular file`, place);
    if (size > limitBytes) {
      const limit = `the limit is ${formatBytes(limitBytes)}`;
      throw remixError(
        'FILE_TOO_LARGE',
        `${name} has ${formatBytes(size)}; ${limit}`,
        place ?? { file: name },
      );
    }
    const bytes = await file.readFile();
    return { text: decodeUtf8(bytes, name), identity: `${dev}:${ino}` };
  } finally {
    await file.close();
  }
}

/** What names a file outside a treefile. */
export interface ExternalReference {
  /** Path as written. */
  readonly path: string;
  /** Key it stands under, for messages. */
  readonly key: string;
  readonly place: Place;
  /** Folder of the treefile that names it; the path is relative to this. */
  readonly directory: string;
  /** Folder of the outermost treefile. */
  readonly root: string;
}

/**
 * Returns the real, absolute path of a file that a treefile names. It must be a regular file inside
 * the folder of the treefile that names it or of the outermost one, links followed: what it holds
 * ends up in a published tree, and a borrowed treefile must not carry the builder's files there.
 *
 * @throws ConfigError PATH_UNSAFE, FILE_MISSING, FILE_UNREADABLE
 */
export async function resolveExternal(reference: ExternalReference): Promise<string> {
  const { path, key, place, directory, root } = reference;
  assertRelative(path, key, place);
  const real = await realpath(`${directory}/${path}`).catch((error: unknown) => {
    throw accessError(error, `${key}: ${path}`, place);
  });
  const allowed = await Promise.all([realpath(directory), realpath(root)]);
  if (!allowed.some((folder) => isInside(real, folder))) {
    throw remixError(
      'PATH_UNSAFE',
      `${key}: ${path} leads out of the treefile's folder, to ${real}`,
      place,
    );
  }
  return real;
}

/**
 * Refuses a path that is absolute, empty or holds a NUL.
 *
 * @throws ConfigError PATH_UNSAFE
 */
export function assertRelative(path: string, key: string, place: Place): void {
  if (isAbsolute(path) || path === '' || path.includes('\0')) {
    const hint = `Write it relative to the folder of ${place.file}.`;
    throw remixError(
      'PATH_UNSAFE',
      `${key}: ${JSON.stringify(path)} is not a relative path`,
      place,
      hint,
    );
  }
}

/**
 * Returns the path of a file that the file `from` refers to as `path`. `..` means what it means to the
 * kernel: the folder above where a link leads. It is only tidied away where that is the same folder.
 */
export async function pathBeside(from: string, path: string): Promise<string> {
  const raw = `${dirname(from)}/${path}`;
  const tidy = join(raw);
  const [physical, lexical] = await Promise.all(
    [raw, tidy].map((each) => realpath(each).catch(() => '')),
  );
  return physical === lexical ? tidy : raw;
}

function isInside(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below !== '' && !isAbsolute(below) && below.split('/')[0] !== '..';
}

function accessError(error: unknown, name: string, place?: Place) {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return remixError('FILE_MISSING', `${name} does not exist`, place);
  return remixError('FILE_UNREADABLE', `${name} cannot be read (${code ?? String(error)})`, place);
}

function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw remixError('SYNTAX', `${name} is not UTF-8 text`, { file: name });
  }
}
