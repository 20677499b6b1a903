import { readFile, stat } from 'node:fs/promises';
import { type Json, sha256 } from '../core/digest.ts';
import { overlayInputs } from './overlay-inputs.ts';
import type { AccountCheck, Treefile } from './treefile-model.ts';

/**
 * Returns what of a treefile decides which packages are chosen. A lock is stale when this changes,
 * and stays good when only scripts or metadata do.
 */
export function lockInputs(treefile: Treefile): Json {
  return {
    basearch: treefile.basearch,
    packages: treefile.packages,
    groups: groupInputs(treefile),
    excludePackages: treefile.excludePackages,
    repos: treefile.repos,
    repoPackages: repoPackageInputs(treefile),
    lockfileRepos: treefile.lockfileRepos,
    releasever: treefile.releasever ?? null,
    repovars: treefile.repovars,
    recommends: treefile.recommends,
  };
}

/**
 * Returns what of a treefile decides the bytes of the commit: every field, and the content of the
 * files that it names in place of their paths. Where the files lie, how keys are spread over
 * includes, comments and (as in rpm-ostree) `metadata` make no difference.
 */
export async function composeInputs(treefile: Treefile): Promise<Json> {
  const {
    path: _path,
    directory: _directory,
    files: _files,
    metadata: _metadata,
    variables: _variables,
    origins: _origins,
    warnings: _warnings,
    ...fields
  } = treefile;
  return {
    ...fields,
    groups: groupInputs(treefile),
    repoPackages: repoPackageInputs(treefile),
    rojig: fields.rojig === undefined ? null : { ...fields.rojig },
    checkPasswd: await checkInputs(treefile.checkPasswd),
    checkGroups: await checkInputs(treefile.checkGroups),
    postprocess: treefile.postprocess.map(({ script }) => script),
    postprocessScript:
      treefile.postprocessScript === undefined
        ? null
        : sha256(await readFile(treefile.postprocessScript)),
    addFiles: await Promise.all(
      treefile.addFiles.map(async ({ source, destination }) => ({
        destination,
        mode: addedFileMode((await stat(source)).mode),
        sha256: sha256(await readFile(source)),
      })),
    ),
    overlays: await overlayInputs(treefile),
    removeFromPackages: treefile.removeFromPackages.map(({ package: name, patterns }) => [
      name,
      ...patterns,
    ]),
  };
}

/**
 * Returns the mode that a file of `add-files` has in the tree: that of its source, without what the
 * umask of a checkout decides.
 */
export function addedFileMode(mode: number): number {
  return mode & 0o755;
}

/** A group asked for from another place is the same group. */
function groupInputs({ groups }: Treefile): Json {
  return groups.map(({ id, kind, optional, blacklist }) => ({ id, kind, optional, blacklist }));
}

function repoPackageInputs({ repoPackages }: Treefile): Json {
  return repoPackages.map(({ repo, packages }) => ({ repo, packages }));
}

async function checkInputs<Ids extends object | number>(check: AccountCheck<Ids>): Promise<Json> {
  switch (check.type) {
    case 'none':
    case 'previous':
      return { type: check.type };
    case 'file':
      return { type: 'file', sha256: sha256(await readFile(check.path)) };
    case 'data':
      return { type: 'data', entries: check.entries as unknown as Json };
  }
}
