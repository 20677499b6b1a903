import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import type { Json } from '../core/digest.ts';
import { parseRepoFile, type RepoDefinition } from '../rpm/repo-file.ts';
import { substituteVariables } from '../rpm/repo-variables.ts';
import { remixError } from './errors.ts';
import { nearestName } from './nearest.ts';
import { readSource } from './source.ts';
import type { Treefile } from './treefile-model.ts';

export type { RepoDefinition } from '../rpm/repo-file.ts';

const MAX_FILE_BYTES = 1024 * 1024;

/** The repositories that one architecture's treefile asks for, variables replaced. */
export interface Repositories {
  /** Those of `repos`, or all enabled ones; in that order. */
  readonly active: readonly RepoDefinition[];
  /** Those of `lockfile-repos` that are not active anyway: good only for packages that are locked already. */
  readonly lockedOnly: readonly RepoDefinition[];
  /** All of these as they are written, variables not replaced. */
  readonly written: readonly RepoDefinition[];
}

/**
 * Reads the `.repo` files beside the treefile and returns the repositories it asks for. As in
 * rpm-ostree, `repos` names those to use whether or not they are enabled; without it all enabled
 * ones are used, in the order of file names. `repoVars` win over the treefile's.
 *
 * @throws ConfigError UNKNOWN_REPOSITORY, NO_REPOSITORY, BAD_REPO_FILE, UNDEFINED_VARIABLE with place
 */
export async function readRepositories(
  treefile: Treefile,
  repoVars: Readonly<Record<string, string>> = {},
): Promise<Repositories> {
  const known = await readDefinitions(treefile.directory);
  const variables = {
    basearch: treefile.basearch,
    arch: treefile.basearch,
    ...(treefile.releasever === undefined ? {} : { releasever: treefile.releasever }),
    ...treefile.repovars,
    ...repoVars,
  };
  const pick = (id: string): RepoDefinition => {
    const found = known.get(id);
    if (found === undefined) throw unknownRepository(id, treefile, [...known.keys()]);
    return found;
  };
  const active =
    treefile.repos.length > 0
      ? [...new Set(treefile.repos)].map(pick)
      : [...known.values()].filter(({ enabled }) => enabled);
  if (active.length === 0) {
    throw remixError(
      'NO_REPOSITORY',
      `no .repo file in ${treefile.directory} defines an enabled repository`,
      { file: treefile.path },
      'Put a .repo file beside the treefile, or name repositories under "repos".',
    );
  }
  const lockedOnly = treefile.lockfileRepos.map(pick).filter((found) => !active.includes(found));
  return {
    active: active.map((found) => substitute(found, variables)),
    lockedOnly: lockedOnly.map((found) => substitute(found, variables)),
    written: [...active, ...lockedOnly],
  };
}

/**
 * Returns what of the repositories decides which packages are chosen and who vouches for them. Their
 * variables are not replaced: those of the treefile count by themselves, and that a run takes
 * another mirror does not make another lock.
 */
export function repositoryInputs({ written, lockedOnly }: Repositories): Json {
  return {
    repositories: written.map((definition) => ({
      id: definition.id,
      baseurl: definition.baseurl,
      mirrorlist: definition.mirrorlist ?? null,
      metalink: definition.metalink ?? null,
      gpgkey: definition.gpgkey,
      gpgcheck: definition.gpgcheck,
      repoGpgcheck: definition.repoGpgcheck,
      priority: definition.priority,
      cost: definition.cost,
      excludepkgs: definition.excludepkgs,
      includepkgs: definition.includepkgs,
    })),
    lockedOnly: lockedOnly.map(({ id }) => id),
  };
}

async function readDefinitions(directory: string): Promise<Map<string, RepoDefinition>> {
  const known = new Map<string, RepoDefinition>();
  const names = (await readdir(directory)).filter((name) => name.endsWith('.repo'));
  for (const name of names.sort(compareBytes)) {
    const path = join(directory, name);
    const { text } = await readSource(path, path, MAX_FILE_BYTES);
    for (const definition of parseRepoFile(text, path)) {
      const before = known.get(definition.id);
      if (before !== undefined) {
        const message = `[${definition.id}] stands in ${before.place.file}, too`;
        throw remixError('DUPLICATE_KEY', message, definition.place);
      }
      known.set(definition.id, definition);
    }
  }
  return known;
}

function substitute(
  definition: RepoDefinition,
  variables: Readonly<Record<string, string>>,
): RepoDefinition {
  const place = (key: string) => definition.keyPlaces.get(key) ?? definition.place;
  const replace = (key: string) => (text: string) =>
    substituteVariables(text, variables, place(key));
  const { mirrorlist, metalink, ...rest } = definition;
  return {
    ...rest,
    baseurl: definition.baseurl.map(replace('baseurl')),
    gpgkey: definition.gpgkey.map(replace('gpgkey')),
    ...(mirrorlist === undefined ? {} : { mirrorlist: replace('mirrorlist')(mirrorlist) }),
    ...(metalink === undefined ? {} : { metalink: replace('metalink')(metalink) }),
  };
}

function unknownRepository(id: string, treefile: Treefile, known: readonly string[]) {
  const near = nearestName(id, known);
  const hint =
    near === undefined
      ? `The .repo files in ${treefile.directory} define ${known.join(', ') || 'none'}.`
      : `Did you mean "${near}"?`;
  const place = treefile.origins.repos.get(id) ?? { file: treefile.path };
  return remixError(
    'UNKNOWN_REPOSITORY',
    `no .repo file defines the repository "${id}"`,
    place,
    hint,
  );
}
