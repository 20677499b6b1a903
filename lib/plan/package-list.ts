import { compareBytes } from '../core/bytes.ts';
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
  const changed = names.filter((name) => old.get(name) !== now.get(name));
  const [first] = changed;
  if (first === undefined) return undefined;
  const text = describeChange(first, old.get(first), now.get(first));
  return changed.length === 1 ? text : `${text} and ${changed.length - 1} more`;
}

/** Returns `bash 5.2-1 → 5.2-2`, `bash 5.2-1 added` or `bash 5.2-1 removed`. */
function describeChange(name: string, before?: string, after?: string): string {
  if (before === undefined) return `${name} ${after ?? ''} added`;
  if (after === undefined) return `${name} ${before} removed`;
  return before === after ? `${name} ${after} rebuilt` : `${name} ${before} → ${after}`;
}

/** Versions of each name; several where a package may be installed more than once. */
function byName(packages: readonly Nevra[]): Map<string, string> {
  const names = Map.groupBy(packages, ({ name }) => plain(name));
  return new Map(
    [...names].map(([name, found]) => [
      name,
      [...new Set(found.map((nevra) => plain(`${formatEvr(nevra)}${archOf(nevra, found)}`)))]
        .sort(compareBytes)
        .join(', '),
    ]),
  );
}

/** The architecture tells two packages apart only where a name has several. */
function archOf({ arch }: Nevra, all: readonly Nevra[]): string {
  return new Set(all.map((nevra) => nevra.arch)).size > 1 ? `.${arch}` : '';
}

/** Names of a published commit are somebody else's words, and these end up in logs and summaries. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9._+~^:-]/gu, '?').slice(0, 120);
}
