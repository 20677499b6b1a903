import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { sha256, stageKey } from '../core/digest.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { Basearch } from '../host/architecture.ts';
import { writeFileAtomic } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import { FORMAT_FACTS } from '../remix/image-formats.ts';
import type { ImageFormat, ImageSpec } from '../remix/image-model.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import { exportPublicKey, type GpgHome } from '../sign/gpg-home.ts';
import { type ComposeOutcome, runCompose } from './compose.ts';
import { assertConformant } from './conformance.ts';
import type { GlueCode } from './errors.ts';
import type { WantedImage } from './image-groups.ts';
import type { MadeImage } from './make-images.ts';
import { IMAGE_VERSION, imageInputHash, imageInputs } from './output-hashes.ts';
import { runAsRoot } from './privileged.ts';
import { readRecord, writeRecord } from './record.ts';
import { recordOutcome } from './result-file.ts';
import { assertToolsOf } from './stage-tools.ts';
import type { Workspace } from './workspace.ts';

/** An image, made now or before. */
export interface ImageOutcome {
  readonly name: string;
  readonly basearch: Basearch;
  readonly format: ImageFormat;
  /** A file, or the folder of those formats that are several files. */
  readonly path: string;
  /** Of the file, or of all in the folder. */
  readonly sizeBytes: number;
  /** Lower-case hex; of a folder, that of its list of checksums, as `sha256sum` prints it. */
  readonly sha256: string;
  /** What it deploys. */
  readonly commit: string;
  /** Over all that decides its bytes, known before anything is composed. */
  readonly inputHash: string;
  /** True when the image was there already. */
  readonly cached: boolean;
  /** What it took, with the images that were made beside it. */
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

/** What the store remembers of an image. `mtimeMs` tells cheaply whether a file was touched. */
type ImageRecord = {
  readonly files: {
    /** Below the image's folder; empty for an image that is one file. */
    readonly name: string;
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly mtimeMs: number;
  }[];
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
  await assertToolsOf('image', { ...workspace.remix, images });
  const { signing, lockfile } = options;
  const commits = await runCompose(workspace, {
    signing,
    ...(lockfile === undefined ? {} : { lockfile }),
  });
  const outcomes: ImageOutcome[] = [];
  for (const compose of commits) {
    const own = images.filter(
      ({ architectures }) => architectures.length === 0 || architectures.includes(compose.basearch),
    );
    const stage = () => imagesOf(workspace, own, compose, options);
    const title = `Images of ${compose.basearch}`;
    outcomes.push(...(await currentTimeline().span(title, { kind: 'phase' }, stage)));
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

/** One image of one commit. */
interface Job {
  readonly spec: ImageSpec;
  readonly key: string;
  readonly path: string;
}

/** Makes those of a commit's images that are not there. */
async function imagesOf(
  workspace: Workspace,
  images: readonly ImageSpec[],
  compose: ComposeOutcome,
  { check = false, signing }: ImageRunOptions,
): Promise<ImageOutcome[]> {
  const { store, outDir } = workspace;
  const publicKey = signing === undefined ? undefined : await exportPublicKey(signing);
  const jobs = images.map((spec) => ({
    spec,
    key: imageKey(workspace, spec, compose, publicKey),
    path: join(outDir, 'images', imageFileName(workspace, spec, compose.basearch)),
  }));
  const records = new Map<Job, ImageRecord>();
  for (const job of check ? [] : jobs) {
    const record = await readRecord<ImageRecord>(store, 'image', job.key);
    if (record !== undefined && (await isThere(job.path, record))) records.set(job, record);
  }
  const missing = jobs.filter((job) => !records.has(job));
  const startedMs = performance.now();
  if (missing.length > 0) {
    await using temporary = await makeTempDir();
    const keyPath = join(temporary.path, 'key.asc');
    if (publicKey !== undefined) await writeFileAtomic(keyPath, publicKey);
    const make = (wanted: readonly WantedImage[], workDir: string) =>
      makeAsRoot(workspace, compose, wanted, {
        workDir,
        ...(publicKey === undefined ? {} : { gpgKeyPath: keyPath }),
      });
    const wanted = missing.map(({ spec, path }) => ({ spec, output: path }));
    const made = await make(wanted, join(store.path, 'work', 'image'));
    if (check) {
      const again = wanted.map(({ spec }, index) => ({
        spec,
        output: join(temporary.path, 'again', String(index)),
      }));
      assertSame(made, await make(again, temporary.path), missing);
    }
    for (const [index, job] of missing.entries()) {
      const record = await recordOf(job.path, made[index]?.files ?? []);
      const [file] = record.files.filter(({ name }) => name === '');
      await assertConformant({ path: job.path, format: job.spec.format }, file, workspace.log);
      await writeRecord(store, 'image', job.key, record);
      records.set(job, record);
    }
  }
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  return jobs.map((job) => {
    const { spec, path } = job;
    const files = records.get(job)?.files ?? [];
    const cached = !missing.includes(job);
    return {
      name: spec.name,
      basearch: compose.basearch,
      format: spec.format,
      path,
      sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
      sha256: sha256Of(files),
      commit: compose.commit,
      inputHash: imageInputHash(workspace, compose, compose.inputHash, spec),
      cached,
      seconds: cached ? 0 : seconds,
    };
  });
}

function imageKey(
  { remix }: Workspace,
  image: ImageSpec,
  compose: ComposeOutcome,
  publicKey: string | undefined,
): string {
  return stageKey('image', IMAGE_VERSION, {
    commit: compose.commit,
    ref: compose.ref,
    basearch: compose.basearch,
    image: imageInputs(image),
    osName: remix.name,
    remote: remix.ostreeRemote === undefined ? null : { ...remix.ostreeRemote },
    publicKey: publicKey ?? null,
  });
}

function makeAsRoot(
  workspace: Workspace,
  { commit, ref, basearch }: ComposeOutcome,
  images: readonly WantedImage[],
  { workDir, gpgKeyPath }: { readonly workDir: string; readonly gpgKeyPath?: string },
): Promise<MadeImage[]> {
  const { remix, repoPath } = workspace;
  const outputs = images.map(({ output }) => output);
  return runAsRoot(
    'images',
    {
      ...{ repoPath, commit, ref, basearch, images, workDir, osName: remix.name },
      ...(remix.ostreeRemote === undefined ? {} : { remote: remix.ostreeRemote }),
      ...(gpgKeyPath === undefined ? {} : { gpgKeyPath }),
    },
    { folders: [...new Set([...outputs.map(dirname), workDir])], outputs: [...outputs, workDir] },
    workspace,
  );
}

async function isThere(path: string, { files }: ImageRecord): Promise<boolean> {
  for (const { name, sizeBytes, mtimeMs } of files) {
    const found = await stat(join(path, name)).catch(() => undefined);
    const isSame = found?.isFile() === true && found.size === sizeBytes;
    if (!isSame || found.mtimeMs !== mtimeMs) return false;
  }
  return files.length > 0;
}

async function recordOf(path: string, made: MadeImage['files']): Promise<ImageRecord> {
  const files = [];
  for (const { path: file, sizeBytes, sha256 } of made) {
    const { mtimeMs } = await stat(file);
    files.push({ name: relative(path, file), sizeBytes, sha256, mtimeMs });
  }
  return { files };
}

function sha256Of(files: ImageRecord['files']): string {
  const [only] = files;
  if (only?.name === '') return only.sha256;
  return sha256(files.map((file) => `${file.sha256}  ${file.name}\n`).join(''));
}

function assertSame(
  made: readonly MadeImage[],
  again: readonly MadeImage[],
  jobs: readonly Job[],
): void {
  const digests = ({ files }: MadeImage) => files.map((file) => file.sha256).join(', ');
  for (const [index, { spec }] of jobs.entries()) {
    const [first, second] = [made[index], again[index]].map((image) =>
      image === undefined ? '' : digests(image),
    );
    if (first === second) continue;
    throw new BuildError<GlueCode>(
      'NOT_REPRODUCIBLE',
      `image ${spec.name} has other bytes when it is made again: ${first}, then ${second}`,
    );
  }
}

/** `anvil-x86_64.qcow2`; with its own name when another image would have the same. */
function imageFileName({ remix }: Workspace, image: ImageSpec, basearch: Basearch): string {
  const alone = remix.images.filter(({ format }) => format === image.format).length === 1;
  const name = alone ? remix.name : `${remix.name}-${image.name}`;
  return `${name}-${basearch}.${FORMAT_FACTS[image.format].suffix.replace(/\/$/, '')}`;
}
