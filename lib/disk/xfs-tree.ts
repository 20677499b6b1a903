import { lstatSync, readdirSync } from 'node:fs';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readXattrs, type Xattrs } from '../repo/xattrs.ts';
import type { DiskCode } from './errors.ts';

/** A file, folder or anything else of a tree, once for all its names. */
export interface TreeNode {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly mtimeSeconds: number;
  readonly device: number;
  /** Names that it has in the tree, and names that it has at all. */
  names: number;
  readonly links: number;
  readonly xattrs: Xattrs;
  readonly children: { readonly name: Buffer; readonly node: TreeNode }[];
  readonly parent: TreeNode | undefined;
}

/** Kinds of files: `S_IFMT` of the mode to the type of a folder's entry. */
const FILE_TYPES: ReadonlyMap<number, number> = new Map([
  [0o100000, 1],
  [0o040000, 2],
  [0o020000, 3],
  [0o060000, 4],
  [0o010000, 5],
  [0o140000, 6],
  [0o120000, 7],
]);

/** Returns the nodes of a folder, the root first, in the order of the bytes of their names. */
export async function readTree(tree: string, log: Log): Promise<readonly TreeNode[]> {
  const xattrs = await readXattrs(tree, log);
  const nodes: TreeNode[] = [];
  const linked = new Map<number, TreeNode>();
  const visit = (path: Buffer, parent: TreeNode | undefined): TreeNode => {
    const facts = lstatSync(path);
    const known = facts.isDirectory() ? undefined : linked.get(facts.ino);
    if (known !== undefined) {
      known.names += 1;
      return known;
    }
    const text = path.toString();
    const node: TreeNode = {
      path: text,
      mode: facts.mode,
      uid: facts.uid,
      gid: facts.gid,
      sizeBytes: facts.size,
      mtimeSeconds: Math.floor(facts.mtimeMs / 1000),
      device: facts.rdev,
      names: 1,
      links: facts.nlink,
      xattrs: xattrs.get(text) ?? [],
      children: [],
      parent,
    };
    nodes.push(node);
    if (facts.nlink > 1) linked.set(facts.ino, node);
    if (facts.isDirectory()) {
      const names = readdirSync(path, { encoding: 'buffer' }).sort(Buffer.compare);
      for (const name of names) {
        const child = visit(Buffer.concat([path, Buffer.from('/'), name]), node);
        node.children.push({ name, node: child });
      }
    }
    return node;
  };
  visit(Buffer.from(tree), undefined);
  return nodes;
}

/** Returns the type of a folder's entry. */
export function fileTypeOf({ mode, path }: TreeNode): number {
  const type = FILE_TYPES.get(mode & 0o170000);
  if (type === undefined) {
    throw new BuildError<DiskCode>('FILESYSTEM_FAILED', `${path} is of no known kind`);
  }
  return type;
}
