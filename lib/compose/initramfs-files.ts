import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, open, readdir, readFile, readlink } from 'node:fs/promises';
import { dirname, normalize } from 'node:path/posix';
import { digestFile } from '../host/file-digest.ts';

const AT_ONCE = 16;
const WHOLE_LIMIT_BYTES = 8 * 1024 * 1024;
const HEAD_BYTES = 512;
const HOPS_LIMIT = 40;
const TEXT_LIMIT_BYTES = 4 * 1024 * 1024;
const PERMISSIONS = 0o7777;

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

/**
 * What is below /usr of a tree that nobody changes meanwhile. Paths have no leading slash; names are
 * bytes as Latin-1, so that each name is one of its own.
 */
export class TreeFiles {
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly #root: string;
  readonly #digests = new Map<string, Promise<string>>();

  private constructor(root: string, files: ReadonlyMap<string, TreeFile>) {
    this.#root = root;
    this.files = files;
  }

  /** Reads the names below `root`/usr; nothing of what `skip` is true for, or is in it. */
  static async read(root: string, skip: (path: string) => boolean): Promise<TreeFiles> {
    const files = new Map<string, TreeFile>();
    await readFolder(root, 'usr', skip, files);
    return new TreeFiles(root, files);
  }

  /** SHA-256 of each file's bytes. Nothing is read twice. */
  async digests(paths: readonly string[]): Promise<string[]> {
    const results: string[] = [];
    let next = 0;
    const work = async () => {
      while (next < paths.length) {
        const index = next;
        next += 1;
        results[index] = await this.#digest(paths[index] ?? '');
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return results;
  }

  /** The bytes of a file as Latin-1; undefined when it is too long to be a text, or no file. */
  async bytes(path: string): Promise<string | undefined> {
    const found = this.files.get(path);
    if (found?.type !== 'file' || found.sizeBytes > TEXT_LIMIT_BYTES) return undefined;
    return readFile(hostPath(this.#root, path), 'latin1');
  }

  /** As `bytes`, but undefined for a binary file, too. */
  async text(path: string): Promise<string | undefined> {
    const found = this.files.get(path);
    if (found?.type !== 'file' || found.sizeBytes > TEXT_LIMIT_BYTES) return undefined;
    const file = await open(hostPath(this.#root, path));
    try {
      const head = Buffer.alloc(Math.min(HEAD_BYTES, found.sizeBytes));
      await file.read(head, 0, head.length, 0);
      return head.includes(0) ? undefined : (await file.readFile()).toString('latin1');
    } finally {
      await file.close();
    }
  }

  /** Where a link leads, hop by hop; nothing for what is no link. */
  hops(path: string, moved: (path: string) => string): string[] {
    const hops: string[] = [];
    for (let here = path; hops.length < HOPS_LIMIT; ) {
      const target = this.files.get(here)?.target;
      if (target === undefined) break;
      here = moved(target.startsWith('/') ? target : normalize(`${dirname(here)}/${target}`));
      hops.push(here);
    }
    return hops;
  }

  #digest(path: string): Promise<string> {
    const known = this.#digests.get(path);
    if (known !== undefined) return known;
    const host = hostPath(this.#root, path);
    const small = (this.files.get(path)?.sizeBytes ?? 0) <= WHOLE_LIMIT_BYTES;
    const digest = small
      ? readFile(host).then((data) => createHash('sha256').update(data).digest('hex'))
      : digestFile(host as string).then(({ sha256 }) => sha256);
    this.#digests.set(path, digest);
    return digest;
  }
}

async function readFolder(
  root: string,
  folder: string,
  skip: (path: string) => boolean,
  files: Map<string, TreeFile>,
): Promise<void> {
  const names = await readdir(hostPath(root, folder), { encoding: 'latin1' });
  const found = await Promise.all(
    names.map(async (name) => {
      const path = `${folder}/${name}`;
      if (skip(path)) return undefined;
      const stats = await lstat(hostPath(root, path));
      const target = stats.isSymbolicLink()
        ? await readlink(hostPath(root, path), 'latin1')
        : undefined;
      files.set(path, describe(stats, target));
      return stats.isDirectory() ? path : undefined;
    }),
  );
  for (const path of found) if (path !== undefined) await readFolder(root, path, skip, files);
}

function describe(stats: Stats, target: string | undefined): TreeFile {
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

/** A string where the name is ASCII, which is nearly always: some functions take nothing else. */
function hostPath(root: string, path: string): string | Buffer {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
  if (/^[\u0000-\u007f]*$/.test(path)) return `${root}/${path}`;
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
}
