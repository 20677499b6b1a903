import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stageKey } from '../core/digest.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { ImageOptions } from '../disk/image.ts';
import type { Basearch } from '../host/architecture.ts';
import { writeFileAtomic } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import type { ImageSpec } from '../remix/remix.ts';
import { exportPublicKey, type GpgHome } from '../sign/gpg-home.ts';
import { type ComposeOutcome, runCompose } from './compose.ts';
import type { GlueCode } from './errors.ts';
import { IMAGE_VERSION, imageInputHash, imageInputs } from './output-hashes.ts';
import { runAsRoot } from './privileged.ts';
import { readRecord, writeRecord } from './record.ts';
import { recordOutcome } from './result-file.ts';
import { assertToolsOf } from './stage-tools.ts';
import type { Workspace } from './workspace.ts';

/** A disk image, made now or before. */
export interface ImageOutcome {
  readonly name: string;
  readonly basearch: Basearch;
  readonly format: string;
  readonly path: string;
  /** Of the file. */
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** What it deploys. */
  readonly commit: string;
  /** Over all that decides its bytes, known before anything is composed. */
  readonly inputHash: string;
  /** True when the image was there already. */
  readonly cached: boolean;
  readonly seconds: number;
}

/** Which images to make. */
export interface ImageRunOptions {
  /** Names of remix.yaml; all when undefined. */
  readonly names?: readonly string[] | undefined;
  /** Make each twice and compare. */
  readonly check?: boolean;
  readonly signing: GpgHome | undefined;
  readonly lockfile?: Lockfile;
}

/** What the store remembers of an image. `mtimeMs` tells cheaply whether the file was touched. */
type ImageRecord = {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly mtimeMs: number;
};

/**
 * Makes the images of remix.yaml for each architecture of the workspace, composing first where the
 * commit is not there.
 *
 * @throws ConfigError NO_IMAGE; BuildError NOT_REPRODUCIBLE; what composing and imaging throw
 */
export async function runImages(
  workspace: Workspace,
  options: ImageRunOptions,
): Promise<ImageOutcome[]> {
  const images = chooseImages(workspace, options.names);
  await assertToolsOf('image');
  const { signing, lockfile } = options;
  const commits = await runCompose(workspace, {
    signing,
    ...(lockfile === undefined ? {} : { lockfile }),
  });
  const outcomes: ImageOutcome[] = [];
  for (const compose of commits) {
    for (const image of images) {
      const { architectures } = image;
      if (architectures.length > 0 && !architectures.includes(compose.basearch)) continue;
      const stage = () => imageOne(workspace, image, compose, options);
      outcomes.push(await currentTimeline().span(`Image ${image.name}`, { kind: 'phase' }, stage));
    }
  }
  await recordOutcome(workspace.outDir, { remix: workspace.remix.name, images: outcomes });
  return outcomes;
}

/** Returns the images of remix.yaml that are wanted. Throws ConfigError NO_IMAGE. */
export function chooseImages(
  { remix }: Workspace,
  names: readonly string[] | undefined,
): readonly ImageSpec[] {
  const known = remix.images.map(({ name }) => name);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0 || (names !== undefined && known.length === 0)) {
    throw new ConfigError<GlueCode>(
      'NO_IMAGE',
      `remix.yaml has no image named ${unknown.join(', ')}`,
      { place: { file: remix.path }, hint: `It has: ${known.join(', ') || 'none'}.` },
    );
  }
  return remix.images.filter(({ name }) => names === undefined || names.includes(name));
}

async function imageOne(
  workspace: Workspace,
  image: ImageSpec,
  compose: ComposeOutcome,
  { check, signing }: ImageRunOptions,
): Promise<ImageOutcome> {
  const { remix, store, repoPath, outDir } = workspace;
  const publicKey = signing === undefined ? undefined : await exportPublicKey(signing);
  const key = stageKey('image', IMAGE_VERSION, {
    commit: compose.commit,
    ref: compose.ref,
    basearch: compose.basearch,
    image: imageInputs(image),
    osName: remix.name,
    remote: remix.ostreeRemote === undefined ? null : { ...remix.ostreeRemote },
    publicKey: publicKey ?? null,
  });
  const path = join(outDir, 'images', imageFileName(workspace, image, compose.basearch));
  const common = {
    name: image.name,
    basearch: compose.basearch,
    format: image.format,
    path,
    commit: compose.commit,
    inputHash: imageInputHash(workspace, compose, compose.inputHash, image),
  };
  const known = await readRecord<ImageRecord>(store, 'image', key);
  const found = await stat(path).catch(() => undefined);
  if (check !== true && known !== undefined && found?.isFile() === true) {
    const { sizeBytes, sha256, mtimeMs } = known;
    if (found.size === sizeBytes && found.mtimeMs === mtimeMs) {
      return { ...common, sizeBytes, sha256, cached: true, seconds: 0 };
    }
  }

  const startedMs = performance.now();
  await using temporary = await makeTempDir();
  const keyPath = join(temporary.path, 'key.asc');
  if (publicKey !== undefined) await writeFileAtomic(keyPath, publicKey);
  const workDir = join(store.path, 'work', 'image');
  const options: Omit<ImageOptions, 'log'> = {
    repoPath,
    commit: compose.commit,
    ref: compose.ref,
    osName: remix.name,
    basearch: compose.basearch,
    ...(remix.ostreeRemote === undefined ? {} : { remote: remix.ostreeRemote }),
    ...(publicKey === undefined ? {} : { gpgKeyPath: keyPath }),
    image,
    output: path,
    workDir,
  };
  const leaves = { folders: [dirname(path), workDir], outputs: [path, workDir] };
  const built = await runAsRoot('image', options, leaves, workspace);
  if (check === true) {
    const output = join(temporary.path, 'again');
    const elsewhere = { ...options, output, workDir: temporary.path };
    const leaves = { folders: [], outputs: [temporary.path] };
    const again = await runAsRoot('image', elsewhere, leaves, workspace);
    if (again.sha256 !== built.sha256) {
      throw new BuildError<GlueCode>(
        'NOT_REPRODUCIBLE',
        `image ${image.name} has other bytes when it is made again: ${built.sha256}, then ${again.sha256}`,
      );
    }
  }
  const { sizeBytes, sha256 } = built;
  const { mtimeMs } = await stat(path);
  await writeRecord(store, 'image', key, { sizeBytes, sha256, mtimeMs });
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  return { ...common, sizeBytes, sha256, cached: false, seconds };
}

/** `anvil-x86_64.qcow2`; with its own name when another image would have the same. */
function imageFileName({ remix }: Workspace, image: ImageSpec, basearch: Basearch): string {
  const alone = remix.images.filter(({ format }) => format === image.format).length === 1;
  const name = alone ? remix.name : `${remix.name}-${image.name}`;
  return `${name}-${basearch}.${image.format}`;
}
