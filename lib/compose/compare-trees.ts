import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { objectPath, parseCommit, parseDirtree } from '../ostree/objects.ts';

/** One path that is not the same in two commits. */
export interface Difference {
  /** Absolute. */
  readonly path: string;
  readonly what: 'content or mode' | 'folder mode' | 'only in the first' | 'only in the second';
}

/** A commit in a repository. */
export interface CommitIn {
  readonly repoPath: string;
  readonly commit: string;
}

/** Returns what differs between the trees of two commits, sorted by path. */
export async function compareTrees(first: CommitIn, second: CommitIn): Promise<Difference[]> {
  const [a, b] = [await readRoot(first), await readRoot(second)];
  const differences: Difference[] = [];
  if (a.rootMeta !== b.rootMeta) differences.push({ path: '/', what: 'folder mode' });
  await compareFolders(
    '',
    { repoPath: first.repoPath, tree: a.rootTree },
    { repoPath: second.repoPath, tree: b.rootTree },
    differences,
  );
  return differences.sort((x, y) => compareBytes(x.path, y.path));
}

interface FolderIn {
  readonly repoPath: string;
  readonly tree: string;
}

async function compareFolders(
  path: string,
  a: FolderIn,
  b: FolderIn,
  into: Difference[],
): Promise<void> {
  if (a.tree === b.tree) return;
  const [first, second] = [await readDirtree(a), await readDirtree(b)];
  const files = pairUp(first.files, second.files);
  for (const [name, x, y] of files) {
    const here = `${path}/${name}`;
    if (x === undefined || y === undefined) into.push({ path: here, what: side(x) });
    else if (x.checksum !== y.checksum) into.push({ path: here, what: 'content or mode' });
  }
  for (const [name, x, y] of pairUp(first.directories, second.directories)) {
    const here = `${path}/${name}`;
    if (x === undefined || y === undefined) {
      into.push({ path: here, what: side(x) });
      continue;
    }
    if (x.meta !== y.meta) into.push({ path: here, what: 'folder mode' });
    await compareFolders(here, { ...a, tree: x.tree }, { ...b, tree: y.tree }, into);
  }
}

function side(first: object | undefined): Difference['what'] {
  return first === undefined ? 'only in the second' : 'only in the first';
}

function pairUp<T extends { name: string }>(
  first: readonly T[],
  second: readonly T[],
): [string, T | undefined, T | undefined][] {
  const a = new Map(first.map((entry) => [entry.name, entry]));
  const b = new Map(second.map((entry) => [entry.name, entry]));
  return [...new Set([...a.keys(), ...b.keys()])].map((name) => [name, a.get(name), b.get(name)]);
}

async function readRoot({
  repoPath,
  commit,
}: CommitIn): Promise<{ rootTree: string; rootMeta: string }> {
  return parseCommit(await readFile(join(repoPath, objectPath(commit, 'commit'))));
}

async function readDirtree({ repoPath, tree }: FolderIn) {
  return parseDirtree(await readFile(join(repoPath, objectPath(tree, 'dirtree'))));
}
