import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError, TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { downloadFile } from '../host/download.ts';
import { moveInto, withLock } from '../host/files.ts';
import { type HttpClient, redactUrl } from '../host/http.ts';
import { removeStale } from '../host/stale.ts';
import type { Store } from '../host/store.ts';
import type { LockedPackage } from '../remix/lockfile.ts';
import type { RepoDefinition } from '../remix/repositories.ts';
import { readRepositoryKeys } from '../remix/repository-keys.ts';
import { readMirrors } from '../remix/repository-mirrors.ts';
import type { FetchCode } from './errors.ts';
import { mirrorUrls } from './mirror-urls.ts';
import { assertSigned } from './verify.ts';

const PARALLEL = 16;
const NAMED_AT_MOST = 9;

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
  const wanted = uniqueBySha256(options.packages, repositories);
  const complete = (await findMissing(wanted, options.store)).length === 0;
  if (complete) {
    await verifyAll(wanted, new Set(), options);
  } else {
    // Two runs that write the same unfinished files would spoil them for each other.
    await withLock(
      join(options.store.path, 'fetch.lock'),
      () => fetchMissing(wanted, options),
      options,
    );
  }
  return new Map(wanted.map(({ sha256 }) => [sha256, options.store.rpm(sha256)]));
}

async function fetchMissing(wanted: readonly Wanted[], options: FetchOptions): Promise<void> {
  const { store, log } = options;
  const missing = await findMissing(wanted, store);
  await removeStale(join(store.path, 'tmp'));
  if (missing.length > 0) {
    if (options.offline) throw notInStore(missing, wanted.length);
    const size = missing.reduce((sum, { locked }) => sum + locked.size, 0);
    await log.group(`Fetch packages (${missing.length}, ${formatBytes(size)})`, () =>
      downloadAll(missing, size, options),
    );
  }
  await verifyAll(wanted, new Set(missing), options);
  await moveInto(
    dirname(store.rpm('')),
    missing.map(({ sha256 }) => ({
      from: store.unverifiedRpm(sha256),
      name: basename(store.rpm(sha256)),
    })),
  );
}

/** A package of the lock and where it comes from. */
interface Wanted {
  readonly locked: LockedPackage;
  readonly sha256: string;
  readonly repository: RepoDefinition;
}

function uniqueBySha256(
  packages: readonly LockedPackage[],
  repositories: ReadonlyMap<string, RepoDefinition>,
): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const locked of packages) {
    const sha256 = /^sha256:([0-9a-f]{64})$/.exec(locked.checksum)?.[1];
    if (sha256 === undefined) {
      throw new ConfigError<FetchCode>(
        'CHECKSUM_UNSUPPORTED',
        `${nevra(locked)} is locked by "${locked.checksum}", expected sha256:<64 hex digits>`,
        { hint: 'Lock again with "treesmith lock".' },
      );
    }
    const repository = repositories.get(locked.repoid);
    if (repository === undefined) {
      throw new ConfigError<FetchCode>(
        'REPOSITORY_UNDEFINED',
        `${nevra(locked)} is locked from [${locked.repoid}], which is not among the repositories of the treefile`,
        { hint: 'Lock again with "treesmith lock", or put the repository back.' },
      );
    }
    if (!wanted.has(sha256)) wanted.set(sha256, { locked, sha256, repository });
  }
  return [...wanted.values()];
}

/** A file of another size than the lock's was damaged from outside, and is fetched again. */
async function findMissing(wanted: readonly Wanted[], store: Store): Promise<Wanted[]> {
  const sizes = await Promise.all(
    wanted.map(({ sha256 }) =>
      stat(store.rpm(sha256)).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  return wanted.filter(({ locked }, index) => sizes[index] !== locked.size);
}

async function downloadAll(
  missing: readonly Wanted[],
  sizeBytes: number,
  options: FetchOptions,
): Promise<void> {
  const { store, http, log } = options;
  const mirrors = await readAllMirrors(missing, options);
  const progress = log.progress('Fetch', sizeBytes, 'bytes');
  const limit = pLimit(PARALLEL);
  const stop = new AbortController();
  // The largest first, so that no straggler is left alone at the end.
  const ordered = [...missing].sort((a, b) => b.locked.size - a.locked.size);
  const outcomes = await Promise.allSettled(
    ordered.map((item) =>
      limit(async () => {
        stop.signal.throwIfAborted();
        const urls = mirrorUrls(item.locked.url, mirrors.get(item.repository.id) ?? []);
        try {
          await downloadFile(http, urls, store.unverifiedRpm(item.sha256), {
            checksum: { type: 'sha256', hex: item.sha256 },
            sizeBytes: item.locked.size,
            partPath: store.partialRpm(item.sha256),
            onBytes: (count) => progress.advance(count),
            signal: stop.signal,
            log,
          });
        } catch (error) {
          // One package that cannot be had fails the stage: the others stop, and keep their parts.
          stop.abort(error);
          throw error;
        }
      }),
    ),
  );
  progress.done();
  if (stop.signal.aborted) throw stop.signal.reason;
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** A list of mirrors that cannot be had is no reason to fail: the lock's own URL may do. */
async function readAllMirrors(
  missing: readonly Wanted[],
  options: FetchOptions,
): Promise<Map<string, readonly string[]>> {
  const repositories = new Map(missing.map(({ repository }) => [repository.id, repository]));
  const read = async (repository: RepoDefinition) => {
    try {
      return [repository.id, (await readMirrors(repository, options)).baseUrls] as const;
    } catch (error) {
      if (!(error instanceof TreesmithError)) throw error;
      options.log.warn(
        `[${repository.id}] its mirrors are not known: ${error.message}`,
        repository.place,
      );
      return [repository.id, repository.baseurl] as const;
    }
  };
  return new Map(await Promise.all([...repositories.values()].map(read)));
}

async function verifyAll(
  wanted: readonly Wanted[],
  missing: ReadonlySet<Wanted>,
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
        nevra: nevra(item.locked),
        sha256: item.sha256,
        path: missing.has(item) ? store.unverifiedRpm(item.sha256) : store.rpm(item.sha256),
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

function notInStore(missing: readonly Wanted[], total: number): ConfigError<FetchCode> {
  const shown = missing.slice(0, NAMED_AT_MOST).map(({ locked }) => nevra(locked));
  const more = missing.length - shown.length;
  return new ConfigError<FetchCode>(
    'NOT_IN_STORE',
    `offline, and ${missing.length} of ${total} packages are not in the store: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    {
      hint: `Run once without --offline; the first would come from ${redactUrl(missing[0]?.locked.url ?? '')}.`,
    },
  );
}

function nevra({ name, evr, arch }: LockedPackage): string {
  return `${name}-${evr}.${arch}`;
}
