import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import { type ArchitectureInputs, lockArchitecture } from './architecture-lock.ts';
import { diffLockfiles, type PackageChange } from './diff.ts';
import { isLockStale, lockInputHash } from './input-hash.ts';
import type { MetadataCache } from './metadata-cache.ts';

export type { ArchitectureInputs } from './architecture-lock.ts';

/** What to lock, and what with. */
export interface LockOptions extends RepositoryAccess {
  /** Every architecture that the lockfile shall have. */
  readonly inputs: ReadonlyMap<Basearch, ArchitectureInputs>;
  /** The lockfile as it is: what has not changed is not verified again, and its URLs are kept. */
  readonly previous?: Lockfile;
  readonly log: Log;
  readonly metadataCache?: MetadataCache;
}

/** A new lock, and what is different in it. */
export interface LockResult {
  readonly lockfile: Lockfile;
  readonly changes: readonly PackageChange[];
}

/**
 * Makes the lock of every architecture: reads the repositories' metadata, lets libsolv choose, and
 * checks who signed each package's header. Nothing is written but the store.
 *
 * @throws ConfigError, BuildError LockCode; ConfigError RemixCode for keys and what is not in the
 *   store; BuildError RpmCode for broken metadata; HostCode
 */
export async function lockRemix({
  inputs,
  previous,
  log,
  ...access
}: LockOptions): Promise<LockResult> {
  const inputHash = lockInputHash(inputs);
  const keepUrls = previous !== undefined && !isLockStale(previous, inputHash);
  const arches: Lockfile['arches'][number][] = [];
  const repositories: Lockfile['treesmith']['repositories'][number][] = [];
  // One after the other: each takes both cores, and 100 MB.
  for (const [basearch, input] of inputs) {
    const before = previous?.arches.find(({ arch }) => arch === basearch)?.packages ?? [];
    const made = await log.group(`Lock ${basearch}`, () =>
      lockArchitecture(input, { ...access, log, keepUrls, previous: before }),
    );
    arches.push(made.arch);
    repositories.push(...made.repositories);
  }
  const lockfile: Lockfile = {
    lockfileVersion: 1,
    lockfileVendor: 'redhat',
    arches,
    treesmith: { inputHash, repositories },
  };
  return { lockfile, changes: diffLockfiles(previous, lockfile) };
}
