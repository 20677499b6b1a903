import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, type Stats } from 'node:fs';
import { dirname, normalize } from 'node:path/posix';
import { digestFiles } from '../host/digest-files.ts';
import { readTree, type TreeFolder } from '../repo/read-tree.ts';

const HEAD_BYTES = 512;
const HOPS_LIMIT = 40;
const TEXT_LIMIT_BYTES = 4 * 1024 * 1024;
const PERMISSIONS = 0o7777;
const LINES_AT_ONCE = 1000;

/** Something in the tree. */
export interface TreeFile {
  readonly type: 'file' | 'folder' | 'link' | 'other';
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  readonly sizeBytes: number;
  /** Of a link. */
  readonly target?: string;
}

/** What is known of a tree that is being committed. */
export interface HashedTree {
  readonly folder: TreeFolder;
  /** Of the objects that the files become, by host path; they stand for what is in the files. */
  readonly checksums: Promise<ReadonlyMap<string, string>>;
}

/**
 * What is below /usr of a tree that nobody changes meanwhile. Paths have no leading slash; names are
 * bytes as Latin-1, so that each name is one of its own.
 */
export class TreeFiles {
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly #root: string;
  readonly #checksums: Promise<ReadonlyMap<string, string>> | undefined;
  readonly #asked = new Set<string>();

  private constructor(
    root: string,
    files: ReadonlyMap<string, TreeFile>,
    checksums: Promise<ReadonlyMap<string, string>> | undefined,
  ) {
    this.#root = root;
    this.files = files;
    this.#checksums = checksums;
  }

  /**
   * Reads the names below `root`/usr, but for what `skip` is true for.
   *
   * @throws BuildError FILE_TYPE_UNSUPPORTED, NAME_NOT_UTF8
   */
  static read(
    root: string,
    skip: (path: string) => boolean,
    hashed: HashedTree | undefined,
  ): TreeFiles {
    const files = new Map<string, TreeFile>();
    const folder = hashed?.folder.folders.find(({ name }) => name === 'usr');
    addFolder(folder ?? readTree(`${root}/usr`), 'usr', skip, files);
    return new TreeFiles(root, files, hashed?.checksums);
  }

  /** The files whose bytes were asked for. */
  get asked(): string[] {
    return [...this.#asked];
  }

  /** SHA-256 over what is there: names, types, what links lead to; and over what `checksums` gives. */
  structure(): string {
    const lines = [this.#checksums === undefined ? 'bytes' : 'objects'];
    for (const [path, { type, target = '' }] of this.files) lines.push(path, type, target);
    return digestOf(lines);
  }

  /** The checksum of each file, or the SHA-256 of its bytes, which are read in threads then. */
  async checksums(paths: readonly string[]): Promise<string[]> {
    const known = await this.#checksums;
    const host = paths.map((path) => hostPath(this.#root, path));
    const found =
      known === undefined
        ? await digestFiles(host)
        : host.map((path) => known.get(path.toString()));
    return found.map((checksum, index) => {
      if (checksum === undefined) throw new TypeError(`/${paths[index]} cannot be read`);
      return checksum;
    });
  }

  /** The bytes of a file as Latin-1; undefined when it is too long to be a text, or no file. */
  bytes(path: string): string | undefined {
    if (!this.#isText(path)) return undefined;
    return readFileSync(hostPath(this.#root, path), 'latin1');
  }

  /** As `bytes`, but undefined for a binary file, too. */
  text(path: string): string | undefined {
    if (!this.#isText(path)) return undefined;
    const file = openSync(hostPath(this.#root, path), 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      const length = readSync(file, head, 0, HEAD_BYTES, 0);
      return head.subarray(0, length).includes(0) ? undefined : readFileSync(file, 'latin1');
    } finally {
      closeSync(file);
    }
  }

  /**
   * The paths that one comes by when the link `path` is followed: links on the way, and the end.
   * `moved` says where a path from the root is in the tree.
   */
  follow(path: string, moved: (path: string) => string): string[] {
    const seen: string[] = [];
    let here = path;
    for (let count = 0; count < HOPS_LIMIT; count += 1) {
      const link = this.#firstLink(here);
      if (link === undefined) break;
      if (link !== path) seen.push(link);
      const target = this.files.get(link)?.target ?? '';
      const start = target.startsWith('/') ? target : `${dirname(link)}/${target}`;
      here = moved(normalize(`${start}/${here.slice(link.length)}`).replace(/\/$/, ''));
    }
    return [...seen, here];
  }

  #isText(path: string): boolean {
    const found = this.files.get(path);
    if (found?.type !== 'file') return false;
    this.#asked.add(path);
    return found.sizeBytes <= TEXT_LIMIT_BYTES;
  }

  #firstLink(path: string): string | undefined {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const prefix = path.slice(0, end);
      if (this.files.get(prefix)?.type === 'link') return prefix;
    }
    return this.files.get(path)?.type === 'link' ? path : undefined;
  }
}

function addFolder(
  { files: found, folders }: TreeFolder,
  path: string,
  skip: (path: string) => boolean,
  files: Map<string, TreeFile>,
): void {
  for (const { name, stats, target } of found) {
    const at = `${path}/${bytesOf(name)}`;
    if (!skip(at)) files.set(at, describe(stats, target === undefined ? target : bytesOf(target)));
  }
  for (const folder of folders) {
    const at = `${path}/${bytesOf(folder.name)}`;
    files.set(at, describe(folder.stats));
    addFolder(folder, at, skip, files);
  }
}

function describe(stats: Stats, target?: string): TreeFile {
  const type = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'folder'
      : stats.isSymbolicLink()
        ? 'link'
        : 'other';
  return {
    type,
    mode: stats.mode & PERMISSIONS,
    uid: stats.uid,
    gid: stats.gid,
    mtimeSeconds: Math.floor(stats.mtimeMs / 1000),
    sizeBytes: stats.size,
    ...(target === undefined ? {} : { target }),
  };
}

/** A name as Latin-1: one character for each byte. */
function bytesOf(name: string): string {
  return isAscii(name) ? name : Buffer.from(name).toString('latin1');
}

/** A string where the name is ASCII, which is nearly always: some functions take nothing else. */
function hostPath(root: string, path: string): string | Buffer {
  if (isAscii(path)) return `${root}/${path}`;
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
  return /^[\u0000-\u007f]*$/.test(text);
}

/** Returns SHA-256 over lines of Latin-1. */
export function digestOf(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
    hash.update(`${lines.slice(at, at + LINES_AT_ONCE).join('\n')}\n`, 'latin1');
  }
  return hash.digest('hex');
}
