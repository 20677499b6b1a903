import type { Treefile } from '../remix/treefile.ts';
import { composeInputs } from '../remix/treefile-inputs.ts';
import type { ComposeOptions } from './compose.ts';
import { inputHash } from './input-hash.ts';
import { layerCommits } from './overlays.ts';
import { readPackages } from './packages.ts';
import { readPrevious } from './previous.ts';
import { isAccountFile } from './users.ts';
import { nextVersion } from './version.ts';

/** What a compose finds out before it makes anything. */
export type Prepared = Awaited<ReturnType<typeof prepare>>;

/**
 * Reads packages, treefile and the commit before.
 *
 * @throws BuildError PAYLOAD_PATH_UNSAFE, PACKAGE_UNREADABLE; ConfigError PREVIOUS_MISSING
 */
export async function prepare(options: ComposeOptions) {
  const { treefile, log, sourceDateEpoch } = options;
  const { previousCommit, sourceRepoPath = options.repoPath } = options;
  const [packages, previous, inputs, layers] = await Promise.all([
    readPackages(pathsOf(options), keepsFile(treefile)),
    previousCommit === undefined ? undefined : readPrevious(sourceRepoPath, previousCommit, log),
    composeInputs(treefile),
    layerCommits(treefile, sourceRepoPath),
  ]);
  return {
    packages,
    previous,
    version: options.version ?? automaticVersion(treefile, sourceDateEpoch, previous?.version),
    inputs,
    hash: inputHash({
      treefile: inputs,
      layers,
      packageChecksums: options.packages.map(({ locked }) => locked.checksum),
      version: options.version,
      sourceDateEpoch,
    }),
  };
}

/** Returns where the packages are. */
export function pathsOf({ packages }: ComposeOptions): string[] {
  return packages.map(({ path }) => path);
}

/** Files of which more than the path is to be known. */
function keepsFile({ removeFromPackages }: Treefile): (name: string, path: string) => boolean {
  const trimmed = new Set(removeFromPackages.map((entry) => entry.package));
  return (name, path) => trimmed.has(name) || isAccountFile(path);
}

function automaticVersion(
  treefile: Treefile,
  sourceDateEpoch: number,
  last?: string,
): string | undefined {
  const { automaticVersionPrefix: prefix, automaticVersionSuffix: suffix } = treefile;
  if (prefix === undefined) return undefined;
  return nextVersion({ prefix, suffix, sourceDateEpoch, ...(last === undefined ? {} : { last }) });
}
