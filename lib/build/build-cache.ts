import type { MetadataCache } from '../lock/metadata-cache.ts';
import type { Basearch } from '../remix/architecture.ts';
import type { LockedPackage } from '../remix/lockfile.ts';

/** What a cache did. */
export interface CacheCounts {
  /** Bytes of files that did not have to be downloaded. */
  readonly cacheHitBytes: number;
  /** Bytes that were uploaded, or that stay on disk because of this run. */
  readonly savedBytes: number;
}

/**
 * What earlier runs have left for this one. Nothing in it fails a build: what cannot be had is
 * fetched, what cannot be saved is missed by the next run, and the log says so.
 */
export interface BuildCache extends MetadataCache, AsyncDisposable {
  readonly counts: CacheCounts;
  /** Says what the present lock needs, whether this run will read it or not. */
  notePackages(packages: readonly LockedPackage[]): Promise<void>;
  /** Brings to the store what it lacks of `packages`, all that are locked for an architecture. */
  restorePackages(basearch: Basearch, packages: readonly LockedPackage[]): Promise<void>;
  /** Keeps for later runs what no run has kept. The store has all of `packages`. */
  savePackages(basearch: Basearch, packages: readonly LockedPackage[]): Promise<void>;
  /**
   * Brings the kept result `key` of a stage to the store (`kept/<stage>/<key>`), and returns whether it
   * is there now. False where kept results are not shared.
   */
  restoreKept(stage: string, key: string): Promise<boolean>;
  /** Keeps a result that is in the store for later runs, where kept results are shared. */
  saveKept(stage: string, key: string): Promise<void>;
}
