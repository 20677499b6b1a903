import { compareBytes } from '../core/bytes.ts';
import { stageKey } from '../core/digest.ts';
import type { Basearch } from '../host/architecture.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import { repositoryInputs } from '../remix/repositories.ts';
import { lockInputs } from '../remix/treefile-inputs.ts';
import type { ArchitectureInputs } from './architecture-lock.ts';

/** Changes when the same inputs would give another lock. */
const VERSION = 1;

/** Returns the hash of all that decides a lock beside the repositories' state of the day. */
export function lockInputHash(inputs: ReadonlyMap<Basearch, ArchitectureInputs>): string {
  return stageKey(
    'lock',
    VERSION,
    [...inputs.values()]
      .sort((a, b) => compareBytes(a.treefile.basearch, b.treefile.basearch))
      .map(({ treefile, repositories }) => ({
        treefile: lockInputs(treefile),
        repositories: repositoryInputs(repositories),
      })),
  );
}

/** Tells whether treefiles or repositories have changed since the lockfile was made. */
export function isLockStale(lockfile: Lockfile, inputHash: string): boolean {
  return lockfile.treesmith.inputHash !== inputHash;
}
