import { compareBytes } from '../core/bytes.ts';
import type { Header } from '../rpm/header.ts';
import { formatNevra } from '../rpm/nevra.ts';
import { HEADER_TAG } from '../rpm/tags.ts';
import { changesPerYear } from './change-frequency.ts';
import type { CommitTree } from './commit-tree.ts';
import type { ContentDigest } from './layer-entry.ts';
import { PackageCheck, type PackageCheckOptions } from './package-check.ts';
import { readPackageFiles } from './package-file.ts';
import { PackagePaths } from './package-paths.ts';

/** A package of a commit, as far as layers are planned by it. All packages of one name are one. */
export interface CommitPackage {
  readonly name: string;
  /** Name of its source package: what is built together is updated together. */
  readonly source: string;
  readonly nevras: readonly string[];
  /** How often it was changed in the year before the newest package of all was built. */
  readonly changesPerYear: number;
}

/** What the package database says of a commit. */
export interface CommitPackages {
  readonly packages: ReadonlyMap<string, CommitPackage>;
  /** Name of the package that has a file or link, by path in the commit. */
  readonly owners: ReadonlyMap<string, string>;
  /** What the bytes of files must give, by path in the commit. */
  readonly digests: ReadonlyMap<string, ContentDigest>;
  /** What is not as the packages have it, one line each. */
  readonly differences: readonly string[];
}

/**
 * Reads the packages one after the other, and compares their files with those of the commit; bytes are
 * compared when layers are written.
 *
 * @throws BuildError BAD_HEADER
 */
export function readCommitPackages(
  tree: CommitTree,
  headers: Iterable<Header>,
  options: PackageCheckOptions,
): CommitPackages {
  const paths = new PackagePaths(tree);
  const changed = [...options.changedPaths].flatMap((path) => paths.follow(`/${path}`));
  const check = new PackageCheck(tree, { ...options, changedPaths: new Set(changed) });
  const owners = new Map<string, string>();
  const found: (Omit<CommitPackage, 'changesPerYear'> & { readonly times: readonly number[] })[] =
    [];
  let newest = 0;
  for (const header of headers) {
    const name = header.text(HEADER_TAG.name) ?? '';
    if (name === 'gpg-pubkey') continue;
    newest = Math.max(newest, header.number(HEADER_TAG.buildTime) ?? 0);
    const times = header.numbers(HEADER_TAG.changelogTimes);
    found.push({ name, source: sourceOf(header, name), nevras: [nevraOf(header)], times });
    check.begin(name);
    for (const file of readPackageFiles(header)) {
      const path = paths.resolve(file.path);
      if (path === undefined) continue;
      check.compare(path, file);
      if (!tree.files.has(path)) continue;
      const owner = owners.get(path);
      if (owner === undefined || compareBytes(name, owner) < 0) owners.set(path, name);
    }
  }
  const packages = new Map<string, CommitPackage>();
  for (const { name, source, nevras, times } of found) {
    const before = packages.get(name);
    packages.set(name, {
      ...{ name, source: before?.source ?? source },
      nevras: [...(before?.nevras ?? []), ...nevras].sort(compareBytes),
      changesPerYear: Math.max(before?.changesPerYear ?? 0, changesPerYear(times, newest)),
    });
  }
  return { packages, owners, digests: check.digests, differences: check.finish() };
}

/** `name-version-release.src.rpm` without what comes after the name. */
function sourceOf(header: Header, name: string): string {
  const file = header.text(HEADER_TAG.sourceRpm) ?? '';
  return /^(.+)-[^-]+-[^-]+\.[^.]+\.rpm$/.exec(file)?.[1] ?? name;
}

function nevraOf(header: Header): string {
  const textOf = (tag: number) => header.text(tag) ?? '';
  return formatNevra({
    name: textOf(HEADER_TAG.name),
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: textOf(HEADER_TAG.version),
    release: textOf(HEADER_TAG.release),
    arch: textOf(HEADER_TAG.arch),
  });
}
