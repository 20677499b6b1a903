import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  type Stats,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { BuildError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';

const SYMLINK_LIMIT = 40;

/**
 * A root file system that is being made. Paths are relative to its root (a leading `/` is
 * ignored) and resolved as inside a chroot, so a symbolic link that a package brought cannot lead
 * an operation out of the tree. Nothing else may change the tree at the same time.
 *
 * Its calls to the file system are synchronous: a trip to the thread pool for each takes four times as long.
 */
export class Tree {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Returns the host path of `path`. The last component is not followed unless `follow` is set;
   * what does not exist stays as it is.
   *
   * @throws BuildError PATH_ESCAPES_TREE for `..` in `path`, and for a loop of links
   */
  async resolve(path: string, follow = false): Promise<string> {
    const todo = components(path);
    if (todo.includes('..')) throw escapes(path);
    const done: string[] = [];
    for (let links = 0; todo.length > 0; ) {
      const name = todo.shift() ?? '';
      if (name === '..') {
        done.pop();
        continue;
      }
      const here = join(this.path, ...done, name);
      const target = todo.length > 0 || follow ? linkTarget(here) : undefined;
      if (target === undefined) {
        done.push(name);
        continue;
      }
      links += 1;
      if (links > SYMLINK_LIMIT) throw escapes(path);
      if (target.startsWith('/')) done.length = 0;
      todo.unshift(...components(target));
    }
    return join(this.path, ...done);
  }

  /** What lstat says, or undefined when there is nothing. */
  async lstat(path: string): Promise<Stats | undefined> {
    return lstatOf(await this.resolve(path));
  }

  /** What stat says, or undefined when there is nothing or the link leads nowhere. */
  async stat(path: string): Promise<Stats | undefined> {
    const host = await this.resolve(path, true);
    return orUndefined(() => statSync(host));
  }

  async readlink(path: string): Promise<string | undefined> {
    return linkTarget(await this.resolve(path));
  }

  /** Text of the file, links followed, or undefined when there is none. */
  async read(path: string): Promise<string | undefined> {
    const host = await this.resolve(path, true);
    return orUndefined(() => readFileSync(host, 'utf8'));
  }

  /** Sorted names of a folder; none when it does not exist. */
  async list(path: string): Promise<string[]> {
    const host = await this.resolve(path, true);
    const names = orUndefined(() => readdirSync(host));
    return (names ?? []).sort(compareBytes);
  }

  /** Writes a file in place of whatever stands there (not through a link); makes its folder. */
  async write(path: string, data: string | Uint8Array, mode = 0o644): Promise<void> {
    await this.mkdir(dirname(path));
    const host = await this.resolve(path);
    const temporary = `${host}.treesmith-new`;
    writeFileSync(temporary, data, { flag: 'wx' });
    chmodSync(temporary, mode);
    renameSync(temporary, host);
  }

  /** Makes a folder and its parents, mode 0755 whatever the umask. */
  async mkdir(path: string): Promise<void> {
    // What `resolve` returns has no link in it, so its missing parts can be made one by one.
    const resolved = await this.resolve(path, true);
    let host = this.path;
    for (const name of components(resolved.slice(this.path.length))) {
      host = join(host, name);
      if (lstatOf(host) !== undefined) continue;
      mkdirSync(host);
      chmodSync(host, 0o755);
    }
  }

  /** Makes a symbolic link in place of a file, link or empty folder. */
  async symlink(target: string, path: string): Promise<void> {
    await this.mkdir(dirname(path));
    await this.remove(path);
    symlinkSync(target, await this.resolve(path));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.mkdir(dirname(to));
    renameSync(await this.resolve(from), await this.resolve(to));
  }

  async chmod(path: string, mode: number): Promise<void> {
    chmodSync(await this.resolve(path, true), mode);
  }

  /** Deletes whatever stands at `path`; nothing there is fine. Links are deleted, not followed. */
  async remove(path: string): Promise<void> {
    if (components(path).length === 0) throw escapes(path);
    const host = await this.resolve(path);
    const found = lstatOf(host);
    if (found === undefined) return;
    if (found.isDirectory()) await rm(host, { recursive: true });
    else unlinkSync(host);
  }

  async touch(path: string, seconds: number): Promise<void> {
    lutimesSync(await this.resolve(path), seconds, seconds);
  }

  /**
   * Calls `visit` for everything below `path`, names in byte order, parents before their children
   * or, with `childrenFirst`, after them. `host` is the path on the host.
   */
  async walk(
    path: string,
    visit: Visit,
    order: 'parents first' | 'children first' = 'parents first',
  ): Promise<void> {
    const host = await this.resolve(path, true);
    const base = lstatOf(host);
    if (base?.isDirectory() === true) await walkFolder(path, host, visit, order);
  }
}

/** What `Tree.walk` calls. */
export type Visit = (path: string, stats: Stats, host: string) => Promise<void> | void;

async function walkFolder(path: string, host: string, visit: Visit, order: string): Promise<void> {
  for (const name of readdirSync(host).sort(compareBytes)) {
    const child = `${path}${path === '' ? '' : '/'}${name}`;
    const childHost = `${host}/${name}`;
    const stats = lstatSync(childHost);
    if (order === 'parents first') await visit(child, stats, childHost);
    if (stats.isDirectory()) await walkFolder(child, childHost, visit, order);
    if (order === 'children first') await visit(child, stats, childHost);
  }
}

function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function linkTarget(path: string): string | undefined {
  const isLink = lstatOf(path)?.isSymbolicLink() === true;
  return isLink ? readlinkSync(path) : undefined;
}

function lstatOf(path: string): Stats | undefined {
  // Without an exception for the usual case; that of a file in place of a folder throws nevertheless.
  return orUndefined(() => lstatSync(path, { throwIfNoEntry: false }));
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function escapes(path: string): BuildError<ComposeCode> {
  return new BuildError<ComposeCode>(
    'PATH_ESCAPES_TREE',
    `${JSON.stringify(path)} is not a path inside the tree`,
  );
}
