import type { BuildCache } from '../../build/build-cache.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../host/store.ts';
import { startCacheClient } from './client.ts';
import { openServiceCache } from './service-cache.ts';

/** What a cache at GitHub needs to know of the run. */
export interface ActionsCacheOptions {
  readonly store: Store;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** Name in remix.yaml. */
  readonly remix: string;
  readonly run: { readonly id: string; readonly attempt: string };
  readonly log: Log;
}

/** Returns a cache in GitHub's cache service. */
export async function openActionsCache(options: ActionsCacheOptions): Promise<BuildCache> {
  const { store, repository, remix, run, log } = options;
  return openServiceCache({
    ...{ store, owner: repository, remix, log },
    writer: `${run.id}-${run.attempt}`,
    start: (root) => startCacheClient(root, log),
    // GitHub keeps what a branch has saved from other branches.
    sharesKept: async () => true,
  });
}
