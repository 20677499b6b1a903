import type { StoredBlob } from './blob-files.ts';
import type { Blobs } from './blobs.ts';
import type { Clock } from './clock.ts';
import type { Handler } from './exchange.ts';
import type { Grant, Tokens } from './tokens.ts';
import { answerTwirp, type Fields, int64, requiredText, twirpRefusal } from './twirp.ts';

/** An artifact of a workflow run. */
export interface StoredArtifact {
  readonly id: number;
  readonly repository: string;
  readonly repositoryId: string;
  readonly runId: string;
  /** Name of the job that uploaded it. */
  readonly job: string;
  readonly ref: string;
  readonly sha: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** `sha256:<hex>` of the blob. */
  readonly digest: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** A zip, unless the file was uploaded as it is. */
  readonly blob: StoredBlob;
  /** A new signed URL of the blob. */
  downloadUrl(): string;
  /** Puts other bytes in its place; the digest stays. */
  replace(bytes: Uint8Array): Promise<void>;
}

/** The artifact service, version 4. */
export interface ArtifactService {
  /** Of all runs, oldest first, expired ones too; only what was finished. */
  list(): readonly StoredArtifact[];
  remove(id: number): Promise<void>;
  readonly handle: Handler;
}

interface Entry {
  readonly id: number;
  readonly grant: Grant;
  readonly name: string;
  readonly mimeType: string;
  readonly blobName: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  digest: string;
  finished: boolean;
}

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 90;
const PER_JOB_LIMIT = 500;
const NAME_FORBIDDEN = /["<>|*?\r\n\\/:]/;

/** Returns the service without any artifact. */
export function openArtifactService(blobs: Blobs, tokens: Tokens, clock: Clock): ArtifactService {
  let entries: Entry[] = [];
  let nextId = 2001;
  const drop = async (gone: readonly Entry[]) => {
    entries = entries.filter((entry) => !gone.includes(entry));
    for (const { blobName } of gone) await blobs.remove(blobName);
  };
  const isExpired = ({ expiresAt }: Entry) => expiresAt <= clock.now();
  const ofRun = ({ runBackendId }: Grant) =>
    entries.filter((entry) => entry.grant.runBackendId === runBackendId && !isExpired(entry));
  const finishedOf = (grant: Grant, fields: Fields): Entry => {
    const name = requiredText(fields, 'name');
    const found = ofRun(grant).find((entry) => entry.finished && entry.name === name);
    if (found === undefined) throw twirpRefusal('not_found', `artifact ${name} was not found`);
    return found;
  };

  const create = (grant: Grant, fields: Fields) => {
    const name = requiredText(fields, 'name');
    if (NAME_FORBIDDEN.test(name)) throw twirpRefusal('invalid_argument', 'name is not valid');
    if (ofRun(grant).some((entry) => entry.name === name)) {
      throw twirpRefusal(
        'already_exists',
        'an artifact with this name already exists on the workflow run',
      );
    }
    const ofJob = ofRun(grant).filter((entry) => entry.grant.jobBackendId === grant.jobBackendId);
    if (ofJob.length >= PER_JOB_LIMIT) {
      throw twirpRefusal('resource_exhausted', `a job may have ${PER_JOB_LIMIT} artifacts`);
    }
    const latest = clock.now() + RETENTION_DAYS * DAY_MS;
    const wanted = Date.parse(String(fields['expires_at'] ?? ''));
    const blobName = blobs.reserve('artifacts');
    entries.push({
      ...{ id: nextId, grant, name, blobName, createdAt: clock.now(), digest: '', finished: false },
      mimeType: String(fields['mime_type'] ?? 'application/zip'),
      expiresAt: Number.isNaN(wanted) ? latest : Math.min(wanted, latest),
    });
    nextId += 1;
    return { ok: true, signed_upload_url: blobs.uploadUrl(blobName) };
  };

  const finalize = async (grant: Grant, fields: Fields) => {
    const name = requiredText(fields, 'name');
    const sizeBytes = int64(fields, 'size');
    const entry = ofRun(grant).find((found) => !found.finished && found.name === name);
    if (entry === undefined) throw twirpRefusal('not_found', `artifact ${name} was not created`);
    const blob = blobs.find(entry.blobName);
    if (blob === undefined) throw twirpRefusal('not_found', 'nothing was uploaded');
    const digest = await blob.digest();
    if (blob.sizeBytes !== sizeBytes || (fields['hash'] ?? digest) !== digest) {
      throw twirpRefusal('invalid_argument', `the upload has ${blob.sizeBytes} bytes, ${digest}`);
    }
    entry.digest = digest;
    entry.finished = true;
    return { ok: true, artifact_id: String(entry.id) };
  };

  const list = (grant: Grant, fields: Fields) => {
    const { name_filter: name, id_filter: id } = fields;
    const artifacts = ofRun(grant)
      .filter((entry) => entry.finished)
      .filter((entry) => name === undefined || entry.name === name)
      .filter((entry) => id === undefined || String(entry.id) === String(id))
      .map((entry) => ({
        workflow_run_backend_id: entry.grant.runBackendId,
        workflow_job_run_backend_id: entry.grant.jobBackendId,
        database_id: String(entry.id),
        name: entry.name,
        size: String(blobs.find(entry.blobName)?.sizeBytes ?? 0),
        created_at: new Date(entry.createdAt).toISOString(),
        digest: entry.digest,
      }));
    return { artifacts };
  };

  const downloadUrl = ({ blobName, mimeType, name }: Entry) =>
    blobs.downloadUrl(blobName, mimeType === 'application/zip' ? `${name}.zip` : name);

  return {
    list: () =>
      entries.flatMap((entry) => {
        const blob = blobs.find(entry.blobName);
        if (!entry.finished || blob === undefined) return [];
        const { id, name, digest, createdAt, expiresAt, blobName } = entry;
        const { repository, repositoryId, runId, job, ref, sha } = entry.grant;
        const made = { id, name, digest, createdAt, expiresAt, sizeBytes: blob.sizeBytes, blob };
        return [
          {
            ...{ ...made, repository, repositoryId, runId, job, ref, sha },
            downloadUrl: () => downloadUrl(entry),
            replace: (bytes: Uint8Array) => blobs.replace(blobName, bytes),
          },
        ];
      }),
    remove: (id) => drop(entries.filter((entry) => entry.id === id)),
    handle: (incoming) => {
      const grant = tokens.find('runtime', incoming.headers.authorization);
      if (grant === undefined) throw twirpRefusal('unauthenticated', 'invalid runtime token');
      const inRun = (method: (fields: Fields) => unknown) => (fields: Fields) => {
        if (requiredText(fields, 'workflow_run_backend_id') !== grant.runBackendId) {
          throw twirpRefusal('permission_denied', 'the token is of another workflow run');
        }
        requiredText(fields, 'workflow_job_run_backend_id');
        return method(fields);
      };
      return answerTwirp(incoming, {
        CreateArtifact: inRun((fields) => create(grant, fields)),
        FinalizeArtifact: inRun((fields) => finalize(grant, fields)),
        ListArtifacts: inRun((fields) => list(grant, fields)),
        GetSignedArtifactURL: inRun((fields) => {
          const entry = finishedOf(grant, fields);
          return { name: entry.name, signed_url: downloadUrl(entry) };
        }),
        DeleteArtifact: inRun(async (fields) => {
          const entry = finishedOf(grant, fields);
          await drop([entry]);
          return { ok: true, artifact_id: String(entry.id) };
        }),
      });
    },
  };
}
