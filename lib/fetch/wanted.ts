import { stat } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { currentTimeline } from '../core/timeline.ts';
import { type DigestOptions, digestFiles } from '../host/digest-files.ts';
import { redactUrl } from '../host/http.ts';
import type { Store } from '../host/store.ts';
import type { LockedPackage } from '../remix/lockfile.ts';
import type { RepoDefinition } from '../remix/repositories.ts';
import type { FetchCode } from './errors.ts';

const NAMED_AT_MOST = 9;

/** A package of the lock and where it comes from. */
export interface Wanted {
  readonly locked: LockedPackage;
  /** For messages. */
  readonly nevra: string;
  readonly sha256: string;
  readonly repository: RepoDefinition;
}

/**
 * Returns each package of each repository once: a file that two repositories have must please both.
 *
 * @throws ConfigError CHECKSUM_UNSUPPORTED, REPOSITORY_UNDEFINED
 */
export function listWanted(
  packages: readonly LockedPackage[],
  repositories: ReadonlyMap<string, RepoDefinition>,
): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const locked of packages) {
    const nevra = `${locked.name}-${locked.evr}.${locked.arch}`;
    const sha256 = /^sha256:([0-9a-f]{64})$/.exec(locked.checksum)?.[1];
    if (sha256 === undefined) {
      throw new ConfigError<FetchCode>(
        'CHECKSUM_UNSUPPORTED',
        `${nevra} is locked by "${locked.checksum}", expected sha256:<64 hex digits>`,
        { hint: 'Lock again with "treesmith lock".' },
      );
    }
    const repository = repositories.get(locked.repoid);
    if (repository === undefined) {
      throw new ConfigError<FetchCode>(
        'REPOSITORY_UNDEFINED',
        `${nevra} is locked from [${locked.repoid}], which is not among the repositories of the treefile`,
        { hint: 'Lock again with "treesmith lock", or put the repository back.' },
      );
    }
    wanted.set(`${sha256} ${repository.id}`, { locked, nevra, sha256, repository });
  }
  return [...wanted.values()];
}

/**
 * Returns the packages whose files the store lacks, each file once. Every file that is there is
 * read: one of another size or SHA-256 than the lock's was damaged from outside, and is fetched
 * again.
 */
export async function findMissing(
  wanted: readonly Wanted[],
  store: Store,
  options: DigestOptions = {},
): Promise<Wanted[]> {
  const once = [...new Map(wanted.map((item) => [item.sha256, item])).values()];
  const sizes = await Promise.all(once.map(({ sha256 }) => sizeOf(store.rpm(sha256))));
  const there = once
    .filter(({ locked }, index) => sizes[index] === locked.size)
    // Of the threads that share them out, none begins a large one when the others are done.
    .sort((a, b) => b.locked.size - a.locked.size);
  const place = { kind: 'thread', lane: 'store' } as const;
  const digests = await currentTimeline().span(`read ${there.length} packages`, place, () =>
    digestFiles(
      there.map(({ sha256 }) => store.rpm(sha256)),
      options,
    ),
  );
  const whole = new Set(there.filter(({ sha256 }, index) => digests[index] === sha256));
  return once.filter((item) => !whole.has(item));
}

/** True when the store has a file of the lock's size for each package. */
export async function haveSizes(wanted: readonly Wanted[], store: Store): Promise<boolean> {
  const sizes = await Promise.all(wanted.map(({ sha256 }) => sizeOf(store.rpm(sha256))));
  return wanted.every(({ locked }, index) => sizes[index] === locked.size);
}

/** Says which of `missing` are there, but damaged. */
export async function warnOfDamage(
  missing: readonly Wanted[],
  store: Store,
  log: Log,
): Promise<void> {
  for (const { nevra, sha256 } of missing) {
    if ((await sizeOf(store.rpm(sha256))) === undefined) continue;
    log.warn(`${nevra} is damaged in the store (${store.rpm(sha256)}): it is fetched again`);
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

/** Returns the error that names packages which an offline run would have to fetch. */
export function notInStore(missing: readonly Wanted[], total: number): ConfigError<FetchCode> {
  const shown = missing.slice(0, NAMED_AT_MOST).map(({ nevra }) => nevra);
  const more = missing.length - shown.length;
  return new ConfigError<FetchCode>(
    'NOT_IN_STORE',
    `offline, and ${missing.length} of ${total} packages are not in the store: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    {
      hint: `Run once without --offline; the first would come from ${redactUrl(missing[0]?.locked.url ?? '')}.`,
    },
  );
}
