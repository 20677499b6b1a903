import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildCache } from '../../build/build-cache.ts';
import { formatBytes } from '../../core/bytes.ts';
import { makeDeferred } from '../../core/deferred.ts';
import type { Log } from '../../core/log.ts';
import { withFreeLock, withLock } from '../../host/files.ts';
import { removeStale } from '../../host/stale.ts';
import type { Store } from '../../host/store.ts';
import { markUsed, trimStore } from '../../host/store-limit.ts';
import type { LockedPackage } from '../../remix/lockfile.ts';
import { CacheSession } from './session.ts';

/** What a cache on the runner's disk needs to know. */
export interface LocalCacheOptions {
  readonly store: Store;
  readonly maxBytes: number;
  readonly log: Log;
}

/**
 * Returns the cache of a runner that keeps its disk: the store itself. At the end it is cut down to
 * `maxBytes`, what was used longest ago first. What this run has used stays, and while other runs use
 * the store nothing goes: the last of them cuts it down.
 */
export async function openLocalCache(options: LocalCacheOptions): Promise<BuildCache> {
  const { store, maxBytes, log } = options;
  const session = new CacheSession(log);
  const { counts } = session;
  const keepSinceMs = Date.now();
  const lock = join(store.path, 'use.lock');
  const use = await startUse(lock, session);
  const found = new Set<string>();

  const close = async () => {
    await use.end();
    await removeStale(join(store.path, 'tmp'));
    const trimmed = await withFreeLock(lock, () => trimStore(store, { maxBytes, keepSinceMs }));
    if (trimmed === undefined) {
      log.info('Another run uses the store, which is therefore not cut down now');
      return;
    }
    const { sizeBytes, freedBytes, removed } = trimmed.result;
    const freed = removed === 0 ? '' : `, ${formatBytes(freedBytes)} in ${removed} entries removed`;
    log.info(`The store has ${formatBytes(sizeBytes)} of ${formatBytes(maxBytes)}${freed}`);
  };

  return {
    counts,
    keepsStore: true,
    notePackages: (packages) => markUsed(packages.map((locked) => rpmPath(locked, store))),
    restorePackages: (_basearch, packages) =>
      session.guard('looking at the store', async () => {
        const there = await findThere(packages, store);
        for (const { checksum, size } of there) {
          if (found.has(checksum)) continue;
          found.add(checksum);
          counts.cacheHitBytes += size;
        }
        await markUsed(there.map((locked) => rpmPath(locked, store)));
      }),
    savePackages: (_basearch, packages) =>
      session.guard('looking at the store', async () => {
        const fresh = packages.filter(({ checksum }) => !found.has(checksum));
        for (const { checksum, size } of fresh) {
          if (found.has(checksum)) continue;
          found.add(checksum);
          counts.savedBytes += size;
        }
      }),
    restoreMetadata: ({ files, solv }) => markUsed([...files.map(({ path }) => path), solv]),
    saveMetadata: async () => undefined,
    // They are in the store, which stays, and looked for there.
    restoreKept: async () => undefined,
    saveKept: async () => undefined,
    [Symbol.asyncDispose]: () => session.guard('cutting down the store', close),
  };
}

/** Holds the lock beside other runs until `end`. */
async function startUse(
  lock: string,
  session: CacheSession,
): Promise<{ readonly end: () => Promise<void> }> {
  const over = makeDeferred();
  const held = makeDeferred();
  const kept = session.guard('locking the store', () =>
    withLock(
      lock,
      () => {
        held.resolve();
        return over.promise;
      },
      { shared: true, log: session.log },
    ),
  );
  await Promise.race([held.promise, kept]);
  return {
    end: () => {
      over.resolve();
      return kept;
    },
  };
}

async function findThere(
  packages: readonly LockedPackage[],
  store: Store,
): Promise<LockedPackage[]> {
  const sizes = await Promise.all(
    packages.map((locked) =>
      stat(rpmPath(locked, store)).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  return packages.filter(({ size }, index) => sizes[index] === size);
}

function rpmPath({ checksum }: LockedPackage, store: Store): string {
  return store.rpm(checksum.replace('sha256:', ''));
}
