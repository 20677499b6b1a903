import { basename, dirname, join } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import type { Log } from '../core/log.ts';
import { moveInto, withLock } from '../host/files.ts';
import type { HttpClient } from '../host/http.ts';
import { removeStale } from '../host/stale.ts';
import type { Store } from '../host/store.ts';
import type { LockedPackage } from '../remix/lockfile.ts';
import type { RepoDefinition } from '../remix/repositories.ts';
import { readRepositoryKeys } from '../remix/repository-keys.ts';
import { downloadPackages } from './download-packages.ts';
import { unpackPackages } from './unpack-packages.ts';
import { assertSigned } from './verify.ts';
import {
  findMissing,
  haveSizes,
  listWanted,
  notInStore,
  type Wanted,
  warnOfDamage,
} from './wanted.ts';

/** What to fetch, and how. */
export interface FetchOptions {
  readonly packages: readonly LockedPackage[];
  /** At least those that the packages come from, variables replaced. */
  readonly repositories: readonly RepoDefinition[];
  readonly store: Store;
  readonly http: HttpClient;
  readonly log: Log;
  /** Use what the store has and ask nobody. */
  readonly offline: boolean;
  /** True when what is fetched is unpacked, too, for composes to come. */
  readonly unpack?: boolean;
  /** SHA-256 of packages that are read last, because who waits does not need their files. */
  readonly lastly?: ReadonlySet<string>;
  /** Called when all but `lastly` are verified, if those seem to be there. */
  readonly onOthers?: (() => void) | undefined;
}

/**
 * Makes sure that every package is in the store: whole, with the size and SHA-256 of the lock, and
 * signed by a key that its repository names (unless that says `gpgcheck=0`). Returns where each is,
 * by SHA-256. An interrupted run goes on where it was; a package gets its name in the store only
 * when all of this is true.
 *
 * @throws ConfigError NOT_IN_STORE, REPOSITORY_UNDEFINED, CHECKSUM_UNSUPPORTED, PACKAGE_UNSIGNED,
 *   KEY_NOT_NAMED, KEY_REJECTED; BuildError SIGNATURE_BAD, DOWNLOAD_FAILED, CHECKSUM_MISMATCH, DISK_FULL
 */
export async function fetchPackages(options: FetchOptions): Promise<Map<string, string>> {
  const repositories = new Map(options.repositories.map((found) => [found.id, found]));
  const wanted = listWanted(options.packages, repositories);
  if (!(await verifyThere(wanted, options))) {
    // Two runs that write the same unfinished files would spoil them for each other.
    await withLock(
      join(options.store.path, 'fetch.lock'),
      () => fetchMissing(wanted, options),
      options,
    );
  }
  return new Map(wanted.map(({ sha256 }) => [sha256, options.store.rpm(sha256)]));
}

/** Returns false when something is missing. */
async function verifyThere(wanted: readonly Wanted[], options: FetchOptions): Promise<boolean> {
  const { store, lastly = new Set() } = options;
  const first = wanted.filter(({ sha256 }) => !lastly.has(sha256));
  const last = wanted.filter(({ sha256 }) => lastly.has(sha256));
  if (!(await haveSizes(last, store)) || (await findMissing(first, store)).length > 0) return false;
  await verifyAll(wanted, new Set(), options);
  options.onOthers?.();
  return (await findMissing(last, store, { isAside: true })).length === 0;
}

async function fetchMissing(wanted: readonly Wanted[], options: FetchOptions): Promise<void> {
  const { store, log } = options;
  const missing = await findMissing(wanted, store);
  await removeStale(join(store.path, 'tmp'));
  if (missing.length > 0) {
    await warnOfDamage(missing, store, log);
    if (options.offline) throw notInStore(missing, wanted.length);
    const size = missing.reduce((sum, { locked }) => sum + locked.size, 0);
    await log.group(`Fetch packages (${missing.length}, ${formatBytes(size)})`, () =>
      downloadPackages(missing, options),
    );
  }
  await verifyAll(wanted, new Set(missing.map(({ sha256 }) => sha256)), options);
  await moveInto(
    dirname(store.rpm('')),
    missing.map(({ sha256 }) => ({
      from: store.unverifiedRpm(sha256),
      name: basename(store.rpm(sha256)),
    })),
  );
  if (options.unpack === true) await unpackPackages(missing, store, log);
}

async function verifyAll(
  wanted: readonly Wanted[],
  missing: ReadonlySet<string>,
  options: FetchOptions,
): Promise<void> {
  const { store, log } = options;
  for (const repository of new Set(wanted.map((item) => item.repository))) {
    if (!repository.gpgcheck) {
      log.warn(`[${repository.id}] gpgcheck=0: its packages are not verified`, repository.place);
      continue;
    }
    const blocks = await readKeys(repository, missing.size === 0, options);
    const candidates = wanted
      .filter((item) => item.repository === repository)
      .map((item) => ({
        nevra: item.nevra,
        sha256: item.sha256,
        path: missing.has(item.sha256) ? store.unverifiedRpm(item.sha256) : store.rpm(item.sha256),
      }));
    const keys = { repoid: repository.id, blocks, place: repository.place };
    await assertSigned(candidates, keys, store, log);
  }
}

/** When nothing is to be fetched the keys of the last time do, so that no network is needed. */
async function readKeys(
  repository: RepoDefinition,
  preferKept: boolean,
  options: FetchOptions,
): Promise<string[]> {
  if (!preferKept) return readRepositoryKeys(repository, options);
  return readRepositoryKeys(repository, { ...options, offline: true }).catch((error: unknown) => {
    if (options.offline) throw error;
    return readRepositoryKeys(repository, options);
  });
}
