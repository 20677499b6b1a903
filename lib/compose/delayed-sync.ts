import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { writeFileAtomic } from '../host/files.ts';
import { runTool } from '../host/process.ts';
import { objectChecksum, objectPath, parseCommit, parseDirtree } from '../ostree/objects.ts';

/** Says, in the repository, that objects may not be on the disk yet. Holds the boot's id. */
const MARKER = '.treesmith-unsynced-';

/** Objects of a repository that are not on the disk yet. */
export interface DelayedSync {
  /** Syncs all of them; the second time, nothing. */
  sync(): Promise<void>;
}

/**
 * Returns when objects may be added to the repository without syncing any: all are synced in the end,
 * once. Who adds them deletes first what they were taken from: what is deleted before a sync need not
 * be written at all, and that is most of what a compose makes.
 *
 * libostree takes an object that is there for whole. After a power cut in between that would be
 * wrong; so a marker is synced first, and when one of an earlier boot is found, the repository is
 * checked, and objects that are damaged or belong to no commit are deleted.
 */
export async function delaySync(repoPath: string, log: Log): Promise<DelayedSync> {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  await mendAfterPowerCut(repoPath, boot, log);
  await writeFileAtomic(join(repoPath, `${MARKER}${process.pid}`), boot);
  let done: Promise<void> | undefined;
  const sync = () => {
    done ??= runTool(['sync', '--file-system', repoPath], { log }).then(() =>
      removeMarkers(repoPath, (pid) => pid === process.pid || !isAlive(pid)),
    );
    return done;
  };
  return { sync };
}

async function mendAfterPowerCut(repoPath: string, boot: string, log: Log): Promise<void> {
  const markers = (await readdir(repoPath)).filter((name) => name.startsWith(MARKER));
  const boots = await Promise.all(
    // Whose marker has gone meanwhile has synced.
    markers.map((name) => readFile(join(repoPath, name), 'utf8').catch(() => boot)),
  );
  if (boots.every((found) => found === boot)) return;
  log.warn(`The machine stopped while ${repoPath} was written to: it is checked`);
  const commits = await removeDamagedMetadata(repoPath);
  for (const commit of commits) {
    // No ref leads to it: refs are set after the sync.
    if (!(await isComplete(repoPath, commit)))
      await rm(join(repoPath, objectPath(commit, 'commit')));
  }
  const ostree = ['ostree', `--repo=${repoPath}`];
  // fsck sees content that commits lead to, and notes which lack some; prune deletes the rest.
  await runTool([...ostree, 'fsck', '--quiet', '--all', '--delete'], { log, okExitCodes: [0, 1] });
  await runTool([...ostree, 'prune'], { log });
  await removeMarkers(repoPath, () => true);
}

/** Returns the commits that are left; fsck and prune stop at what they cannot read. */
async function removeDamagedMetadata(repoPath: string): Promise<string[]> {
  const objects = join(repoPath, 'objects');
  const commits: string[] = [];
  for (const name of await readdir(objects, { recursive: true })) {
    const [, start = '', rest = '', type] =
      /^([0-9a-f]{2})\/([0-9a-f]{62})\.(commit|dirtree|dirmeta)$/.exec(name) ?? [];
    if (type === undefined) continue;
    const path = join(objects, name);
    if (objectChecksum(await readFile(path)) !== start + rest) await rm(path);
    else if (type === 'commit') commits.push(start + rest);
  }
  return commits;
}

/** True when every folder of the commit is there. */
async function isComplete(repoPath: string, commit: string): Promise<boolean> {
  const { rootTree, rootMeta } = parseCommit(await readObject(repoPath, commit, 'commit'));
  const todo = [{ tree: rootTree, meta: rootMeta }];
  try {
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      await readObject(repoPath, next.meta, 'dirmeta');
      todo.push(...parseDirtree(await readObject(repoPath, next.tree, 'dirtree')).directories);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function readObject(repoPath: string, checksum: string, type: 'commit' | 'dirtree' | 'dirmeta') {
  return readFile(join(repoPath, objectPath(checksum, type)));
}

async function removeMarkers(repoPath: string, isOver: (pid: number) => boolean): Promise<void> {
  for (const name of await readdir(repoPath)) {
    const pid = name.startsWith(MARKER) ? Number(name.slice(MARKER.length)) : Number.NaN;
    if (Number.isInteger(pid) && isOver(pid)) await rm(join(repoPath, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
