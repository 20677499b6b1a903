import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stageKey } from '../core/digest.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { Basearch } from '../host/architecture.ts';
import { makeFolder, replaceFile } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import { OciLayout } from '../registry/layout.ts';
import type { ContainerSpec } from '../remix/container-model.ts';
import type { LockedArch, Lockfile } from '../remix/lockfile.ts';
import type { Treefile } from '../remix/treefile.ts';
import { SBOM_FORMAT_FACTS, SBOM_FORMATS } from '../sbom/sbom-format.ts';
import type { GpgHome } from '../sign/gpg-home.ts';
import { type ComposeOutcome, lockedArch, runCompose } from './compose.ts';
import { containerPath } from './container-path.ts';
import { currentLock } from './current-lock.ts';
import type { GlueCode } from './errors.ts';
import { LAYOUT_TAG, type MadeContainer, makeContainer } from './make-container.ts';
import { CONTAINER_VERSION, commitInputHash, containerInputHash } from './output-hashes.ts';
import { type PreviousImages, previousImage } from './previous-image.ts';
import { readRecord, writeRecord } from './record.ts';
import { recordOutcome } from './result-file.ts';
import { assertToolsOf } from './stage-tools.ts';
import type { Workspace } from './workspace.ts';

/** A container image of one architecture, made now or before. */
export interface ContainerOutcome extends MadeContainer {
  readonly name: string;
  readonly kind: ContainerSpec['kind'];
  readonly basearch: Basearch;
  /** Folder with the OCI layout. */
  readonly path: string;
  /** Of a bootable container: what it carries. */
  readonly commit?: string;
  /** Over all that decides its bytes but for the previous image, known before anything is composed. */
  readonly inputHash: string;
  readonly cached: boolean;
  readonly seconds: number;
}

/** Which containers to make, and how. */
export interface ContainerRunOptions {
  /** Names of remix.yaml; all when undefined. */
  readonly names?: readonly string[] | undefined;
  /** Make each twice and compare. */
  readonly check?: boolean;
  /** Where the images of the build before this one are; their layers are kept where they can be. */
  readonly previous?: PreviousImages;
  readonly signing: GpgHome | undefined;
  readonly lockfile?: Lockfile;
}

/**
 * Makes the containers of remix.yaml for each architecture of the workspace, composing first where a
 * commit is needed and not there. Each is an OCI layout of its own, `containers/NAME-BASEARCH`.
 *
 * @throws ConfigError NO_CONTAINER; BuildError NOT_REPRODUCIBLE; what composing and the stages throw
 */
export async function runContainers(
  workspace: Workspace,
  options: ContainerRunOptions,
): Promise<ContainerOutcome[]> {
  const containers = chooseContainers(workspace, options.names);
  if (containers.length === 0) return [];
  await assertToolsOf('container');
  const lockfile = options.lockfile ?? (await currentLock(workspace));
  const needsCommit = containers.some(({ kind }) => kind === 'bootable');
  const commits = needsCommit
    ? await runCompose(workspace, { signing: options.signing, lockfile })
    : [];
  const outcomes: ContainerOutcome[] = [];
  for (const basearch of workspace.architectures) {
    const own = containers.filter(
      ({ architectures }) => architectures.length === 0 || architectures.includes(basearch),
    );
    const compose = commits.find((commit) => commit.basearch === basearch);
    const treefile = treefileOf(workspace, basearch);
    const locked = lockedArch(lockfile, basearch, workspace);
    const inputHash = await commitInputHash(workspace, treefile, locked);
    const job = { treefile, compose, locked, inputHash };
    for (const spec of own) {
      const title = `Container ${spec.name} of ${basearch}`;
      const stage = () => containerOf(workspace, spec, job, options);
      outcomes.push(await currentTimeline().span(title, { kind: 'phase' }, stage));
    }
  }
  const { outDir, remix } = workspace;
  await recordOutcome(outDir, { remix: remix.name, containers: outcomes });
  return outcomes;
}

/**
 * Returns the containers that are wanted, and the bases of those, a base before what stands on it.
 * Throws ConfigError NO_CONTAINER.
 */
function chooseContainers(
  { remix }: Workspace,
  names: readonly string[] | undefined,
): readonly ContainerSpec[] {
  const known = remix.containers.map(({ name }) => name);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0 || (names !== undefined && known.length === 0)) {
    throw new ConfigError<GlueCode>(
      'NO_CONTAINER',
      `remix.yaml has no container named ${unknown.join(', ')}`,
      { place: { file: remix.path }, hint: `It has: ${known.join(', ') || 'none'}.` },
    );
  }
  const wanted = remix.containers.filter(({ name }) => names === undefined || names.includes(name));
  const bases = new Set(wanted.flatMap((spec) => (spec.kind === 'application' ? spec.base : [])));
  const all = remix.containers.filter((spec) => wanted.includes(spec) || bases.has(spec.name));
  const isOnBase = ({ kind }: ContainerSpec) => kind === 'application';
  return [...all.filter((spec) => !isOnBase(spec)), ...all.filter(isOnBase)];
}

/** What the containers of one architecture have in common. */
export interface ContainerJob {
  readonly treefile: Treefile;
  /** The commit; there for bootable containers. */
  readonly compose: ComposeOutcome | undefined;
  readonly locked: LockedArch;
  /** Of the commit. */
  readonly inputHash: string;
}

function treefileOf({ treefiles, remix }: Workspace, basearch: Basearch): Treefile {
  const treefile = treefiles.get(basearch);
  if (treefile === undefined) throw new TypeError(`${remix.name} has no treefile for ${basearch}`);
  return treefile;
}

async function containerOf(
  workspace: Workspace,
  spec: ContainerSpec,
  job: ContainerJob,
  { check = false, previous }: ContainerRunOptions,
): Promise<ContainerOutcome> {
  const { store } = workspace;
  const { compose, treefile } = job;
  const { basearch } = treefile;
  const path = containerPath(workspace, spec.name, basearch);
  const before = await previousImage(workspace, spec, basearch, previous);
  const inputHash = await containerInputHash(workspace, treefile, job.inputHash, spec);
  const key = stageKey('container', CONTAINER_VERSION, {
    inputs: inputHash,
    commit: spec.kind === 'bootable' ? (compose?.commit ?? null) : null,
    previous: before?.digest ?? null,
  });
  const common = {
    ...{ name: spec.name, kind: spec.kind, basearch, path, inputHash },
    ...(spec.kind === 'bootable' && compose !== undefined ? { commit: compose.commit } : {}),
  };
  const record = check ? undefined : await readRecord<MadeContainer>(store, 'container', key);
  if (record !== undefined && (await isThere(path, record))) {
    return { ...common, ...record, cached: true, seconds: 0 };
  }
  const startedMs = performance.now();
  const make = async (folder: string): Promise<MadeContainer> => {
    const layout = await OciLayout.create(folder);
    return makeContainer(workspace, spec, job, { layout, previous: before?.manifest });
  };
  await makeFolder(dirname(path));
  // Beside what was there: that stays until this is whole.
  await using temporary = await makeTempDir(dirname(path));
  const fresh = join(temporary.path, 'layout');
  const made = await make(fresh);
  if (check) {
    const again = await make(join(temporary.path, 'again'));
    if (again.digest !== made.digest) {
      throw new BuildError<GlueCode>(
        'NOT_REPRODUCIBLE',
        `container ${spec.name} has other bytes when it is made again: ${made.digest}, then ${again.digest}`,
      );
    }
  }
  await placeContainer(fresh, path);
  await writeRecord(store, 'container', key, made);
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  return { ...common, ...made, cached: false, seconds };
}

/** Moves a layout and its SBOMs to where they belong. */
async function placeContainer(fresh: string, path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
  await rename(fresh, path);
  for (const format of SBOM_FORMATS) {
    const { suffix } = SBOM_FORMAT_FACTS[format];
    await replaceFile(`${fresh}${suffix}`, `${path}${suffix}`);
  }
}

/** Whether the layout has the image, each blob with its size. */
async function isThere(path: string, { digest, layers }: MadeContainer): Promise<boolean> {
  try {
    const layout = await OciLayout.open(path);
    const manifest = await layout.getManifest(LAYOUT_TAG);
    if (manifest?.digest !== digest) return false;
    for (const layer of layers) {
      if (!(await layout.hasBlob(layer.digest, layer.sizeBytes))) return false;
    }
    return true;
  } catch {
    // Absent or damaged: it is made again.
    return false;
  }
}
