import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readTreefileChanges } from '../compose/treefile-changes.ts';
import { writeBootableContainer } from '../container/bootable.ts';
import { sha256 } from '../core/digest.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { makeTempDir } from '../host/temp.ts';
import type { OciDigest } from '../oci/digest.ts';
import type { ImageManifest } from '../oci/manifest.ts';
import type { OciLayout } from '../registry/layout.ts';
import type {
  ApplicationContainer,
  BaseContainer,
  BootableContainer,
  ContainerSpec,
} from '../remix/container-model.ts';
import type { Treefile } from '../remix/treefile.ts';
import { makeCommitSbom } from '../sbom/commit-sbom.ts';
import { makeTreeSbom } from '../sbom/tree-sbom.ts';
import type { ComposeOutcome } from './compose.ts';
import type { ContainerJob } from './container.ts';
import { containerPath } from './container-path.ts';
import { attachSboms } from './container-sboms.ts';
import { fetchLocked } from './fetch.ts';
import { composeRepo, sourceDateEpochOf } from './output-hashes.ts';
import { runAsRoot } from './privileged.ts';
import type { Workspace } from './workspace.ts';

/** Tag of the manifest in its layout. */
export const LAYOUT_TAG = 'latest';

/** Where a container goes, and what it may reuse. */
export interface ContainerTarget {
  readonly layout: OciLayout;
  readonly previous: ImageManifest | undefined;
}

/** A container that lies in its layout. Plain JSON. */
export type MadeContainer = {
  /** Of the manifest. */
  readonly digest: OciDigest;
  readonly version: string;
  /** Of layers, config and manifest, as they are pushed. */
  readonly sizeBytes: number;
  readonly layers: readonly MadeLayer[];
  /** Bytes that the previous image does not have. */
  readonly newBytes: number;
};

/** A layer, and what has become of it since the previous image. */
export type MadeLayer = {
  readonly digest: OciDigest;
  readonly sizeBytes: number;
  /** For people: names of packages, or what it is. */
  readonly content: string;
  /** Whether the previous image has it, too. */
  readonly reused: boolean;
  /** Why it has not. */
  readonly why?: string;
};

/**
 * Makes one container of one architecture in an empty layout.
 *
 * @throws what `writeBootableContainer` and composing throw
 */
export async function makeContainer(
  workspace: Workspace,
  spec: ContainerSpec,
  job: ContainerJob,
  target: ContainerTarget,
): Promise<MadeContainer> {
  if (spec.kind !== 'bootable') return makeOfPackages(workspace, spec, job, target);
  if (job.compose === undefined) throw new TypeError('a bootable container has a commit');
  return makeBootable(workspace, spec, { ...job, compose: job.compose }, target);
}

async function makeBootable(
  workspace: Workspace,
  spec: BootableContainer,
  { treefile, compose, locked }: ContainerJob & { readonly compose: ComposeOutcome },
  { layout, previous }: ContainerTarget,
): Promise<MadeContainer> {
  const { log } = workspace;
  const { paths, isUnbounded, readonlyExecutables } = await readTreefileChanges(treefile);
  const made = await log.group(`Container ${spec.name} of ${treefile.basearch}`, async () =>
    writeBootableContainer({
      ...{ layout, log, tag: LAYOUT_TAG, maxLayers: spec.maxLayers },
      repoPath: composeRepo(workspace),
      commit: compose.commit,
      architecture: ARCHITECTURES[treefile.basearch].oci,
      compression: spec.compression,
      ...(spec.compressionLevel === undefined ? {} : { compressionLevel: spec.compressionLevel }),
      ...(previous === undefined ? {} : { previous }),
      process: { ...spec.process, labels: spec.labels },
      annotations: spec.annotations,
      createdBy: await formatOrigin(workspace, treefile),
      ...{ changedPaths: paths, isScripted: isUnbounded, readonlyExecutables },
    }),
  );
  await attachSboms(layout, LAYOUT_TAG, (digest) =>
    makeCommitSbom({
      ...{ repoPath: composeRepo(workspace), ref: compose.ref, commit: compose.commit },
      ...{ name: spec.name, basearch: treefile.basearch, locked },
      image: { kind: 'image', repository: spec.name, digest },
    }),
  );
  return {
    digest: made.digest,
    version: compose.version,
    sizeBytes: made.sizeBytes,
    newBytes: made.newBytes,
    layers: made.layers.map(({ descriptor, name, isReused, why }) => ({
      digest: descriptor.digest,
      sizeBytes: descriptor.size,
      content: name,
      reused: isReused,
      ...(why === undefined ? {} : { why }),
    })),
  };
}

async function makeOfPackages(
  workspace: Workspace,
  spec: BaseContainer | ApplicationContainer,
  { treefile, locked }: ContainerJob,
  { layout, previous }: ContainerTarget,
): Promise<MadeContainer> {
  const { log, store, remix } = workspace;
  const { basearch } = treefile;
  const paths = await fetchLocked(workspace, treefile, locked.packages);
  const sourceDateEpoch = sourceDateEpochOf(workspace, locked);
  const workDir = join(store.path, 'work', 'container');
  await using temporary = await makeTempDir();
  const factsPath = join(temporary.path, 'facts');
  const base = baseOf(workspace, spec, basearch);
  const made = await log.group(`Container ${spec.name} of ${basearch}`, async () =>
    runAsRoot(
      'rootfs-container',
      {
        ...{ spec, treefile, basearch, sourceDateEpoch, workDir, factsPath, tag: LAYOUT_TAG },
        packages: locked.packages.map((package_) => ({
          path: paths.get(package_.checksum.replace('sha256:', '')) ?? '',
          locked: package_,
        })),
        layoutPath: layout.folder,
        ...(base === undefined ? {} : { base }),
        filesRoot: remix.directory,
        ...(previous === undefined ? {} : { previous }),
        createdBy: await formatOrigin(workspace, treefile),
        place: { file: remix.path },
      },
      { folders: [workDir], outputs: [layout.folder, workDir, factsPath] },
      workspace,
    ),
  );
  const version = remix.version ?? formatDay(sourceDateEpoch);
  await attachSboms(layout, LAYOUT_TAG, (digest) =>
    makeTreeSbom({
      ...{ treePath: factsPath, name: spec.name, version, basearch, locked },
      createdSeconds: sourceDateEpoch,
      image: { kind: 'image', repository: spec.name, digest },
    }),
  );
  const { digest, sizeBytes, newBytes, layers } = made;
  return { digest, version, sizeBytes, newBytes, layers };
}

/** Returns where the base of an application is, which was made before. */
function baseOf(
  workspace: Workspace,
  spec: BaseContainer | ApplicationContainer,
  basearch: Basearch,
): { spec: BaseContainer; layoutPath: string; tag: string } | undefined {
  if (spec.kind === 'base') return undefined;
  const base = workspace.remix.containers.find(({ name }) => name === spec.base);
  if (base?.kind !== 'base') throw new TypeError(`${spec.base} is no base container`);
  return { spec: base, layoutPath: containerPath(workspace, base.name, basearch), tag: LAYOUT_TAG };
}

/** `20261116`: a container of packages has no commit whose version it could have. */
function formatDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Returns what the history of an image says: by which treefile and lock it was made. */
export async function formatOrigin(
  { remix }: Pick<Workspace, 'remix'>,
  { path }: Pick<Treefile, 'path'>,
): Promise<string> {
  const parts = [];
  for (const file of [path, remix.lockfile]) {
    parts.push(`${basename(file)}@sha256:${sha256(await readFile(file))}`);
  }
  return `treesmith container # ${parts.join(' ')}`;
}
