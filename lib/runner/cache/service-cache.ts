import { join } from 'node:path';
import type { BuildCache } from '../../build/build-cache.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../host/store.ts';
import { makeTempDir } from '../../host/temp.ts';
import { KeptEntries } from './kept-entries.ts';
import { MetadataEntries } from './metadata-entries.ts';
import { PackagePacks } from './package-packs.ts';
import type { CacheService } from './service.ts';
import { CacheSession } from './session.ts';

/** What a cache in a service needs to know of the run. */
export interface ServiceCacheOptions {
  readonly store: Store;
  /** What the cache belongs to: `owner/name` on GitHub, or the registry's name for the cache. */
  readonly owner: string;
  /** Name in remix.yaml. */
  readonly remix: string;
  /** Makes what this run writes unlike what any other writes. */
  readonly writer: string;
  readonly log: Log;
  /** Starts the service for entries below a folder; a failure is told to who asks the service first. */
  readonly start: (root: string) => Promise<CacheService>;
  /** A missing right is a warning. */
  readonly expectsAccess?: boolean;
  /** Whether kept results of stages go through it, asked once at most. */
  readonly sharesKept: () => Promise<boolean>;
}

/** Returns a cache whose entries a service keeps. */
export async function openServiceCache(options: ServiceCacheOptions): Promise<BuildCache> {
  const { store, owner, remix, writer, log, start, expectsAccess, sharesKept } = options;
  // Beside the packages, so that what goes into a pack or comes out of it is linked and never copied.
  const folder = await makeTempDir(join(store.path, 'tmp'));
  const { path: root } = folder;
  // It may take a moment to load, while the run reads its files. Who needs it hears of a failure.
  const started = start(root);
  const ended = started.catch(() => undefined);
  const service = () => started;
  const session = new CacheSession(log, expectsAccess);
  const ports = { root, service, session, store };
  const metadata = new MetadataEntries(ports);
  const results = new KeptEntries({ ...ports, writer, sharesKept });
  const groups = new Map<string, PackagePacks>();
  const packsOf = (basearch: string) => {
    const known = groups.get(basearch);
    if (known !== undefined) return known;
    const made = new PackagePacks(root, { repository: owner, remix, basearch }, writer, ports);
    groups.set(basearch, made);
    return made;
  };
  // The command line runs on a Node without AsyncDisposableStack, too.
  const close = async () => {
    await (await ended)?.[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  return {
    counts: session.counts,
    keepsStore: false,
    notePackages: async () => undefined,
    restorePackages: (basearch, packages) =>
      session.guard('restoring packages', () => packsOf(basearch).restore(packages)),
    savePackages: (basearch, packages) =>
      session.guard('saving packages', () => packsOf(basearch).save(packages)),
    restoreMetadata: (files) => session.guard('restoring metadata', () => metadata.restore(files)),
    saveMetadata: (files) => session.guard('saving metadata', () => metadata.save(files)),
    restoreKept: (stage, group) =>
      session.guard(`restoring the kept ${stage}`, () => results.restore(stage, group)),
    saveKept: (stage, group, key) =>
      session.guard(`saving the kept ${stage}`, () => results.save(stage, group, key)),
    [Symbol.asyncDispose]: () => session.guard('closing the cache', close),
  };
}
