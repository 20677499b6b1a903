import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, writeFileAtomic } from '../host/files.ts';
import { digestHex } from '../oci/digest.ts';
import {
  type BuildState,
  type BuiltOutput,
  formatBuildState,
  parseBuildState,
} from '../plan/build-state.ts';
import { formatPackages } from '../plan/package-list.ts';
import type { LockedArch, Lockfile } from '../remix/lockfile.ts';
import { parseEvr } from '../rpm/evr.ts';
import type { Nevra } from '../rpm/nevra.ts';
import type { ComposeOutcome } from './compose.ts';
import type { ContainerOutcome } from './container.ts';
import type { ImageOutcome } from './image.ts';
import type { Workspace } from './workspace.ts';

/** Name of the file beside the results. */
export const BUILD_STATE = 'build-state.json';

/** What was built, as far as a build state tells of it. */
export interface BuiltOutcomes {
  readonly commits: readonly Pick<ComposeOutcome, 'basearch' | 'ref' | 'commit' | 'inputHash'>[];
  readonly images: readonly Pick<ImageOutcome, 'basearch' | 'name' | 'sha256' | 'inputHash'>[];
  readonly containers: readonly Pick<
    ContainerOutcome,
    'basearch' | 'name' | 'digest' | 'inputHash'
  >[];
}

/**
 * Returns the state after a build. `kept` are outputs of an earlier state that were not built now and
 * are published still (`Plan.kept`); those that the remix no longer has are dropped.
 */
export function buildState(
  { remix }: Pick<Workspace, 'remix'>,
  lockfile: Lockfile,
  { commits, images, containers }: BuiltOutcomes,
  kept: BuildState['outputs'] = {},
): BuildState {
  const outputs: Record<string, BuiltOutput> = {};
  const ids = new Set(
    remix.architectures.flatMap((basearch) => [
      outputId(basearch, 'commit'),
      ...remix.images.map(({ name }) => outputId(basearch, 'image', name)),
      ...remix.containers.map(({ name }) => outputId(basearch, 'container', name)),
    ]),
  );
  for (const [id, output] of Object.entries(kept)) if (ids.has(id)) outputs[id] = output;
  for (const { basearch, ref, commit, inputHash } of commits) {
    const locked = lockfile.arches.find(({ arch }) => arch === basearch);
    const packages = locked === undefined ? {} : { packages: formatPackages(lockedNevras(locked)) };
    outputs[outputId(basearch, 'commit')] = { inputHash, commit, ref, ...packages };
  }
  for (const { basearch, name, sha256, inputHash } of images) {
    outputs[outputId(basearch, 'image', name)] = { inputHash, sha256 };
  }
  for (const { basearch, name, digest, inputHash } of containers) {
    outputs[outputId(basearch, 'container', name)] = { inputHash, sha256: digestHex(digest) };
  }
  return { version: 1, remix: remix.name, outputs };
}

/**
 * Writes `build-state.json` into the folder of the results, whole or not at all. What an earlier build
 * left there of other outputs stays.
 *
 * @throws what `writeFileAtomic` throws
 */
export async function recordBuildState(
  workspace: Pick<Workspace, 'remix' | 'outDir'>,
  lockfile: Lockfile,
  outcomes: BuiltOutcomes,
): Promise<void> {
  const path = join(workspace.outDir, BUILD_STATE);
  const before = await readBuildState(path);
  const kept = before?.remix === workspace.remix.name ? before.outputs : {};
  await writeBuildState(path, buildState(workspace, lockfile, outcomes, kept));
}

/** Writes a build state, whole or not at all. Throws what `writeFileAtomic` throws. */
export async function writeBuildState(path: string, state: BuildState): Promise<void> {
  await makeFolder(dirname(path));
  await writeFileAtomic(path, formatBuildState(state));
}

/** Returns how a build state calls an output: `x86_64/commit`, `x86_64/image/cloud`. */
export function outputId(
  basearch: string,
  kind: 'commit' | 'image' | 'container',
  name = '',
): string {
  return [basearch, kind, ...(kind === 'commit' ? [] : [name])].join('/');
}

/** Returns the packages of a lock as NEVRAs. */
export function lockedNevras({ packages }: LockedArch): Nevra[] {
  return packages.map(({ name, evr, arch }) => ({ name, ...parseEvr(evr), arch }));
}

async function readBuildState(path: string): Promise<BuildState | undefined> {
  try {
    return parseBuildState(await readFile(path, 'utf8'), path);
  } catch {
    // Absent, damaged or of another version: nothing of it is kept.
    return undefined;
  }
}
