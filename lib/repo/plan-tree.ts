import { lstatSync, type Stats } from 'node:fs';
import type { FileMeta } from '../ostree/content.ts';
import type { Dirmeta } from '../ostree/objects.ts';
import type { Labels } from './labels.ts';
import type { TreeFile, TreeFolder } from './read-tree.ts';
import { withLabel, type Xattrs } from './xattrs.ts';

/** Something to hash: a regular file, once for all its hard links, or a symbolic link. */
export interface PlannedFile {
  readonly path: string;
  readonly meta: FileMeta;
  readonly sizeBytes: number;
  /** As of when the tree was read. */
  readonly stats: Stats;
}

/** A folder; files are indices into the plan's. */
export interface PlannedFolder {
  readonly meta: Dirmeta;
  readonly files: readonly { readonly name: string; readonly index: number }[];
  readonly folders: readonly { readonly name: string; readonly folder: PlannedFolder }[];
}

/** What a tree becomes. Equal metas of files without attributes of their own are one object. */
export interface PlannedTree {
  readonly files: readonly PlannedFile[];
  /** With all hard links. */
  readonly fileCount: number;
  readonly root: PlannedFolder;
}

const NONE: Xattrs = [];

/** Puts together what is known of each file of a tree. */
export function planTree(
  tree: TreeFolder,
  xattrs: ReadonlyMap<string, Xattrs>,
  labels?: Labels,
): PlannedTree {
  const files: PlannedFile[] = [];
  const metas = new Map<string, FileMeta>();
  const links = new Map<string, number>();
  let fileCount = 0;

  const metaOf = ({ path, stats, target }: TreeFile | (TreeFolder & { target?: never })) => {
    const { uid, gid, mode } = stats;
    const own = xattrs.get(path);
    const label = labels?.get(path);
    const make = (): FileMeta => ({
      uid,
      gid,
      mode,
      xattrs: label === undefined ? (own ?? NONE) : withLabel(own ?? NONE, label),
      ...(target === undefined ? {} : { target }),
    });
    if (own !== undefined || target !== undefined) return make();
    const key = `${uid}:${gid}:${mode}:${label ?? ''}`;
    const meta = metas.get(key) ?? make();
    metas.set(key, meta);
    return meta;
  };

  const planFile = (file: TreeFile): number => {
    fileCount += 1;
    const { path, stats } = file;
    // A policy can label the names of one file differently.
    const key =
      stats.nlink > 1 && file.target === undefined
        ? `${inodeOf(path)}:${labels?.get(path) ?? ''}`
        : undefined;
    const known = key === undefined ? undefined : links.get(key);
    if (known !== undefined) return known;
    const index = files.push({ path, meta: metaOf(file), sizeBytes: stats.size, stats }) - 1;
    if (key !== undefined) links.set(key, index);
    return index;
  };

  const planFolder = (folder: TreeFolder): PlannedFolder => ({
    meta: metaOf(folder),
    files: folder.files.map((file) => ({ name: file.name, index: planFile(file) })),
    folders: folder.folders.map((child) => ({ name: child.name, folder: planFolder(child) })),
  });

  const root = planFolder(tree);
  return { files, fileCount, root };
}

/** Numbers of inodes can be larger than what a number holds exactly. */
function inodeOf(path: string): string {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return `${dev}:${ino}`;
}
