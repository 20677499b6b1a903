import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { BuildError, TreesmithError } from '../core/errors.ts';
import type { HttpResponse } from '../host/http.ts';
import { parseRedirect } from '../host/http-url.ts';
import type { OciDigest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import type { RegistryCode } from './errors.ts';
import type { RegistryTransport } from './transport.ts';

/** What a registry takes that refuses a blob in one piece; GitHub's takes no larger ones. */
const CHUNK_BYTES = 4 * 1024 * 1024;
const LARGEST_CHUNK_BYTES = 1024 ** 3;
const READ_BYTES = 512 * 1024;
/** Times that an upload goes on as long as each brings it further. */
const MAX_ROUNDS = 25;

/** The bytes of a blob: in memory, in a file, or wherever they can be read from `start` to `end`, which is not read. */
export type BlobSource =
  | Buffer
  | { readonly path: string }
  | { open(start: number, end: number): Promise<Readable> };

/** Where a blob goes, and how. */
export interface UploadOptions {
  readonly transport: RegistryTransport;
  readonly repository: string;
  readonly scopes: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** An upload that the registry has begun. */
export interface UploadSession {
  readonly location: URL;
  readonly leastChunkBytes: number;
}

/**
 * Uploads a blob: whole, or in chunks when the registry does not take it whole (413). An upload that
 * breaks off goes on where the registry says that it is, and begins anew where it does not say it. The
 * registry checks the digest at the end.
 *
 * @param started an upload that was begun for it already
 * @throws as RegistryTransport.send
 */
export async function uploadBlob(
  source: BlobSource,
  blob: Descriptor,
  options: UploadOptions,
  started?: UploadSession,
): Promise<void> {
  const upload = new Upload(source, blob, options, started);
  for (let round = 1; ; round += 1) {
    const before = upload.furthestBytes;
    try {
      await options.transport.retry({ signal: options.signal }, () => upload.attempt());
      return;
    } catch (error) {
      if (upload.furthestBytes <= before || round === MAX_ROUNDS) throw error;
    }
  }
}

/**
 * Asks for a place to upload to, and returns it, or undefined when the blob was there and is mounted.
 *
 * @throws as RegistryTransport.send
 */
export async function startUpload(
  { transport, repository, scopes, signal }: UploadOptions,
  mount?: { readonly digest: OciDigest; readonly from: string },
): Promise<UploadSession | undefined> {
  const query =
    mount === undefined ? '' : `?${new URLSearchParams({ mount: mount.digest, from: mount.from })}`;
  const answer = await transport.call({
    method: 'POST',
    target: `/v2/${repository}/blobs/uploads/${query}`,
    headers: { 'content-length': '0' },
    accept: mount === undefined ? [202] : [201, 202],
    scopes,
    signal,
  });
  if (answer.status === 201) return undefined;
  const least = Number(answer.headers['oci-chunk-min-length'] ?? 0);
  const known = Number.isSafeInteger(least) && least > 0 && least <= LARGEST_CHUNK_BYTES;
  return { location: locationOf(answer), leastChunkBytes: known ? least : 0 };
}

class Upload {
  /** How many bytes the registry has had at most. */
  furthestBytes = 0;
  private readonly source: BlobSource;
  private readonly blob: Descriptor;
  private readonly options: UploadOptions;
  private session: UploadSession | undefined;
  private offset = 0;
  private isTooLarge = false;
  private isBroken = false;
  private hasResumed = false;

  constructor(
    source: BlobSource,
    blob: Descriptor,
    options: UploadOptions,
    session: UploadSession | undefined,
  ) {
    this.source = source;
    this.blob = blob;
    this.options = options;
    this.session = session;
  }

  async attempt(): Promise<void> {
    if (this.isBroken) await this.findOut();
    try {
      if (this.session === undefined) await this.begin();
      if (!this.isTooLarge && this.offset === 0) {
        if (await this.sendWhole()) return;
        this.isTooLarge = true;
        await this.begin();
      }
      await this.sendRest();
    } catch (error) {
      this.isBroken = true;
      const isRefused = error instanceof TreesmithError && error.code === 'REGISTRY_FAILED';
      if (!isRefused || !this.hasResumed) throw error;
      // What it had kept was not what it had been sent.
      await this.begin();
      await this.sendRest();
    }
  }

  private async begin(): Promise<void> {
    this.hasResumed = false;
    this.isBroken = false;
    this.offset = 0;
    this.session = await startUpload(this.options);
  }

  /** Asks how far the upload is; forgets it when that is not said. */
  private async findOut(): Promise<void> {
    const { transport, scopes, signal } = this.options;
    const { session } = this;
    this.isBroken = false;
    this.offset = 0;
    this.session = undefined;
    if (session === undefined) return;
    const target = session.location.href;
    const answer = await transport
      .call({ method: 'GET', target, accept: [204], scopes, signal, attempts: 1 })
      .catch((error: unknown) => {
        if (error instanceof TreesmithError) return undefined;
        throw error;
      });
    if (answer === undefined) return;
    const offset = offsetIn(answer.headers['range']);
    if (offset === undefined || offset > this.blob.size) return;
    const location = answer.headers['location'] === undefined ? undefined : locationOf(answer);
    this.session = { ...session, ...(location === undefined ? {} : { location }) };
    this.reach(offset);
    this.hasResumed = offset > 0;
  }

  private reach(offset: number): void {
    this.offset = offset;
    this.furthestBytes = Math.max(this.furthestBytes, offset);
  }

  /** Returns false when the registry does not take that much at once. */
  private async sendWhole(): Promise<boolean> {
    const { size } = this.blob;
    const { transport, scopes, signal } = this.options;
    const answer = await transport.call({
      method: 'PUT',
      target: this.target(true),
      headers: bytesHeaders(size),
      body: () => slice(this.source, 0, size),
      accept: [201, 413],
      scopes,
      signal,
      attempts: 1,
    });
    return answer.status === 201;
  }

  private async sendRest(): Promise<void> {
    const { transport, scopes, signal } = this.options;
    const { size } = this.blob;
    const least = this.session?.leastChunkBytes ?? 0;
    const chunkBytes = Math.max(this.isTooLarge ? CHUNK_BYTES : size, least);
    while (this.offset < size) {
      const start = this.offset;
      const end = Math.min(start + chunkBytes, size);
      const answer = await transport.call({
        method: 'PATCH',
        target: this.target(false),
        headers: { ...bytesHeaders(end - start), 'content-range': `${start}-${end - 1}` },
        body: () => slice(this.source, start, end),
        accept: [202],
        scopes,
        signal,
        attempts: 1,
      });
      this.session = { location: locationOf(answer), leastChunkBytes: least };
      this.reach(end);
    }
    await transport.call({
      method: 'PUT',
      target: this.target(true),
      headers: { 'content-length': '0' },
      accept: [201],
      scopes,
      signal,
      attempts: 1,
    });
  }

  private target(isLast: boolean): string {
    if (this.session === undefined) throw new TypeError('no upload was begun');
    const target = new URL(this.session.location);
    if (isLast) target.searchParams.set('digest', this.blob.digest);
    return target.href;
  }
}

function bytesHeaders(sizeBytes: number): Record<string, string> {
  return { 'content-type': 'application/octet-stream', 'content-length': String(sizeBytes) };
}

function slice(source: BlobSource, start: number, end: number): Buffer | Promise<Readable> {
  if (Buffer.isBuffer(source)) return source.subarray(start, end);
  if (end === start) return Buffer.alloc(0);
  if ('open' in source) return source.open(start, end);
  // The end is inclusive there.
  const range = { start, end: end - 1, highWaterMark: READ_BYTES };
  return Promise.resolve(createReadStream(source.path, range));
}

/** Of a registry that has one byte nothing is known: that it has none is said with the same words. */
function offsetIn(range: string | undefined): number | undefined {
  const last = /^(?:bytes=)?0-(\d{1,15})$/.exec(range ?? '')?.[1];
  if (last === undefined) return undefined;
  return last === '0' ? 0 : Number(last) + 1;
}

function locationOf({ url, headers }: Pick<HttpResponse, 'url' | 'headers'>): URL {
  const { location } = headers;
  if (location !== undefined) return parseRedirect(location, new URL(url));
  const message = `${new URL(url).origin} does not say where to upload to`;
  throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
}
