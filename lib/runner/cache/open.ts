import type { BuildCache } from '../../build/build-cache.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../host/store.ts';
import type { CacheMode } from '../remix-inputs.ts';

/** Where to keep things between runs. */
export interface CacheOptions {
  readonly mode: CacheMode;
  readonly store: Store;
  /** Name in remix.yaml. */
  readonly remix: string;
  /** Of the store, in the mode `local`. */
  readonly maxBytes: number;
  readonly run: { readonly id: string; readonly attempt: string };
  readonly log: Log;
}

/**
 * Opens the cache of a run. Dispose of it at the end: a store that stays on disk is trimmed then. None
 * of it fails a run.
 */
export async function openBuildCache(options: CacheOptions): Promise<BuildCache> {
  if (options.mode === 'none') return noCache();
  if (options.mode === 'local') {
    const { openLocalCache } = await import('./local-cache.ts');
    return openLocalCache(options);
  }
  const { openActionsCache } = await import('./actions-cache.ts');
  const repository = process.env['GITHUB_REPOSITORY'] ?? '';
  return openActionsCache({ ...options, repository });
}

function noCache(): BuildCache {
  const nothing = async () => undefined;
  return {
    counts: { cacheHitBytes: 0, savedBytes: 0 },
    notePackages: nothing,
    restorePackages: nothing,
    savePackages: nothing,
    restoreMetadata: nothing,
    saveMetadata: nothing,
    [Symbol.asyncDispose]: nothing,
  };
}
