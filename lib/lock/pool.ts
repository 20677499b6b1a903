import type { RepoDefinition } from '../remix/repositories.ts';
import { type Exclusion, type ExclusionRules, excludedPackages } from './exclusions.ts';
import type { IndexedPackage } from './package-index.ts';
import type { RepositoryState } from './repomd.ts';
import type { SolvRepository } from './solv-cache.ts';

/** One repository, ready for the solver. */
export interface PoolRepository extends SolvRepository {
  /** How the solver calls it: `r0`, `r1`, … Ids may hold what its files give a meaning. */
  readonly alias: string;
  readonly definition: RepoDefinition;
  readonly state: RepositoryState;
}

/** A package and the repository it is in. */
export interface Candidate extends IndexedPackage {
  readonly repository: PoolRepository;
}

/** All packages that one architecture may choose from. */
export interface Pool {
  readonly repositories: readonly PoolRepository[];
  /** Architectures that install, best first: `['x86_64', 'noarch']`. */
  readonly rpmArches: readonly string[];
  /** Every package called `name`, also those that may not be chosen. */
  named(name: string): Candidate[];
  /** Every package that obsoletes some version of `name`, and which: `name < 2`. */
  obsoleters(name: string): { obsoletes: string; candidate: Candidate }[];
  /** Why a package may not be chosen, or undefined when it may. */
  disqualify(candidate: Candidate): Exclusion | undefined;
  /** `name-evr.arch@alias` of each package of a fitting architecture that may not be chosen. */
  readonly disabled: readonly string[];
  /** Returns the same pool with repositories that know more of the same packages. */
  withRepositories(repositories: readonly PoolRepository[]): Pool;
}

/** Returns `name-evr.arch@alias`, by which the solver knows a package. */
export function solvableId({ name, evr, arch, repository }: Candidate): string {
  return `${name}-${evr}.${arch}@${repository.alias}`;
}

/** Returns `name-evr.arch`. */
export function nevraOf({ name, evr, arch }: IndexedPackage): string {
  return `${name}-${evr}.${arch}`;
}

/** Returns the pool of `repositories`; `rules` says what of them is out. */
export function createPool(
  repositories: readonly PoolRepository[],
  rpmArches: readonly string[],
  rules: ExclusionRules,
): Pool {
  const out = new Map(
    repositories.map((repository) => [repository, excludedPackages(repository, rules)]),
  );
  const disqualify = ({ repository, ...found }: Candidate): Exclusion | undefined =>
    rpmArches.includes(found.arch)
      ? out.get(repository)?.get(nevraOf(found))
      : { kind: 'arch', arch: found.arch };
  return {
    repositories,
    rpmArches,
    named: (name) =>
      repositories.flatMap((repository) =>
        repository.index.named(name).map((found) => ({ ...found, repository })),
      ),
    obsoleters: (name) =>
      repositories.flatMap((repository) =>
        repository.index.obsoleters(name).flatMap(({ obsoletes, ...by }) => {
          const found = repository.index.find(by.name, by.evr, by.arch);
          return found === undefined ? [] : [{ obsoletes, candidate: { ...found, repository } }];
        }),
      ),
    disqualify,
    disabled: repositories.flatMap((repository) =>
      [...(out.get(repository) ?? [])]
        .filter(([nevra]) => rpmArches.some((arch) => nevra.endsWith(`.${arch}`)))
        .map(([nevra]) => `${nevra}@${repository.alias}`),
    ),
    withRepositories: (others) => createPool(others, rpmArches, rules),
  };
}
