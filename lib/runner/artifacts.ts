import { rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ArtifactClient } from '@actions/artifact';
import { compareBytes, formatBytes } from '../core/bytes.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { makeFolder } from '../host/files.ts';
import type { RunnerCode } from './errors.ts';

/** What to upload as one artifact. Paths are absolute. */
export interface ArtifactUpload {
  readonly name: string;
  /** Names in the artifact are relative to it. */
  readonly root: string;
  readonly files: readonly string[];
  /** 1 to 90; what the repository has set when undefined. */
  readonly retentionDays?: number;
  /** An artifact of this name gives way: for jobs that are run again. */
  readonly replace: boolean;
  readonly log: Log;
}

/** An artifact of this run. */
export interface RunArtifact {
  readonly id: number;
  readonly name: string;
  /** Of the zip. */
  readonly sizeBytes: number;
  /** `sha256:<hex>` of the zip; undefined when the service does not say. */
  readonly digest: string | undefined;
}

/** An artifact that was downloaded and unpacked. */
export interface DownloadedArtifact {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** GitHub takes no more from a job. */
const MAX_ARTIFACTS = 500;

/** What cannot stand in the name of a file everywhere; `/` and `\` are told apart for artifacts. */
const FORBIDDEN = /[":<>|*?\r\n]/;

/** To compress these again takes time and saves nothing. */
const COMPRESSED = /\.(?:qcow2|tar|gz|xz|zst|bz2|ova|iso|vmdk)$/;

/** Returns `text` as the name of an artifact: what GitHub does not allow becomes `-`. */
export function artifactName(text: string): string {
  const name = text.replaceAll(/[":<>|*?\\/\p{Cc}]+/gu, '-').replaceAll(/^[-. ]+|[-. ]+$/g, '');
  return name === '' ? 'treesmith' : name;
}

/**
 * Uploads files as an artifact of this run. Images and repositories are stored as they are, other
 * things compressed.
 *
 * @throws ConfigError ARTIFACT_EXISTS, ARTIFACT_FILE_NAME, ARTIFACT_QUOTA, ARTIFACT_UNSUPPORTED; BuildError ARTIFACT_FAILED
 */
export async function uploadArtifact(upload: ArtifactUpload): Promise<RunArtifact> {
  const { name, root, files, retentionDays, replace, log } = upload;
  const odd = files.map((path) => relative(root, path)).find((path) => FORBIDDEN.test(path));
  if (odd !== undefined) {
    throw new ConfigError<RunnerCode>(
      'ARTIFACT_FILE_NAME',
      `GitHub takes no file called ${JSON.stringify(odd)} in an artifact`,
      { hint: 'Names have none of " : < > | * ? and no line ends.' },
    );
  }
  const client = await loadClient();
  if (replace && (await listAll(client)).some((known) => known.name === name)) {
    log.info(`Replace the artifact ${name} of an earlier attempt`);
    await client.deleteArtifact(name).catch(failed(`delete the artifact ${name}`));
  }
  const made = await client
    .uploadArtifact(name, [...files], root, {
      compressionLevel: await compressionLevelOf(files),
      ...(retentionDays === undefined ? {} : { retentionDays }),
    })
    .catch(failed(`upload the artifact ${name}`));
  if (made.id === undefined) {
    throw new BuildError<RunnerCode>('ARTIFACT_FAILED', `the artifact ${name} was given no number`);
  }
  const sizeBytes = made.size ?? 0;
  log.info(`Artifact ${name}: ${files.length} files, ${formatBytes(sizeBytes)}`);
  const digest = made.digest === undefined ? undefined : withAlgorithm(made.digest);
  return { id: made.id, name, sizeBytes, digest };
}

/**
 * Downloads every artifact of this run whose name begins with `prefix`, each into a folder of its name
 * below `folder`, and checks its digest. Returns them sorted by name.
 *
 * @throws ConfigError ARTIFACT_UNSUPPORTED; BuildError ARTIFACT_DAMAGED, ARTIFACT_FAILED
 */
export async function downloadArtifacts(options: {
  readonly prefix: string;
  readonly folder: string;
  readonly log: Log;
}): Promise<DownloadedArtifact[]> {
  const { prefix, folder, log } = options;
  const client = await loadClient();
  const found = (await listAll(client)).filter(({ name }) => name.startsWith(prefix));
  if (found.length > MAX_ARTIFACTS) {
    throw new BuildError<RunnerCode>(
      'ARTIFACT_FAILED',
      `${found.length} artifacts begin with ${prefix}, expected at most ${MAX_ARTIFACTS}`,
    );
  }
  const downloaded: DownloadedArtifact[] = [];
  for (const artifact of found) {
    const path = join(folder, artifactName(artifact.name));
    await downloadOne(client, artifact, path);
    log.info(`${artifact.name}: ${formatBytes(artifact.sizeBytes)}`);
    downloaded.push({ name: artifact.name, path });
  }
  return downloaded;
}

async function downloadOne(
  client: ArtifactClient,
  { id, name, digest }: RunArtifact,
  path: string,
): Promise<void> {
  // Nothing of an earlier try may mix in.
  await rm(path, { recursive: true, force: true });
  await makeFolder(path);
  const { digestMismatch } = await client
    .downloadArtifact(id, { path, ...(digest === undefined ? {} : { expectedHash: digest }) })
    .catch(failed(`download the artifact ${name}`));
  if (digestMismatch !== true) return;
  await rm(path, { recursive: true, force: true });
  throw new BuildError<RunnerCode>(
    'ARTIFACT_DAMAGED',
    `the artifact ${name} came with other bytes than were uploaded (expected ${digest})`,
    { hint: 'Run the job again; when it stays, upload the artifact again.' },
  );
}

/** The newest of each name, sorted. */
async function listAll(client: ArtifactClient): Promise<RunArtifact[]> {
  const { artifacts } = await client
    .listArtifacts({ latest: true })
    .catch(failed('list the artifacts of this run'));
  return artifacts
    .map(({ id, name, size, digest }) => ({
      ...{ id, name, sizeBytes: size },
      digest: digest === undefined || digest === '' ? undefined : withAlgorithm(digest),
    }))
    .sort((a, b) => compareBytes(a.name, b.name));
}

/** Loaded when it is used: it takes longer than an action may take to start. */
async function loadClient(): Promise<ArtifactClient> {
  const { DefaultArtifactClient } = await import('@actions/artifact');
  return new DefaultArtifactClient();
}

async function compressionLevelOf(files: readonly string[]): Promise<number> {
  let compressedBytes = 0;
  let otherBytes = 0;
  for (const path of files) {
    const { size } = await stat(path);
    if (COMPRESSED.test(path)) compressedBytes += size;
    else otherBytes += size;
  }
  return compressedBytes > otherBytes ? 0 : 6;
}

function withAlgorithm(digest: string): string {
  return digest.includes(':') ? digest : `sha256:${digest}`;
}

function failed(what: string): (cause: unknown) => never {
  return (cause) => {
    const { name, message } = cause as Error;
    if (message.includes('(409)')) {
      throw new ConfigError<RunnerCode>('ARTIFACT_EXISTS', `could not ${what}: the name is taken`, {
        cause,
        hint: 'Every job of a run needs an artifact-name of its own.',
      });
    }
    if (name === 'UsageError' || /storage quota/i.test(message)) {
      throw new ConfigError<RunnerCode>('ARTIFACT_QUOTA', `could not ${what}: ${message}`, {
        cause,
        hint: 'Delete old artifacts, or lower retention-days.',
      });
    }
    if (name === 'GHESNotSupportedError') {
      throw new ConfigError<RunnerCode>('ARTIFACT_UNSUPPORTED', `could not ${what}: ${message}`, {
        cause,
      });
    }
    throw new BuildError<RunnerCode>('ARTIFACT_FAILED', `could not ${what}: ${message}`, { cause });
  };
}
