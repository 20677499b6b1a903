import { type Capability, type Dependency, meets, parseDependency } from '../rpm/dependency.ts';
import type { Requirement } from '../rpm/installed-package.ts';

/** What of a package its dependencies are found with. */
export interface Dependent {
  readonly requires: readonly Requirement[];
  readonly provides: readonly Capability[];
}

/**
 * Returns the paths that packages require (`/bin/sh`), in the spelling of `ownedPath`: whose they are is
 * in the packages' lists of files, which are long.
 */
export function requiredPaths(packages: readonly Dependent[]): Set<string> {
  const paths = new Set<string>();
  for (const { requires } of packages) {
    for (const requirement of requires) {
      for (const { name } of capabilitiesOf(dependencyOf(requirement))) {
        if (name.startsWith('/')) paths.add(ownedPath(name));
      }
    }
  }
  return paths;
}

/** Returns one spelling for the paths that are one since /bin, /sbin and /lib moved to /usr. */
export function ownedPath(path: string): string {
  return path
    .replace(/^\/(bin|sbin|lib|lib64)\//, '/usr/$1/')
    .replace(/^\/usr\/sbin\//, '/usr/bin/');
}

/**
 * Returns for each package the places of the packages that it requires, ascending, without itself: all
 * that provide what it asks for, where several do. `owners` has the owners of each of `requiredPaths`.
 */
export function resolveDependencies(
  packages: readonly Dependent[],
  owners: ReadonlyMap<string, readonly number[]>,
): number[][] {
  const providers = new Map<string, { provided: Capability; place: number }[]>();
  packages.forEach(({ provides }, place) => {
    for (const provided of provides) {
      const known = providers.get(provided.name);
      if (known === undefined) providers.set(provided.name, [{ provided, place }]);
      else known.push({ provided, place });
    }
  });
  const findProviders = (asked: Capability): number[] => {
    const named = providers.get(asked.name) ?? [];
    const found = named.filter(({ provided }) => meets(provided, asked)).map(({ place }) => place);
    return asked.name.startsWith('/')
      ? [...found, ...(owners.get(ownedPath(asked.name)) ?? [])]
      : found;
  };
  // Thousands of packages ask for the same C library.
  const known = new Map<string, readonly number[]>();
  return packages.map(({ requires }, place) => {
    const found = new Set<number>();
    for (const requirement of requires) {
      if (requirement.isOfRpm) continue;
      const key = `${requirement.name} ${requirement.sign ?? ''} ${requirement.evr ?? ''}`;
      const places = known.get(key) ?? placesOf(dependencyOf(requirement), findProviders);
      known.set(key, places);
      const isOne = !requirement.name.startsWith('(');
      // What it provides itself it needs nobody for.
      if (isOne && places.includes(place)) continue;
      for (const other of places) if (other !== place) found.add(other);
    }
    return [...found].sort((a, b) => a - b);
  });
}

function dependencyOf(requirement: Requirement): Dependency {
  return requirement.name.startsWith('(')
    ? parseDependency(requirement.name)
    : { kind: 'capability', capability: requirement };
}

function placesOf(
  dependency: Dependency,
  findProviders: (asked: Capability) => number[],
): readonly number[] {
  if (dependency.kind === 'capability') return findProviders(dependency.capability);
  if (dependency.kind !== 'conditional') {
    return dependency.parts.flatMap((part) => placesOf(part, findProviders));
  }
  const { when, part, otherwise } = dependency;
  const due = placesOf(when, findProviders).length > 0 ? part : otherwise;
  return due === undefined ? [] : placesOf(due, findProviders);
}

function capabilitiesOf(dependency: Dependency): readonly Capability[] {
  if (dependency.kind === 'capability') return [dependency.capability];
  const parts =
    dependency.kind === 'conditional'
      ? [dependency.when, dependency.part, dependency.otherwise]
      : dependency.parts;
  return parts.flatMap((part) => (part === undefined ? [] : capabilitiesOf(part)));
}
