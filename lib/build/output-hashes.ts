import { join } from 'node:path';
import { inputHash } from '../compose/input-hash.ts';
import { layerCommits } from '../compose/overlays.ts';
import { readFilesFolder } from '../compose/rootfs-files.ts';
import { type Json, stageKey } from '../core/digest.ts';
import { digestFile } from '../host/file-digest.ts';
import type { LockedArch } from '../remix/lockfile.ts';
import type { ContainerSpec, ImageSpec } from '../remix/remix.ts';
import type { Treefile } from '../remix/treefile.ts';
import { composeInputs } from '../remix/treefile-inputs.ts';
import type { Workspace } from './workspace.ts';

/** Raised when the image of equal inputs gets other bytes than before. */
export const IMAGE_VERSION = 2;
/** The same for containers. */
export const CONTAINER_VERSION = 2;

/** Returns the input hash of a commit: what a compose of it writes as `rpmostree.inputhash`. */
export async function commitInputHash(
  workspace: Workspace,
  treefile: Treefile,
  locked: LockedArch,
): Promise<string> {
  return inputHash({
    treefile: await composeInputs(treefile),
    layers: await layerCommits(treefile, composeRepo(workspace)),
    packageChecksums: locked.packages.map(({ checksum }) => checksum),
    version: workspace.remix.version,
    sourceDateEpoch: sourceDateEpochOf(workspace, locked),
  });
}

/** Returns where composes leave their commits, and look for the one before and for layers. */
export function composeRepo({ store }: Pick<Workspace, 'store'>): string {
  return join(store.path, 'ostree');
}

/** Returns `SOURCE_DATE_EPOCH` of a compose: what was asked for, else when the newest package was built. */
export function sourceDateEpochOf(workspace: Workspace, { packages }: LockedArch): number {
  return (
    workspace.sourceDateEpoch ??
    packages.reduce((newest, { buildtime }) => Math.max(newest, buildtime), 0)
  );
}

/**
 * Returns the input hash of a disk image, before anything is composed. Which key signs is known from
 * remix.yaml alone: one that only the environment names is no part of it.
 */
export function imageInputHash(
  { remix }: Pick<Workspace, 'remix'>,
  treefile: Pick<Treefile, 'basearch' | 'ref'>,
  commitHash: string,
  image: ImageSpec,
): string {
  return stageKey('image-inputs', IMAGE_VERSION, {
    commit: commitHash,
    ref: treefile.ref ?? null,
    basearch: treefile.basearch,
    image: imageInputs(image),
    osName: remix.name,
    remote: remix.ostreeRemote === undefined ? null : { ...remix.ostreeRemote },
    gpgKey: remix.sign?.gpgKey ?? null,
  });
}

/**
 * Returns the input hash of a container: what it is made of, the files laid over it, and for an application
 * those of its base. Which image was published before is no part of it.
 *
 * @throws ConfigError FILES_MISSING, FILES_UNSAFE
 */
export async function containerInputHash(
  { remix }: Pick<Workspace, 'remix'>,
  treefile: Pick<Treefile, 'basearch'>,
  commitHash: string,
  container: ContainerSpec,
): Promise<string> {
  const base =
    container.kind === 'application'
      ? remix.containers.find(({ name }) => name === container.base)
      : undefined;
  return stageKey('container-inputs', CONTAINER_VERSION, {
    commit: commitHash,
    basearch: treefile.basearch,
    container: await containerInputs(container, remix.directory),
    base: base === undefined ? null : await containerInputs(base, remix.directory),
    osName: remix.name,
  });
}

async function containerInputs(container: ContainerSpec, root: string): Promise<Json> {
  // Plain data: what JSON leaves out was not said.
  const spec = JSON.parse(JSON.stringify(container)) as Record<string, Json>;
  if (container.kind === 'bootable' || container.files === undefined) return spec;
  const files: Json[] = [];
  const what = `container ${container.name}`;
  for (const file of await readFilesFolder(container.files, what, root)) {
    const { source, ...rest } = file;
    const digest = file.kind === 'file' ? await digestFile(source) : undefined;
    files.push({ ...rest, sha256: digest?.sha256 ?? null });
  }
  return { ...spec, files };
}

/** Returns what an image's key holds of its description. */
export function imageInputs(image: ImageSpec): Json {
  return plain(image);
}

/** Plain data: what JSON leaves out was not said. */
function plain(spec: ImageSpec | ContainerSpec): Json {
  return JSON.parse(JSON.stringify(spec)) as Json;
}
