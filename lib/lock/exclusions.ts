import type { RepoDefinition } from '../remix/repositories.ts';
import type { IndexedPackage, PackageIndex } from './package-index.ts';

/** Why a package may not be chosen. */
export type Exclusion =
  | { readonly kind: 'arch'; readonly arch: string }
  | { readonly kind: 'exclude-packages' }
  | { readonly kind: 'excludepkgs'; readonly pattern: string; readonly repoid: string }
  | { readonly kind: 'includepkgs'; readonly repoid: string }
  | { readonly kind: 'lockfile-repos'; readonly repoid: string };

/** What puts packages out beside the repositories' own lists. */
export interface ExclusionRules {
  /** Names, from the treefile. */
  readonly excludePackages: readonly string[];
  /** Ids of repositories of which only `lockedNevras` may be chosen. */
  readonly lockedOnly: ReadonlySet<string>;
  /** `name-evr.arch`. */
  readonly lockedNevras: ReadonlySet<string>;
}

/** Returns the packages of one repository that may not be chosen, by `name-evr.arch`. */
export function excludedPackages(
  { definition, index }: { readonly definition: RepoDefinition; readonly index: PackageIndex },
  rules: ExclusionRules,
): Map<string, Exclusion> {
  const out = new Map<string, Exclusion>();
  const put = ({ name, evr, arch }: IndexedPackage, exclusion: Exclusion) => {
    out.set(`${name}-${evr}.${arch}`, exclusion);
  };
  const { id, excludepkgs, includepkgs } = definition;
  if (rules.lockedOnly.has(id)) {
    const exclusion: Exclusion = { kind: 'lockfile-repos', repoid: id };
    for (const found of index.all()) {
      if (!rules.lockedNevras.has(`${found.name}-${found.evr}.${found.arch}`))
        put(found, exclusion);
    }
  }
  if (includepkgs.length > 0) {
    const included = packageMatcher(includepkgs);
    for (const found of index.all()) {
      if (included(found) === undefined) put(found, { kind: 'includepkgs', repoid: id });
    }
  }
  if (excludepkgs.length > 0) {
    const excluded = packageMatcher(excludepkgs);
    for (const found of candidatesOf(index, excludepkgs)) {
      const pattern = excluded(found);
      if (pattern !== undefined) put(found, { kind: 'excludepkgs', pattern, repoid: id });
    }
  }
  for (const name of rules.excludePackages) {
    for (const found of index.named(name)) put(found, { kind: 'exclude-packages' });
  }
  return out;
}

/** Plain names, which most lists are made of, need no look at every package. */
function candidatesOf(index: PackageIndex, patterns: readonly string[]): Iterable<IndexedPackage> {
  return patterns.every((pattern) => /^[A-Za-z0-9_+]+$/.test(pattern))
    ? patterns.flatMap((name) => index.named(name))
    : index.all();
}

/**
 * Returns a function that gives the first of `patterns` that a package matches. As in dnf, a pattern
 * is a glob over the name, or over any longer form up to `name-epoch:version-release.arch`.
 */
export function packageMatcher(
  patterns: readonly string[],
): (found: IndexedPackage) => string | undefined {
  const exact = new Map(patterns.map((pattern) => [pattern, pattern]));
  const globs = patterns
    .filter((pattern) => /[*?[]/.test(pattern))
    .map((pattern) => ({ pattern, expression: globExpression(pattern) }));
  return (found) => {
    const forms = packageForms(found);
    for (const form of forms) {
      const pattern = exact.get(form);
      if (pattern !== undefined) return pattern;
    }
    return globs.find(({ expression }) => forms.some((form) => expression.test(form)))?.pattern;
  };
}

/** Returns a regular expression for a glob of `*`, `?` and `[…]`, as fnmatch(3) has them. */
export function globExpression(glob: string): RegExp {
  const source = glob.replace(/\[(!?)([^\]]*)\]|[*?]|[^*?[]+|\[/g, (part, not, set) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (set !== undefined && set !== '') {
      return `[${not === '' ? '' : '^'}${String(set).replace(/[\\\]^]/g, '\\$&')}]`;
    }
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}

/** Every way to write which package it is: hawkey's NEVRA forms. */
function packageForms({ name, evr, arch }: IndexedPackage): string[] {
  const colon = evr.indexOf(':');
  const versionRelease = evr.slice(colon + 1);
  const version = versionRelease.slice(0, versionRelease.indexOf('-'));
  const epoch = colon === -1 ? '0' : evr.slice(0, colon);
  const forms = [
    name,
    `${name}-${version}`,
    `${name}-${versionRelease}`,
    `${name}-${epoch}:${version}`,
    `${name}-${epoch}:${versionRelease}`,
  ];
  return [...forms, ...forms.map((form) => `${form}.${arch}`)];
}
