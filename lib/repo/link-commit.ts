import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import { objectPath, parseCommit, parseDirtree } from '../ostree/objects.ts';

type Type = Parameters<typeof objectPath>[1];

/** Why a file gets no second name: another file system, one without them, somebody else's file, too many. */
const NO_LINK = ['EXDEV', 'EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Gives all objects of a commit of one archive repository names in another, and returns true; false when
 * they cannot have any, and must be copied. The commit comes last, when all others are on the disk.
 * `base`: a commit that a ref of the other repository leads to; folders that it has, too, are there then.
 * `sync`: syncs the file system that both are on, for who has more to sync on it.
 *
 * @throws errors of node:fs when `from` lacks an object
 */
export async function linkCommit(options: {
  readonly from: string;
  readonly to: string;
  readonly commit: string;
  readonly base?: string | undefined;
  readonly sync?: () => Promise<void>;
  readonly log: Log;
}): Promise<boolean> {
  const { from, to, commit, base, log } = options;
  try {
    const { rootTree, rootMeta } = parseCommit(
      readFileSync(join(from, objectPath(commit, 'commit'))),
    );
    const there = new ObjectFolders(to);
    const seen = new Set<string>();
    const link = (checksum: string, type: Type) => {
      const path = objectPath(checksum, type);
      if (seen.has(path)) return false;
      seen.add(path);
      if (!there.has(path)) linkObject(from, to, path);
      return true;
    };
    const linkTree = (tree: string, meta: string, before: string | undefined) => {
      link(meta, 'dirmeta');
      if (tree === before || !link(tree, 'dirtree')) return;
      const found = readDirtree(from, tree);
      const old = before === undefined ? undefined : readDirtree(to, before);
      const there = new Set(old?.files.map(({ checksum }) => checksum));
      for (const { checksum } of found.files) if (!there.has(checksum)) link(checksum, 'filez');
      const trees = new Map(old?.directories.map((folder) => [folder.name, folder.tree]));
      for (const { name, ...folder } of found.directories) {
        linkTree(folder.tree, folder.meta, trees.get(name));
      }
    };
    linkTree(rootTree, rootMeta, base === undefined ? base : rootOf(to, base));
    if (options.sync !== undefined) await options.sync();
    else await runTool(['sync', '--file-system', to], { log });
    link(commit, 'commit');
  } catch (error) {
    if (NO_LINK.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
  // Where fsck has noted that the commit lacks objects.
  await rm(join(to, 'state', `${commit}.commitpartial`), { force: true });
  return true;
}

/** The dirtree of a commit's root; undefined when not all of the commit is there. */
function rootOf(repoPath: string, commit: string): string | undefined {
  const path = join(repoPath, objectPath(commit, 'commit'));
  const isPartial = existsSync(join(repoPath, 'state', `${commit}.commitpartial`));
  return isPartial || !existsSync(path) ? undefined : parseCommit(readFileSync(path)).rootTree;
}

function readDirtree(repoPath: string, checksum: string) {
  return parseDirtree(readFileSync(join(repoPath, objectPath(checksum, 'dirtree'))));
}

/** Which objects a repository has: each folder is read once, which is much less than to ask for each object. */
class ObjectFolders {
  private readonly repoPath: string;
  private readonly names = new Map<string, ReadonlySet<string>>();

  constructor(repoPath: string) {
    this.repoPath = repoPath;
  }

  /** As of when its folder was read, which is made when it is not there. */
  has(path: string): boolean {
    const folder = dirname(path);
    let names = this.names.get(folder);
    if (names === undefined) {
      const host = join(this.repoPath, folder);
      mkdirSync(host, { recursive: true });
      names = new Set(readdirSync(host));
      this.names.set(folder, names);
    }
    return names.has(basename(path));
  }
}

function linkObject(from: string, to: string, path: string): void {
  try {
    linkSync(join(from, path), join(to, path));
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
