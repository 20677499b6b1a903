import { type FetchOptions, fetchPackages } from '../fetch/fetch.ts';
import type { LockedPackage } from '../remix/lockfile.ts';
import { readRepositories } from '../remix/repositories.ts';
import type { Treefile } from '../remix/treefile.ts';
import type { Workspace } from './workspace.ts';

/**
 * Makes sure that the locked packages are in the store, verified, and returns where each is, by the
 * SHA-256 of its file.
 *
 * @throws what `readRepositories` and `fetchPackages` throw
 */
export async function fetchLocked(
  workspace: Workspace,
  treefile: Treefile,
  packages: readonly LockedPackage[],
  order: Pick<FetchOptions, 'lastly' | 'onOthers'> = {},
): Promise<ReadonlyMap<string, string>> {
  const { repoVars, store, http, log, offline, cache } = workspace;
  const { active, lockedOnly } = await readRepositories(treefile, repoVars);
  const repositories = [...active, ...lockedOnly];
  await cache?.restorePackages(treefile.basearch, packages);
  // Where the store is gone afterwards it would only take time.
  const unpack = cache === undefined || cache.keepsStore;
  const paths = await fetchPackages({
    ...{ packages, repositories, store, http, log, offline, unpack },
    ...order,
  });
  await cache?.savePackages(treefile.basearch, packages);
  return paths;
}
