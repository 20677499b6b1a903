import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';

/** One name in a folder that is made into an archive. */
export interface TreeEntry {
  /** Relative to the root of the tree; the root itself is not listed. */
  readonly path: string;
  /** Type and permissions. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeSeconds: number;
  /** The same for all names of one file, different for different files. */
  readonly inode: bigint;
  readonly links: number;
  readonly device: { readonly major: number; readonly minor: number };
}

/** File types in `mode`. */
export const FILE_TYPE = {
  mask: 0o170000,
  folder: 0o040000,
  file: 0o100000,
  link: 0o120000,
  character: 0o020000,
  block: 0o060000,
} as const;

/** Returns everything in a folder, in the order of the bytes of the whole paths: a folder before what it has. */
export function listTree(
  root: string,
  isWanted: (path: string) => boolean = () => true,
): TreeEntry[] {
  const found: TreeEntry[] = [];
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (!isWanted(path)) continue;
      const facts = lstatSync(join(root, path), { bigint: true });
      found.push(entryOf(path, facts));
      if (facts.isDirectory()) visit(path);
    }
  };
  visit('');
  return found.sort((a, b) => compareBytes(a.path, b.path));
}

/** Returns what `lstat` says of a path as an entry. */
export function entryOf(path: string, facts: BigIntStats): TreeEntry {
  const device = Number(facts.rdev);
  return {
    path,
    mode: Number(facts.mode),
    uid: Number(facts.uid),
    gid: Number(facts.gid),
    sizeBytes: facts.isFile() || facts.isSymbolicLink() ? Number(facts.size) : 0,
    mtimeSeconds: Number(facts.mtimeNs / 1_000_000_000n),
    inode: facts.ino,
    links: facts.isDirectory() ? 1 : Number(facts.nlink),
    // glibc's makedev, for numbers as small as device nodes have.
    device: { major: (device >> 8) & 0xfff, minor: (device & 0xff) | ((device >> 12) & 0xfff00) },
  };
}
