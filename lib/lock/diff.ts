import { compareBytes } from '../core/bytes.ts';
import { groupBy } from '../core/group-by.ts';
import type { LockedPackage, Lockfile } from '../remix/lockfile.ts';
import { compareEvr, parseEvr } from '../rpm/evr.ts';

/** One package that is not the same in two lockfiles. */
export interface PackageChange {
  /** basearch. */
  readonly basearch: string;
  readonly kind: 'added' | 'removed' | 'upgraded' | 'downgraded' | 'rebuilt';
  readonly name: string;
  /** RPM arch. */
  readonly arch: string;
  readonly oldEvr?: string;
  readonly newEvr?: string;
  readonly oldSizeBytes?: number;
  readonly newSizeBytes?: number;
}

/**
 * Returns what changed from one lockfile to the next, by architecture and name. `rebuilt` is the same
 * EVR with other bytes. A package that stands there in several versions is compared pairwise.
 */
export function diffLockfiles(before: Lockfile | undefined, after: Lockfile): PackageChange[] {
  const basearches = [
    ...new Set([...(before?.arches ?? []), ...after.arches].map(({ arch }) => arch)),
  ].sort(compareBytes);
  return basearches.flatMap((basearch) =>
    diffArch(basearch, packagesOf(before, basearch), packagesOf(after, basearch)),
  );
}

type ByName = ReadonlyMap<string, readonly LockedPackage[]>;

function packagesOf(lockfile: Lockfile | undefined, basearch: string): ByName {
  const packages = lockfile?.arches.find(({ arch }) => arch === basearch)?.packages ?? [];
  return groupBy(
    packages.toSorted((a, b) => compareEvr(parseEvr(a.evr), parseEvr(b.evr))),
    ({ name }) => name,
  );
}

function diffArch(basearch: string, before: ByName, after: ByName): PackageChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(compareBytes);
  return names.flatMap((name) => {
    const gone = (before.get(name) ?? []).filter((old) => !has(after.get(name), old));
    const come = (after.get(name) ?? []).filter((one) => !has(before.get(name), one));
    return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) =>
      describeChange(basearch, gone[index], come[index]),
    ).filter((change) => change !== undefined);
  });
}

function has(packages: readonly LockedPackage[] | undefined, wanted: LockedPackage): boolean {
  return packages?.some(({ checksum }) => checksum === wanted.checksum) ?? false;
}

function describeChange(
  basearch: string,
  old: LockedPackage | undefined,
  now: LockedPackage | undefined,
): PackageChange | undefined {
  const one = now ?? old;
  if (one === undefined) return undefined;
  return {
    basearch,
    kind: kindOf(old, now),
    name: one.name,
    arch: one.arch,
    ...(old === undefined ? {} : { oldEvr: old.evr, oldSizeBytes: old.size }),
    ...(now === undefined ? {} : { newEvr: now.evr, newSizeBytes: now.size }),
  };
}

function kindOf(
  old: LockedPackage | undefined,
  now: LockedPackage | undefined,
): PackageChange['kind'] {
  if (old === undefined) return 'added';
  if (now === undefined) return 'removed';
  const order = compareEvr(parseEvr(old.evr), parseEvr(now.evr));
  if (order === 0) return 'rebuilt';
  return order < 0 ? 'upgraded' : 'downgraded';
}
