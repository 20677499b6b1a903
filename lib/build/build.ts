import { formatBytes } from '../core/bytes.ts';
import type { GpgHome } from '../sign/gpg-home.ts';
import { type BootOutcome, bootImages } from './boot-test.ts';
import { recordBuildState } from './build-state.ts';
import { type ComposeOutcome, runCompose } from './compose.ts';
import { type ContainerOutcome, runContainers } from './container.ts';
import { type ImageOutcome, runImages } from './image.ts';
import { formatLock, type LockOutcome, runLock } from './lock.ts';
import { LAYOUT_TAG } from './make-container.ts';
import type { PreviousImages } from './previous-image.ts';
import { recordOutcome } from './result-file.ts';
import { writePublicKey } from './signing-key.ts';
import { assertToolsOf } from './stage-tools.ts';
import type { Workspace } from './workspace.ts';

/** What a build made, or found made. */
export interface BuildResult {
  readonly remix: string;
  readonly lock: LockOutcome;
  /** The OSTree archive repository. */
  readonly repo: string;
  /** The public key that signed, when one did. */
  readonly publicKey: string | undefined;
  readonly commits: readonly ComposeOutcome[];
  readonly images: readonly ImageOutcome[];
  readonly containers: readonly ContainerOutcome[];
  readonly boots: readonly BootOutcome[];
  /** True when every stage found its result made. */
  readonly upToDate: boolean;
}

/**
 * Does all of remix.yaml: lock where there is none that fits, compose, images, boot tests, containers.
 *
 * @throws what the stages throw
 */
export async function runBuild(
  workspace: Workspace,
  options: {
    /** A lockfile that is missing or stale is an error. */
    readonly locked: boolean;
    readonly bootTest: boolean;
    readonly signing: GpgHome | undefined;
    /** Where the containers of the build before are. */
    readonly previous?: PreviousImages | undefined;
  },
): Promise<BuildResult> {
  const { signing } = options;
  await assertToolsOf(options.bootTest ? 'boot-test' : 'image', workspace.remix);
  const mode = options.locked ? 'check' : 'if-stale';
  const { outcome: lock, lockfile } = await runLock(workspace, mode);
  if (lock.changed) for (const line of formatLock(lock)) workspace.log.info(line);
  const publicKey = signing === undefined ? undefined : await writePublicKey(workspace, signing);
  const commits = await runCompose(workspace, { signing, lockfile });
  const images = await runImages(workspace, { signing, lockfile });
  const boots = options.bootTest ? await bootImages(workspace, lockfile, images) : [];
  const containers = await runContainers(workspace, {
    ...{ signing, lockfile },
    ...(options.previous === undefined ? {} : { previous: options.previous }),
  });
  await recordBuildState(workspace, lockfile, { commits, images, containers });
  const part = {
    remix: workspace.remix.name,
    lock,
    repo: workspace.repoPath,
    commits,
    images,
    containers,
    boots,
  };
  const result: BuildResult = {
    ...part,
    publicKey,
    upToDate:
      !lock.changed &&
      [...commits, ...images, ...containers, ...boots].every(({ cached }) => cached),
  };
  // What the no-op would write says less: the timings are those of the build.
  if (!result.upToDate) {
    const key = publicKey === undefined ? {} : { publicKey };
    await recordOutcome(workspace.outDir, { ...part, ...key }, { isWhole: true });
  }
  return result;
}

/** Returns the result as lines for people. */
export function formatBuild(result: BuildResult): string[] {
  const head = result.upToDate ? ['Everything is up to date; nothing was built.'] : [];
  return [
    ...head,
    ...result.commits.map(({ ref, version, commit }) => `commit   ${ref} ${version} ${commit}`),
    `repo     ${result.repo}`,
    ...(result.publicKey === undefined ? [] : [`key      ${result.publicKey}`]),
    `lock     ${result.lock.path} (${Object.entries(result.lock.packages)
      .map(([arch, count]) => `${arch}: ${count} packages`)
      .join(', ')})`,
    ...result.images.map(
      ({ path, sizeBytes, sha256 }) =>
        `image    ${path} (${formatBytes(sizeBytes)}, sha256 ${sha256})`,
    ),
    ...result.containers.map(
      ({ path, sizeBytes, digest }) =>
        `image    oci:${path}:${LAYOUT_TAG} (${formatBytes(sizeBytes)}, ${digest})`,
    ),
    ...result.boots.map(
      ({ checks, seconds, consoleLog }) =>
        `boot     ${checks.length} checks passed in ${seconds} s; console in ${consoleLog}`,
    ),
  ];
}
