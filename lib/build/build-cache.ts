import type { Basearch } from '../host/architecture.ts';
import type { MetadataCache } from '../lock/metadata-cache.ts';
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
  /** True when the store stays where it is, for the runs to come. */
  readonly keepsStore: boolean;
  /** Says what the present lock needs, whether this run will read it or not. */
  notePackages(packages: readonly LockedPackage[]): Promise<void>;
  /** Brings to the store what it lacks of `packages`, all that are locked for an architecture. */
  restorePackages(basearch: Basearch, packages: readonly LockedPackage[]): Promise<void>;
  /** Keeps for later runs what no run has kept. The store has all of `packages`. */
  savePackages(basearch: Basearch, packages: readonly LockedPackage[]): Promise<void>;
  /**
   * Brings the newest kept result of a stage to the store (`kept/<stage>/<key>`) where these are shared,
   * and the store had none of that stage. Whether it is of any use, the stage finds out. A group has what
   * one and the same remix and architecture may use.
   */
  restoreKept(stage: string, group: string): Promise<void>;
  /** Keeps a result that this run made or used for later runs, unless they would get it anyhow. */
  saveKept(stage: string, group: string, key: string): Promise<void>;
}
