import type { Log } from '../core/log.ts';
import { packageMounts } from './packages.ts';
import { hostMounts, runSandboxed } from './sandbox.ts';

/** Which package a path of the tree is of, and what packages need. */
export interface PackageGraph {
  /** Names of packages that own a path (without the leading slash, as in the commit). */
  owners(path: string): readonly string[];
  /** `names` and all that they require or recommend, and so on. */
  closure(names: Iterable<string>): ReadonlySet<string>;
}

// The kind of line comes first: a line break in a value makes lines of no kind, or of one too many.
const QUERY =
  'P\\t%{NAME}\\n[F\\t%{FILENAMES}\\n][V\\t%{PROVIDENAME}\\n][R\\t%{REQUIRENAME}\\n][R\\t%{RECOMMENDNAME}\\n]';

/** A package database, or RPM files: both say the same of the same packages. */
export type PackageSource = { readonly database: string } | { readonly files: readonly string[] };

/**
 * Reads what is said of packages. Undefined when rpm cannot: nothing is known then.
 *
 * `moved` says where a path of a package is in the finished tree.
 */
export async function readPackageGraph(
  source: PackageSource,
  moved: (path: string) => string,
  options: { readonly sourceDateEpoch: number; readonly log: Log },
): Promise<PackageGraph | undefined> {
  const owners = new Map<string, string[]>();
  const providers = new Map<string, Set<string>>();
  const needs = new Map<string, Set<string>>();
  let name = '';
  const { mounts, argv } = sourceArgv(source);
  const failure = await runSandboxed(
    ['rpm', '--noplugins', '--nosignature', '--nodigest', '--qf', QUERY, ...argv],
    {
      mounts: [...hostMounts(), ...mounts],
      env: { HOME: '/nonexistent' },
      sourceDateEpoch: options.sourceDateEpoch,
      log: options.log,
      onLine: (line) => {
        const value = line.slice(2);
        if (line.startsWith('P\t')) {
          name = value;
          if (!needs.has(name)) needs.set(name, new Set());
        } else if (line.startsWith('F\t')) {
          const path = moved(Buffer.from(value).toString('latin1'));
          owners.set(path, [...(owners.get(path) ?? []), name]);
        } else if (line.startsWith('V\t')) {
          providers.set(value, (providers.get(value) ?? new Set()).add(name));
        } else if (line.startsWith('R\t') && value !== '(none)') {
          for (const need of alternatives(value)) needs.get(name)?.add(need);
        }
      },
    },
  ).catch(() => ({ exitCode: 1 }));
  if (failure !== undefined || needs.size === 0) return undefined;
  const ownersOf = (path: string) => owners.get(path) ?? [];
  return {
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

function sourceArgv(source: PackageSource): { argv: string[]; mounts: string[] } {
  if ('database' in source) {
    const argv = ['--dbpath', '/rpmdb', '-qa'];
    return { argv, mounts: ['--ro-bind', source.database, '/rpmdb'] };
  }
  const { argv: mounts, paths } = packageMounts(source.files);
  return { argv: ['--dbpath', '/tmp/db', '-qp', ...paths], mounts };
}

/** What a rich dependency `(a or b >= 1)` may mean: each word of it. */
function alternatives(need: string): string[] {
  if (!need.startsWith('(')) return [need];
  return need
    .split(/\s+/)
    .flatMap((word) => [word, word.replace(/^\(+/, ''), word.replace(/^\(+|\)+$/g, '')]);
}
