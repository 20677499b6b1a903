import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'treesmith-';

/**
 * Makes a folder of our own in the repository's `tmp`, and removes those of processes that have
 * ended without removing theirs. (libostree removes what is a day old, too.)
 */
export async function makeTemporaryFolder(repoPath: string): Promise<string> {
  const tmp = join(repoPath, 'tmp');
  await mkdir(tmp, { recursive: true });
  for (const name of await readdir(tmp)) {
    const pid = /^treesmith-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(tmp, name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
  return mkdtemp(join(tmp, `${PREFIX}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
