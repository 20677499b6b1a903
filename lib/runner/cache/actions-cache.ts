import { join } from 'node:path';
import type { BuildCache } from '../../build/build-cache.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../host/store.ts';
import { makeTempDir } from '../../host/temp.ts';
import { startCacheClient } from './client.ts';
import { MetadataEntries } from './metadata-entries.ts';
import { PackagePacks } from './package-packs.ts';
import { CacheSession } from './session.ts';

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
  await using stack = new AsyncDisposableStack();
  // Beside the packages, so that what goes into a pack or comes out of it is linked and never copied.
  const { path: root } = stack.use(await makeTempDir(join(store.path, 'tmp')));
  // It takes a moment to load, while the run reads its files. Who needs it hears of a failure.
  const started = startCacheClient(root, log);
  const ended = started.catch(() => undefined);
  stack.defer(async () => (await ended)?.[Symbol.asyncDispose]());
  const service = () => started;
  const session = new CacheSession(log);
  const ports = { root, service, session, store };
  const metadata = new MetadataEntries(ports);
  const groups = new Map<string, PackagePacks>();
  const packsOf = (basearch: string) => {
    const known = groups.get(basearch);
    if (known !== undefined) return known;
    const group = { repository, remix, basearch };
    const made = new PackagePacks(root, group, `${run.id}-${run.attempt}`, ports);
    groups.set(basearch, made);
    return made;
  };
  const kept = stack.move();
  return {
    counts: session.counts,
    notePackages: async () => undefined,
    restorePackages: (basearch, packages) =>
      session.guard('restoring packages', () => packsOf(basearch).restore(packages)),
    savePackages: (basearch, packages) =>
      session.guard('saving packages', () => packsOf(basearch).save(packages)),
    restoreMetadata: (files) => session.guard('restoring metadata', () => metadata.restore(files)),
    saveMetadata: (files) => session.guard('saving metadata', () => metadata.save(files)),
    [Symbol.asyncDispose]: () =>
      session.guard('closing the cache', async () => kept.disposeAsync()),
  };
}
