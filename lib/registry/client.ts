import { BuildError, TreesmithError } from '../core/errors.ts';
import type { HttpClient } from '../host/http.ts';
import { digestOf, isDigest, type OciDigest } from '../oci/digest.ts';
import {
  type Descriptor,
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
  MAX_MANIFEST_BYTES,
  type ManifestDescriptor,
} from '../oci/manifest.ts';
import { isMediaType, MANIFEST_TYPES, OCI_MANIFEST } from '../oci/media-types.ts';
import { BlobReader, type PullOptions } from './blob-reader.ts';
import type { Credentials } from './credentials.ts';
import type { RegistryCode } from './errors.ts';
import { registryOrigin } from './origin.ts';
import { readReferrerList } from './referrer-list.ts';
import { readTagList } from './tag-list.ts';
import { type RegistryRequest, RegistryTransport } from './transport.ts';
import { type BlobSource, startUpload, type UploadSession, uploadBlob } from './upload.ts';

/** The type of an artifact that is there to be deleted. */
const DELETED = 'application/vnd.treesmith.deleted.v1';

/** One repository of a registry. */
export interface RegistryPlace {
  readonly http: HttpClient;
  /** `host[:port]`. Plain http is spoken with this machine alone. */
  readonly registry: string;
  readonly repository: string;
  readonly credentials?: Credentials | undefined;
}

/** How a blob came to be in a repository: it was, or it was mounted, or it was uploaded. */
export type PushedBlob = 'there' | 'mounted' | 'copied';

/** How to push a blob. */
export interface PlaceOptions {
  /** Repositories of the registry that may have it. */
  readonly mountFrom?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** A manifest as the registry has it. */
export interface PulledManifest {
  readonly bytes: Buffer;
  readonly digest: OciDigest;
  readonly mediaType: string;
}

/**
 * A client of distribution-spec 1.1 for one repository. Every method tries again what may be mended by
 * it, and throws ConfigError REGISTRY_DENIED for 401 and 403, BuildError REGISTRY_FAILED for what the
 * protocol does not have, HTTP_STATUS and HTTP_FAILED when the registry is down.
 */
export class RegistryClient {
  readonly place: RegistryPlace;
  private readonly transport: RegistryTransport;
  private readonly base: string;
  private readonly blobs: BlobReader;

  constructor(place: RegistryPlace) {
    const { http, registry, repository, credentials } = place;
    this.place = place;
    this.transport = new RegistryTransport({ http, origin: registryOrigin(registry), credentials });
    this.base = `/v2/${repository}`;
    const { transport, base } = this;
    this.blobs = new BlobReader({ http, transport, base, ...this.reading });
  }

  /** For messages. */
  get name(): string {
    return `${this.place.registry}/${this.place.repository}`;
  }

  /** Whether blobs and manifests may be pushed. An upload is begun for it, and given up. */
  async canPush(): Promise<boolean> {
    try {
      const started = await startUpload(this.upload);
      if (started !== undefined) {
        const { scopes } = this.upload;
        // Not every registry has it; what is left behind expires.
        const cancel = { method: 'DELETE', target: started.location.href, attempts: 1 } as const;
        await this.transport.call({ ...cancel, accept: [204], scopes }).catch(() => undefined);
      }
      return true;
    } catch (error) {
      if (error instanceof TreesmithError && error.code === 'REGISTRY_DENIED') return false;
      throw error;
    }
  }

  async hasBlob(digest: OciDigest): Promise<boolean> {
    return (await this.blobs.look(digest)) !== undefined;
  }

  /** As `BlobReader.pull`. */
  async pullBlob(blob: Descriptor, path: string, options: PullOptions = {}): Promise<void> {
    await this.blobs.pull(blob, path, options);
  }

  /** As `BlobReader.open`. */
  async openBlob(
    blob: Descriptor,
    offsetBytes = 0,
    options: Pick<RegistryRequest, 'signal'> = {},
  ): Promise<AsyncIterable<Buffer>> {
    return this.blobs.open(blob, offsetBytes, options);
  }

  /** As `BlobReader.read`. */
  async readBlob(blob: Descriptor, limitBytes = MAX_MANIFEST_BYTES): Promise<Buffer> {
    return this.blobs.read(blob, limitBytes);
  }

  /** Pushes a blob that the repository may lack, and returns how many bytes were uploaded. */
  async pushBlob(source: BlobSource, blob: Descriptor): Promise<number> {
    return (await this.placeBlob(source, blob)) === 'copied' ? blob.size : 0;
  }

  /** Pushes a blob that the repository may lack and no other has to be mounted from. */
  async placeBlob(
    source: BlobSource,
    blob: Descriptor,
    { mountFrom = [], signal }: PlaceOptions = {},
  ): Promise<PushedBlob> {
    if (await this.hasBlob(blob.digest)) return 'there';
    let session: UploadSession | undefined;
    for (const from of mountFrom.filter((name) => name !== this.place.repository)) {
      try {
        const mount = { digest: blob.digest, from };
        session = await startUpload({ ...this.mounting(from), signal }, mount);
      } catch (error) {
        if (error instanceof TreesmithError && error.code === 'REGISTRY_DENIED') continue;
        throw error;
      }
      if (session === undefined) return 'mounted';
    }
    await uploadBlob(source, blob, { ...this.upload, signal }, session);
    return 'copied';
  }

  /**
   * Returns the manifest with a tag or digest, or undefined when there is none.
   *
   * @throws BuildError REGISTRY_MISMATCH, SIZE_LIMIT
   */
  async getManifest(reference = 'latest'): Promise<PulledManifest | undefined> {
    const { status, headers, bytes } = await this.transport.read({
      method: 'GET',
      target: `${this.base}/manifests/${reference}`,
      headers: { accept: MANIFEST_TYPES.join(', ') },
      accept: [200, 404],
      limitBytes: MAX_MANIFEST_BYTES,
      ...this.reading,
    });
    if (status === 404) return undefined;
    const digest = digestOf(bytes);
    const said = isDigest(reference) ? reference : headers['docker-content-digest'];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference, said, digest);
    const mediaType = headers['content-type']?.replace(/;.*$/, '').trim();
    return { bytes, digest, mediaType: isMediaType(mediaType) ? mediaType : '' };
  }

  /**
   * Pushes a manifest under a tag or its digest. What it points to must be there.
   *
   * @throws BuildError REGISTRY_MISMATCH
   */
  async putManifest(
    reference: string | undefined,
    bytes: Buffer,
    mediaType: string,
  ): Promise<OciDigest> {
    return (await this.pushManifest(reference, bytes, mediaType)).digest;
  }

  /** As `putManifest`, and says whether the registry has put it on a list of referrers. */
  async pushManifest(
    reference: string | undefined,
    bytes: Buffer,
    mediaType: string,
  ): Promise<{ readonly digest: OciDigest; readonly isListed: boolean }> {
    const digest = digestOf(bytes);
    const answer = await this.transport.call({
      method: 'PUT',
      target: `${this.base}/manifests/${reference ?? digest}`,
      headers: { 'content-type': mediaType },
      body: () => bytes,
      accept: [201],
      scopes: this.upload.scopes,
    });
    const said = answer.headers['docker-content-digest'];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference ?? digest, said, digest);
    return { digest, isListed: isDigest(answer.headers['oci-subject']) };
  }

  /** Deletes a manifest and its tags. Returns whether it was there. */
  async deleteManifest(digest: OciDigest): Promise<boolean> {
    return (await this.delete(digest, [202, 404])) !== 404;
  }

  /**
   * Deletes a tag; the manifest stays, under its digest and other tags. Returns whether it was there. Of
   * a registry that deletes no tags (distribution 2) the tag is given to an empty artifact, which is deleted.
   */
  async deleteTag(tag: string): Promise<boolean> {
    if ((await this.getManifest(tag)) === undefined) return false;
    if ([202, 404].includes(await this.delete(tag, [202, 400, 404, 405]))) return true;
    await this.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
    // Nobody else may have it: its tags go with it.
    const bytes = formatArtifact(DELETED, [], { 'org.opencontainers.image.ref.name': tag });
    await this.deleteManifest(await this.putManifest(tag, bytes, OCI_MANIFEST));
    return true;
  }

  /** Returns what refers to a manifest, or undefined when the registry keeps no such lists. */
  async readReferrers(digest: OciDigest): Promise<ManifestDescriptor[] | undefined> {
    return readReferrerList(this.transport, this.base, digest, this.reading.scopes);
  }

  /** Returns all tags, in the registry's order; none when the repository is not there. */
  async listTags(): Promise<string[]> {
    return readTagList(this.transport, this.base, this.reading.scopes);
  }

  private async delete(reference: string, accept: readonly number[]): Promise<number> {
    const target = `${this.base}/manifests/${reference}`;
    const scopes = [`repository:${this.place.repository}:delete,pull,push`];
    return (await this.transport.call({ method: 'DELETE', target, accept, scopes })).status;
  }

  private get reading() {
    return { scopes: [`repository:${this.place.repository}:pull`] };
  }

  private get upload() {
    const { repository } = this.place;
    const scopes = [`repository:${repository}:pull,push`];
    return { transport: this.transport, repository, scopes };
  }

  private mounting(from: string) {
    return { ...this.upload, scopes: [...this.upload.scopes, `repository:${from}:pull`] };
  }

  private mismatch(reference: string, expected: string, found: string): Error {
    const { registry, repository } = this.place;
    const message = `${registry}/${repository}: ${reference} has the digest ${found}, expected ${expected}`;
    return new BuildError<RegistryCode>('REGISTRY_MISMATCH', message);
  }
}
