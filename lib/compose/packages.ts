import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { compareBytes } from '../core/bytes.ts';
import { BuildError } from '../core/errors.ts';
import { readRpmHeader } from '../host/rpm-file.ts';
import { type PackageContents, parsePackageContents } from '../rpm/package-contents.ts';
import type { ComposeCode } from './errors.ts';

/** Bits of FILEFLAGS: `%config(noreplace)`, `%ghost`. */
export const FILE_NOREPLACE = 1 << 4;
export const FILE_GHOST = 1 << 6;

/** What is read in a millisecond or two. */
const AT_ONCE = 16;
const FILE_TYPE = 0o170000;
const PERMISSIONS = 0o7777;
const REGULAR_FILE = 0o100000;
const CHARACTER_DEVICE = 0o020000;
const BLOCK_DEVICE = 0o060000;

/** What the header of a package says, as far as composing needs it. */
export interface PackageHeader {
  /** The RPM file. */
  readonly path: string;
  readonly name: string;
  /** Decimal, `0` when there is none. */
  readonly epoch: string;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  /** Bytes of its files when installed. */
  readonly installedBytes: number;
  /** Kept where `keepFiles` says so. */
  readonly files: readonly PackageFile[];
  /** Paths of its regular files, but those that it only owns. */
  readonly contents: readonly string[];
  /** Times of `contents`, in their order, in seconds since 1970. */
  readonly times: readonly number[];
  /** Paths of device nodes. */
  readonly devices: readonly string[];
  /** Paths of all that it owns. */
  readonly paths: readonly string[];
  readonly provides: readonly string[];
  /** Names, paths and rich dependencies that it requires or recommends. */
  readonly requires: readonly string[];
  /** `sysusers.d` lines that rpmbuild (4.19 and later) put into the package's provides. */
  readonly sysusers: readonly string[];
}

/** One file of a package. */
export interface PackageFile {
  readonly path: string;
  /** FILEFLAGS of rpm. */
  readonly flags: number;
  /** Permissions, without the file type. */
  readonly mode: number;
  readonly mtimeSeconds: number;
}

/**
 * Reads the headers of the RPM files `paths`, and refuses payloads that would leave the tree. `keepFiles` is asked
 * for each path of the package `name`.
 *
 * @throws BuildError PAYLOAD_PATH_UNSAFE, PACKAGE_UNREADABLE
 */
export async function readPackages(
  paths: readonly string[],
  keepFiles: (name: string, path: string) => boolean,
): Promise<PackageHeader[]> {
  const headers: PackageHeader[] = [];
  for (const path of paths) {
    headers.push(headerOf(path, readContents(path), keepFiles));
    // There may be hundreds, and what else this thread has to do comes in between.
    if (headers.length % AT_ONCE === 0) await setImmediate();
  }
  return headers;
}

/** Says which files are at `paths`; undefined when one is not there. What is fetched again is another file. */
export function stateOf(paths: readonly string[]): string | undefined {
  const states: string[] = [];
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    states.push(`${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`);
  }
  return states.join('\n');
}

function readContents(path: string): PackageContents {
  try {
    return parsePackageContents(readRpmHeader(path));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError<ComposeCode>('PACKAGE_UNREADABLE', `cannot read ${path}: ${why}`, {
      cause,
      hint: 'Remove the package from the store and fetch again.',
    });
  }
}

function headerOf(
  path: string,
  contents: PackageContents,
  keepFiles: (name: string, path: string) => boolean,
): PackageHeader {
  const { name, epoch, version, release, arch, installedBytes, provides } = contents;
  const header = {
    ...{ path, name, epoch, version, release, arch, installedBytes },
    files: [] as PackageFile[],
    contents: [] as string[],
    times: [] as number[],
    devices: [] as string[],
    paths: [] as string[],
    provides: provides.map((provided) => provided.name),
    requires: [...contents.requires, ...contents.recommends],
    sysusers: provides.flatMap(sysusersLine),
  };
  for (const { path: file, mode, flags, mtimeSeconds } of contents.files) {
    const unsafe = unsafePath(file);
    if (unsafe !== undefined) throw refused(header, `${unsafe}: ${JSON.stringify(file)}`);
    header.paths.push(file);
    const type = mode & FILE_TYPE;
    if (type === CHARACTER_DEVICE || type === BLOCK_DEVICE) header.devices.push(file);
    if (type === REGULAR_FILE && (flags & FILE_GHOST) === 0) {
      header.contents.push(file);
      header.times.push(mtimeSeconds);
    }
    if (!keepFiles(name, file)) continue;
    header.files.push({ path: file, flags, mode: mode & PERMISSIONS, mtimeSeconds });
  }
  return header;
}

/** Returns the name of a package as `rpm -v` prints it. */
export function nevraOf(
  package_: Pick<PackageHeader, 'name' | 'version' | 'release' | 'arch'>,
): string {
  const { name, version, release, arch } = package_;
  return `${name}-${version}-${release}.${arch}`;
}

/** Binds the folders of `paths` read-only, and says where each file is then. */
export function packageMounts(paths: readonly string[]): { argv: string[]; paths: string[] } {
  const folders = [...new Set(paths.map(dirname))].sort(compareBytes);
  return {
    argv: folders.flatMap((folder, index) => ['--ro-bind', folder, `/packages/${index}`]),
    paths: paths.map((path) =>
      join('/packages', String(folders.indexOf(dirname(path))), basename(path)),
    ),
  };
}

/** rpmbuild puts the line, in base64, into the version of what it provides. */
function sysusersLine({ name, version }: { name: string; version: string }): string[] {
  if (!/^(user|group|groupmember)\(/.test(name)) return [];
  const line = Buffer.from(version, 'base64').toString('utf8').replace(/\0+$/, '');
  return /^[ugm]!? /.test(line) ? [line] : [];
}

function refused({ name, path }: Pick<PackageHeader, 'name' | 'path'>, why: string): Error {
  return new BuildError<ComposeCode>(
    'PAYLOAD_PATH_UNSAFE',
    `package ${name} (${path}) has ${why}`,
    {
      hint: 'The package was not installed. Tell its maintainer; leave it out with exclude-packages.',
    },
  );
}

function unsafePath(path: string): string | undefined {
  if (!path.startsWith('/')) return 'a path that is not absolute';
  if (/\/\.\.(\/|$)/.test(path)) return 'a path with ".."';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'a control character in a path';
  return undefined;
}
