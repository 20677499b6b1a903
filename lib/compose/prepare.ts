import type { Treefile } from '../remix/treefile.ts';
import { composeInputs } from '../remix/treefile-inputs.ts';
import type { ComposeOptions } from './compose.ts';
import { inputHash } from './input-hash.ts';
import { KeptHeaders } from './kept-headers.ts';
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
  const [{ packages, keepHeaders }, previous, inputs, layers] = await Promise.all([
    readHeaders(options),
    previousCommit === undefined ? undefined : readPrevious(sourceRepoPath, previousCommit, log),
    composeInputs(treefile),
    layerCommits(treefile, sourceRepoPath),
  ]);
  return {
    packages,
    keepHeaders,
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

/** Reads the packages' headers, but for those that are kept. `keepHeaders` keeps them when all are verified. */
async function readHeaders({ treefile, packages, keptPath, log }: ComposeOptions) {
  // Of their files more than the path is to be known.
  const trimmed = [...new Set(treefile.removeFromPackages.map((entry) => entry.package))].sort();
  const kept =
    keptPath === undefined
      ? undefined
      : await KeptHeaders.find(packages, trimmed, { keptPath, log });
  const found = packages.map((package_) => kept?.get(package_));
  const missing = packages.filter((_, index) => found[index] === undefined);
  const read = await readPackages(
    missing.map(({ path }) => path),
    (name, path) => trimmed.includes(name) || isAccountFile(path),
  );
  const others = read.values();
  const headers = found.flatMap((header) => header ?? others.next().value ?? []);
  return {
    packages: headers,
    keepHeaders: async () => kept?.keep(packages, headers),
  };
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
