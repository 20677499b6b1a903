import { compareBytes } from '../core/bytes.ts';
import { groupBy } from '../core/group-by.ts';
import { formatEvr } from '../rpm/evr.ts';
import { formatNevra, type Nevra } from '../rpm/nevra.ts';

/** Returns NEVRAs as a build state keeps them, sorted by bytes. */
export function formatPackages(packages: readonly Nevra[]): string[] {
  return packages.map(formatNevra).sort(compareBytes);
}

/**
 * Returns in a few words how the packages differ: `bash 5.2-1 → 5.2-2 and 3 more`. Undefined when they
 * do not.
 */
export function describePackages(
  before: readonly Nevra[],
  after: readonly Nevra[],
): string | undefined {
  const [old, now] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort(compareBytes);
  const changed = names.filter((name) => old.get(name)?.evras !== now.get(name)?.evras);
  const [first] = changed;
  if (first === undefined) return undefined;
  const text = describeChange(first, old.get(first), now.get(first));
  return changed.length === 1 ? text : `${text} and ${changed.length - 1} more`;
}

/** What is there of one name; several versions where it may be installed more than once. */
interface Versions {
  readonly evrs: string;
  readonly evras: string;
}

function describeChange(name: string, before?: Versions, after?: Versions): string {
  if (before === undefined) return `${name} ${after?.evrs} added`;
  if (after === undefined) return `${name} ${before.evrs} removed`;
  // The architecture only tells something when nothing else does.
  const key = before.evrs === after.evrs ? 'evras' : 'evrs';
  return `${name} ${before[key]} → ${after[key]}`;
}

function byName(packages: readonly Nevra[]): Map<string, Versions> {
  const names = groupBy(packages, ({ name }) => plain(name));
  return new Map(
    [...names].map(([name, found]) => [
      name,
      {
        evrs: listed(found.map(formatEvr)),
        evras: listed(found.map((nevra) => `${formatEvr(nevra)}.${nevra.arch}`)),
      },
    ]),
  );
}

function listed(versions: readonly string[]): string {
  return [...new Set(versions.map(plain))].sort(compareBytes).join(', ');
}

/** Names of a published commit are somebody else's words, and these end up in logs and summaries. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9._+~^:-]/gu, '?').slice(0, 120);
}
