import { BuildError, TreesmithError } from '../core/errors.ts';
import { downloadFile } from '../host/download.ts';
import type { HttpClient } from '../host/http.ts';
import { digestHex, digestOf, isDigest, type OciDigest } from '../oci/digest.ts';
import { type Descriptor, MAX_MANIFEST_BYTES } from '../oci/manifest.ts';
import { isMediaType, MANIFEST_TYPES } from '../oci/media-types.ts';
import type { Credentials } from './credentials.ts';
import type { RegistryCode } from './errors.ts';
import { registryOrigin } from './origin.ts';
import { bodyBytes } from './response-body.ts';
import { readTagList } from './tag-list.ts';
import { RegistryTransport } from './transport.ts';
import { type BlobSource, startUpload, uploadBlob } from './upload.ts';

/** One repository of a registry. */
export interface RegistryPlace {
  readonly http: HttpClient;
  /** `host[:port]`. Plain http is spoken with this machine alone. */
  readonly registry: string;
  readonly repository: string;
  readonly credentials?: Credentials | undefined;
  /** The most that is uploaded in one request. */
  readonly chunkBytes?: number;
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
  private readonly place: RegistryPlace;
  private readonly transport: RegistryTransport;
  private readonly base: string;

  constructor(place: RegistryPlace) {
    const { http, registry, repository, credentials } = place;
    this.place = place;
    this.transport = new RegistryTransport({ http, origin: registryOrigin(registry), credentials });
    this.base = `/v2/${repository}`;
  }

  /** Resolves when there is a registry that lets us in. */
  async ping(): Promise<void> {
    await this.transport.call({ method: 'GET', target: '/v2/', accept: [200], scopes: [] });
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
    return (await this.lookAtBlob(digest)) !== undefined;
  }

  /**
   * Downloads a blob to the new file `path`, which appears only when size and digest are right.
   *
   * @throws BuildError CHECKSUM_MISMATCH when the registry lies, REGISTRY_MISMATCH when it has
   *   not all of it, DOWNLOAD_FAILED, DISK_FULL
   */
  async pullBlob(blob: Descriptor, path: string): Promise<void> {
    const url = `${this.transport.origin}${this.base}/blobs/${blob.digest}`;
    const header = () => this.transport.authorizer.header(this.reading.scopes);
    const pull = (authorization: string | undefined) =>
      downloadFile(this.place.http, [url], path, {
        checksum: { type: 'sha256', hex: digestHex(blob.digest) },
        sizeBytes: blob.size,
        ...(authorization === undefined ? {} : { headers: { authorization } }),
      });
    const used = header();
    try {
      await pull(used);
    } catch (error) {
      if (!(error instanceof TreesmithError) || error.code !== 'DOWNLOAD_FAILED') throw error;
      // The token may have run out, or there was none yet: asking gets a new one.
      const found = await this.lookAtBlob(blob.digest);
      if (found === undefined || (found.sizeBytes ?? blob.size) !== blob.size) {
        const what = found === undefined ? 'has lost it' : `has ${found.sizeBytes} bytes of it`;
        const message = `${url}, of ${blob.size} bytes: the registry ${what}`;
        throw new BuildError<RegistryCode>('REGISTRY_MISMATCH', message, { cause: error });
      }
      if (header() === used) throw error;
      await pull(header());
    }
  }

  /** Pushes a blob that the repository may lack, and returns how many bytes were uploaded. */
  async pushBlob(source: BlobSource, blob: Descriptor): Promise<number> {
    if (await this.hasBlob(blob.digest)) return 0;
    await uploadBlob(source, blob, { ...this.upload, chunkBytes: this.place.chunkBytes });
    return blob.size;
  }

  /** Takes a blob over from another repository of the registry; false when it does not do that. */
  async mountBlob(digest: OciDigest, from: string): Promise<boolean> {
    const scopes = [...this.upload.scopes, `repository:${from}:pull`];
    return (await startUpload({ ...this.upload, scopes }, { digest, from })) === undefined;
  }

  /**
   * Returns the manifest with a tag or digest, or undefined when there is none.
   *
   * @throws BuildError REGISTRY_MISMATCH, SIZE_LIMIT
   */
  async getManifest(reference: string): Promise<PulledManifest | undefined> {
    const answer = await this.transport.send({
      method: 'GET',
      target: `${this.base}/manifests/${reference}`,
      headers: { accept: MANIFEST_TYPES.join(', ') },
      accept: [200, 404],
      limitBytes: MAX_MANIFEST_BYTES,
      ...this.reading,
    });
    if (answer.status === 404) {
      answer.discard();
      return undefined;
    }
    const bytes = await bodyBytes(answer);
    const digest = digestOf(bytes);
    const said = isDigest(reference) ? reference : answer.headers['docker-content-digest'];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference, said, digest);
    const mediaType = answer.headers['content-type']?.replace(/;.*$/, '').trim();
    return { bytes, digest, mediaType: isMediaType(mediaType) ? mediaType : '' };
  }

  /**
   * Pushes a manifest under a tag or its digest. What it points to must be there.
   *
   * @throws BuildError REGISTRY_MISMATCH
   */
  async putManifest(reference: string, bytes: Buffer, mediaType: string): Promise<OciDigest> {
    const answer = await this.transport.call({
      method: 'PUT',
      target: `${this.base}/manifests/${reference}`,
      headers: { 'content-type': mediaType },
      body: () => bytes,
      accept: [201],
      scopes: this.upload.scopes,
    });
    const digest = digestOf(bytes);
    const said = answer.headers['docker-content-digest'];
    if (isDigest(said) && said !== digest) throw this.mismatch(reference, said, digest);
    return digest;
  }

  /** Returns all tags, in the registry's order; none when the repository is not there. */
  async listTags(): Promise<string[]> {
    return readTagList(this.transport, this.base, this.reading.scopes);
  }

  /** Returns undefined when it is not there; the size, when the registry says it. */
  private async lookAtBlob(
    digest: OciDigest,
  ): Promise<{ readonly sizeBytes: number | undefined } | undefined> {
    const target = `${this.base}/blobs/${digest}`;
    // Some send elsewhere for the bytes: then it is there.
    const accept = [200, 302, 303, 307, 404];
    const answer = await this.transport.call({ method: 'HEAD', target, accept, ...this.reading });
    if (answer.status === 404) return undefined;
    const length = answer.status === 200 ? answer.headers['content-length'] : undefined;
    return { sizeBytes: length === undefined ? undefined : Number(length) };
  }

  private get reading() {
    return { scopes: [`repository:${this.place.repository}:pull`] };
  }

  private get upload() {
    const { repository } = this.place;
    const scopes = [`repository:${repository}:pull,push`];
    return { transport: this.transport, repository, scopes };
  }

  private mismatch(reference: string, expected: string, found: string): Error {
    const { registry, repository } = this.place;
    const message = `${registry}/${repository}: ${reference} has the digest ${found}, expected ${expected}`;
    return new BuildError<RegistryCode>('REGISTRY_MISMATCH', message);
  }
}
