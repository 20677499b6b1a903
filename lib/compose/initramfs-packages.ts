import { createHash } from 'node:crypto';
import type { PackageHeader } from './packages.ts';

/** Which package a path of the tree is of, and what packages need. */
export interface PackageGraph {
  /** Names of packages that own a path (without the leading slash, as in the commit). */
  owners(path: string): readonly string[];
  /** `names` and all that they require or recommend, and so on. */
  closure(names: Iterable<string>): ReadonlySet<string>;
  /** SHA-256 over all that decides these answers. */
  readonly digest: string;
}

/**
 * Returns what headers say of each other. `moved` says where a path of a package is in the finished
 * tree; it is given bytes, as latin1.
 */
export function packageGraph(
  packages: readonly PackageHeader[],
  moved: (path: string) => string,
): PackageGraph {
  const owners = new Map<string, string[]>();
  const providers = new Map<string, string[]>();
  const needs = new Map<string, Set<string>>();
  const hash = createHash('sha256');
  for (const { name, paths, provides, requires } of packages) {
    for (const path of paths) add(owners, moved(Buffer.from(path).toString('latin1')), name);
    for (const provide of provides) add(providers, provide, name);
    const found = needs.get(name) ?? new Set();
    for (const need of requires) for (const each of alternatives(need)) found.add(each);
    needs.set(name, found);
    hash.update(JSON.stringify([name, paths, provides, requires]));
  }
  const ownersOf = (path: string) => owners.get(path) ?? [];
  return {
    digest: hash.digest('hex'),
    owners: ownersOf,
    closure: (names) => {
      const found = new Set(names);
      for (const each of found) {
        for (const need of needs.get(each) ?? []) {
          for (const provider of providers.get(need) ?? []) found.add(provider);
          if (need.startsWith('/')) for (const owner of ownersOf(moved(need))) found.add(owner);
        }
      }
      return found;
    },
  };
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** What a rich dependency `(a or b >= 1)` may mean: each word of it. */
function alternatives(need: string): string[] {
  if (!need.startsWith('(')) return [need];
  return need
    .split(/\s+/)
    .flatMap((word) => [word, word.replace(/^\(+/, ''), word.replace(/^\(+|\)+$/g, '')]);
}
