import type { BuildCache } from '../../build/build-cache.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../host/store.ts';
import type { CacheMode } from '../remix-inputs.ts';
import type { CacheRegistry } from './registry-cache.ts';

/** Where to keep things between runs. */
export interface CacheOptions {
  readonly mode: CacheMode;
  readonly store: Store;
  /** Name in remix.yaml. */
  readonly remix: string;
  /** In the mode `registry`. */
  readonly registry?: CacheRegistry | undefined;
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
  const { mode, registry: cacheRegistry } = options;
  if (mode === 'none' || (mode === 'registry' && cacheRegistry === undefined)) return noCache();
  if (mode === 'local') {
    const { openLocalCache } = await import('./local-cache.ts');
    return openLocalCache(options);
  }
  if (cacheRegistry !== undefined && mode === 'registry') {
    const { openRegistryCache } = await import('./registry-cache.ts');
    const { id, attempt } = options.run;
    return openRegistryCache({ ...options, cacheRegistry, runName: `${id}-${attempt}` });
  }
  const { openActionsCache } = await import('./actions-cache.ts');
  const repository = process.env['GITHUB_REPOSITORY'] ?? '';
  return openActionsCache({ ...options, repository });
}

function noCache(): BuildCache {
  const nothing = async () => undefined;
  return {
    counts: { cacheHitBytes: 0, savedBytes: 0 },
    keepsStore: false,
    notePackages: nothing,
    restorePackages: nothing,
    savePackages: nothing,
    restoreMetadata: nothing,
    saveMetadata: nothing,
    restoreKept: nothing,
    saveKept: nothing,
    [Symbol.asyncDispose]: nothing,
  };
}
