import { existsSync, linkSync, mkdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import { objectPath, parseCommit, parseDirtree } from '../ostree/objects.ts';

type Type = Parameters<typeof objectPath>[1];

/** Why a file gets no second name: another file system, one without them, somebody else's file, too many. */
const NO_LINK = ['EXDEV', 'EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/**
 * Gives all objects of a commit of one archive repository names in another, and returns true; false when
 * they cannot have any, and must be copied. The commit comes last, when all others are on the disk.
 *
 * @throws errors of node:fs when `from` lacks an object
 */
export async function linkCommit(options: {
  readonly from: string;
  readonly to: string;
  readonly commit: string;
  readonly log: Log;
}): Promise<boolean> {
  const { from, to, commit, log } = options;
  try {
    const { rootTree, rootMeta } = parseCommit(
      readFileSync(join(from, objectPath(commit, 'commit'))),
    );
    const seen = new Set<string>();
    const link = (checksum: string, type: Type) => {
      const path = objectPath(checksum, type);
      if (seen.has(path)) return false;
      seen.add(path);
      linkObject(from, to, path);
      return true;
    };
    const linkTree = (tree: string, meta: string) => {
      link(meta, 'dirmeta');
      if (!link(tree, 'dirtree')) return;
      const found = parseDirtree(readFileSync(join(from, objectPath(tree, 'dirtree'))));
      for (const { checksum } of found.files) link(checksum, 'filez');
      for (const folder of found.directories) linkTree(folder.tree, folder.meta);
    };
    linkTree(rootTree, rootMeta);
    await runTool(['sync', '--file-system', to], { log });
    linkObject(from, to, objectPath(commit, 'commit'));
  } catch (error) {
    if (NO_LINK.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
  // Where fsck has noted that the commit lacks objects.
  await rm(join(to, 'state', `${commit}.commitpartial`), { force: true });
  return true;
}

function linkObject(from: string, to: string, path: string): void {
  const target = join(to, path);
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  try {
    linkSync(join(from, path), target);
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
