import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { compareBytes } from '../core/bytes.ts';

/** Where a path of the tree leads. */
export interface TreePath {
  /** Relative to the root of the tree, without symbolic links. */
  readonly real: string;
  /** The symbolic links on the way, without what leads to them: `bin`, `usr/lib64/libz.so.1`. */
  readonly links: readonly string[];
}

const MAX_LINKS = 40;

/**
 * Follows a path in a tree as if the tree were the root, so that no link leads out of it; undefined
 * when it leads nowhere.
 */
export function followPath(root: string, path: string): TreePath | undefined {
  const links: string[] = [];
  let pending = split(path);
  let real: string[] = [];
  while (pending.length > 0) {
    const [name = '', ...rest] = pending;
    pending = rest;
    if (name === '..') {
      real = real.slice(0, -1);
      continue;
    }
    const here = [...real, name].join('/');
    const facts = lstatSync(join(root, here), { throwIfNoEntry: false });
    if (facts === undefined) return undefined;
    if (!facts.isSymbolicLink()) {
      if (rest.length > 0 && !facts.isDirectory()) return undefined;
      real = [...real, name];
      continue;
    }
    if (links.length >= MAX_LINKS) return undefined;
    links.push(here);
    const target = readlinkSync(join(root, here));
    if (posix.isAbsolute(target)) real = [];
    pending = [...split(target), ...rest];
  }
  return { real: real.join('/'), links };
}

/** Returns the names in a folder of the tree, sorted; none when there is no such folder. */
export function listFolder(root: string, path: string): string[] {
  const found = followPath(root, path);
  if (found === undefined || !lstatSync(join(root, found.real)).isDirectory()) return [];
  return readdirSync(join(root, found.real)).sort(compareBytes);
}

function split(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
