import { ConfigError, TreesmithError } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import { isLockStale, lockInputHash } from '../lock/input-hash.ts';
import type { ArchitectureInputs } from '../lock/lock.ts';
import { type Lockfile, readLockfile } from '../remix/lockfile.ts';
import { readRepositories } from '../remix/repositories.ts';
import type { GlueCode } from './errors.ts';
import type { Workspace } from './workspace.ts';

/**
 * Returns the lockfile of the workspace, which must fit its treefiles and repositories.
 *
 * @throws ConfigError LOCK_MISSING, LOCK_STALE, BAD_LOCKFILE
 */
export async function currentLock(workspace: Workspace): Promise<Lockfile> {
  const path = workspace.remix.lockfile;
  const lockfile = await readIfThere(path);
  const hint = 'Run "treesmith lock" and commit the lockfile.';
  if (lockfile === undefined) {
    throw new ConfigError<GlueCode>('LOCK_MISSING', `${path} does not exist`, { hint });
  }
  if (isLockStale(lockfile, lockInputHash(await readInputs(workspace)))) {
    throw new ConfigError<GlueCode>(
      'LOCK_STALE',
      'the lockfile was made from other treefiles or repositories than those that are here now',
      { place: { file: path }, hint },
    );
  }
  await workspace.cache?.notePackages(lockfile.arches.flatMap(({ packages }) => packages));
  return lockfile;
}

/** Returns what the lock is made of, by architecture. */
export async function readInputs({
  treefiles,
  repoVars,
}: Workspace): Promise<Map<Basearch, ArchitectureInputs>> {
  const inputs = new Map<Basearch, ArchitectureInputs>();
  for (const [basearch, treefile] of treefiles) {
    inputs.set(basearch, { treefile, repositories: await readRepositories(treefile, repoVars) });
  }
  return inputs;
}

/** Returns the lockfile; undefined when there is none. Throws ConfigError BAD_LOCKFILE. */
export async function readIfThere(path: string): Promise<Lockfile | undefined> {
  return readLockfile(path).catch((error: unknown) => {
    if (error instanceof TreesmithError && error.code === 'FILE_MISSING') return undefined;
    throw error;
  });
}
