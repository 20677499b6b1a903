import { basename, dirname, join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { ComposeCode } from './errors.ts';
import { hostMounts, runSandboxed } from './sandbox.ts';

/** Bits of FILEFLAGS: `%config(noreplace)`, `%ghost`. */
export const FILE_NOREPLACE = 1 << 4;
export const FILE_GHOST = 1 << 6;

const READ_TIMEOUT_MS = 10 * 60_000;
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
 * Reads the headers of `paths` with one run of rpm, and refuses payloads that would leave the tree.
 *
 * @throws BuildError PAYLOAD_PATH_UNSAFE, PACKAGE_UNREADABLE
 */
export async function readPackages(
  paths: readonly string[],
  options: {
    keepFiles: (name: string, path: string) => boolean;
    log: Log;
    sourceDateEpoch: number;
  },
): Promise<PackageHeader[]> {
  const reader = new HeaderReader(paths, options.keepFiles);
  const mounts = packageMounts(paths);
  const failure = await runSandboxed(
    [
      'rpm',
      '-qp',
      '--nosignature',
      '--noplugins',
      '--dbpath',
      '/tmp/db',
      '--qf',
      QUERY,
      ...mounts.paths,
    ],
    {
      mounts: [...hostMounts(), ...mounts.argv],
      sourceDateEpoch: options.sourceDateEpoch,
      timeoutMs: READ_TIMEOUT_MS,
      log: options.log,
      onLine: (line) => reader.line(line),
    },
  );
  if (failure !== undefined) {
    const errors = failure.tail.filter((line) => line.startsWith('error:'));
    const why = (errors.length > 0 ? errors : failure.tail.slice(-5)).join('\n');
    throw new BuildError<ComposeCode>('PACKAGE_UNREADABLE', `rpm cannot read a package:\n${why}`, {
      hint: 'Remove the package from the store and fetch again.',
    });
  }
  return reader.end();
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

// One record a line; each line says what it is, so that a line break inside a value cannot pass
// for another record: what follows it is refused below.
const QUERY = [
  'P\\t%{NAME}\\t%{EPOCHNUM}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\t%{LONGSIZE}\\n',
  '[F\\t%{FILEMODES}\\t%{FILEFLAGS}\\t%{FILEMTIMES}\\t%{FILENAMES}\\n]',
  '[V\\t%{PROVIDENAME}\\t%{PROVIDEVERSION}\\n]',
  '[R\\t%{REQUIRENAME}\\n][R\\t%{RECOMMENDNAME}\\n]',
].join('');

class HeaderReader {
  readonly #paths: readonly string[];
  readonly #keep: (name: string, path: string) => boolean;
  readonly #headers: (PackageHeader & {
    files: PackageFile[];
    contents: string[];
    devices: string[];
    paths: string[];
    provides: string[];
    requires: string[];
    sysusers: string[];
  })[] = [];
  /** Errors cannot be thrown out of a stream's listener; the first is kept. */
  #error: BuildError<ComposeCode> | undefined;

  constructor(paths: readonly string[], keep: (name: string, path: string) => boolean) {
    this.#paths = paths;
    this.#keep = keep;
  }

  line(line: string): void {
    const fields = line.slice(2);
    if (line.startsWith('F\t')) this.#file(fields);
    else if (line.startsWith('R\t')) this.#require(fields);
    else if (line.startsWith('V\t')) this.#provide(fields.split('\t'));
    else if (line.startsWith('P\t')) this.#package(fields.split('\t'));
    else if (!/^(error|warning|rpm): /.test(line)) {
      this.#refuse(`a line break in a name: ${JSON.stringify(line)}`);
    }
  }

  end(): PackageHeader[] {
    if (this.#error !== undefined) throw this.#error;
    if (this.#headers.length !== this.#paths.length) {
      throw new BuildError<ComposeCode>(
        'PACKAGE_UNREADABLE',
        `rpm read ${this.#headers.length} of ${this.#paths.length} packages`,
      );
    }
    return this.#headers;
  }

  #package(fields: string[]): void {
    const [name = '', epoch = '0', version = '', release = '', arch = '', size = '0'] = fields;
    const path = this.#paths[this.#headers.length] ?? '';
    this.#headers.push({
      path,
      name,
      epoch,
      version,
      release,
      arch,
      installedBytes: Number(size),
      files: [],
      contents: [],
      devices: [],
      paths: [],
      provides: [],
      requires: [],
      sysusers: [],
    });
  }

  /** There are very many of them: nothing is split that is not needed. */
  #file(fields: string): void {
    const header = this.#headers.at(-1);
    if (header === undefined) return;
    const afterMode = fields.indexOf('\t') + 1;
    const afterFlags = fields.indexOf('\t', afterMode) + 1;
    const afterTime = fields.indexOf('\t', afterFlags) + 1;
    const mode = Number(fields.slice(0, afterMode));
    const flags = Number(fields.slice(afterMode, afterFlags));
    const path = fields.slice(afterTime);
    const unsafe = unsafePath(path);
    if (unsafe !== undefined) this.#refuse(`${unsafe}: ${JSON.stringify(path)}`);
    header.paths.push(path);
    // rpm prints modes of 16 bits, as a signed number in some versions.
    const type = mode & FILE_TYPE;
    if (type === CHARACTER_DEVICE || type === BLOCK_DEVICE) header.devices.push(path);
    if (type === REGULAR_FILE && (flags & FILE_GHOST) === 0) header.contents.push(path);
    if (!this.#keep(header.name, path)) return;
    header.files.push({
      path,
      flags,
      mode: mode & PERMISSIONS,
      mtimeSeconds: Number(fields.slice(afterFlags, afterTime)),
    });
  }

  #require(name: string): void {
    if (name !== '(none)') this.#headers.at(-1)?.requires.push(name);
  }

  #provide([name = '', version]: string[]): void {
    this.#headers.at(-1)?.provides.push(name);
    if (version === undefined || !/^(user|group|groupmember)\(/.test(name)) return;
    const line = Buffer.from(version, 'base64').toString('utf8').replace(/\0+$/, '');
    if (/^[ugm]!? /.test(line)) this.#headers.at(-1)?.sysusers.push(line);
  }

  #refuse(why: string): void {
    const header = this.#headers.at(-1);
    this.#error ??= new BuildError<ComposeCode>(
      'PAYLOAD_PATH_UNSAFE',
      `package ${header?.name ?? '?'} (${header?.path ?? '?'}) has ${why}`,
      {
        hint: 'The package was not installed. Tell its maintainer; leave it out with exclude-packages.',
      },
    );
  }
}

function unsafePath(path: string): string | undefined {
  if (!path.startsWith('/')) return 'a path that is not absolute';
  if (/\/\.\.(\/|$)/.test(path)) return 'a path with ".."';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'a control character in a path';
  return undefined;
}
