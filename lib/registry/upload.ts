import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { BuildError } from '../core/errors.ts';
import { withRetries } from '../host/http.ts';
import { parseRedirect } from '../host/http-url.ts';
import type { Descriptor } from '../oci/manifest.ts';
import type { RegistryCode } from './errors.ts';
import type { RegistryTransport } from './transport.ts';

/** What a registry takes that refuses a blob in one piece; GitHub's takes no larger ones. */
const FALLBACK_CHUNK_BYTES = 4 * 1024 * 1024;
const LARGEST_CHUNK_BYTES = 1024 ** 3;

/** The bytes of a blob: in memory or in a file. */
export type BlobSource = Buffer | { readonly path: string };

/** Where a blob goes, and how. */
export interface UploadOptions {
  readonly transport: RegistryTransport;
  readonly repository: string;
  readonly scopes: readonly string[];
  /** The most that is sent in one request; a blob is sent whole unless given. */
  readonly chunkBytes?: number | undefined;
}

/**
 * Uploads a blob: whole, or in chunks when it is larger than `chunkBytes` or the registry does not take
 * it whole (413). An upload that breaks off is begun anew. The registry checks the digest at the end.
 *
 * @throws as RegistryTransport.send
 */
export async function uploadBlob(
  source: BlobSource,
  blob: Descriptor,
  options: UploadOptions,
): Promise<void> {
  let { chunkBytes } = options;
  if (chunkBytes === undefined || blob.size <= chunkBytes) {
    const taken = await withRetries({}, () => uploadWhole(source, blob, options));
    if (taken) return;
    chunkBytes = FALLBACK_CHUNK_BYTES;
  }
  const size = chunkBytes;
  await withRetries({}, () => uploadInChunks(source, blob, size, options));
}

/**
 * Asks for a place to upload to, and returns it, or undefined when the blob was there and is mounted.
 *
 * @throws as RegistryTransport.send
 */
export async function startUpload(
  { transport, repository, scopes }: UploadOptions,
  mount?: { readonly digest: string; readonly from: string },
): Promise<{ readonly location: URL; readonly leastChunkBytes: number } | undefined> {
  const query =
    mount === undefined ? '' : `?${new URLSearchParams({ mount: mount.digest, from: mount.from })}`;
  const answer = await transport.call({
    method: 'POST',
    target: `/v2/${repository}/blobs/uploads/${query}`,
    headers: { 'content-length': '0' },
    accept: mount === undefined ? [202] : [201, 202],
    scopes,
  });
  if (answer.status === 201) return undefined;
  const least = Number(answer.headers['oci-chunk-min-length'] ?? 0);
  const known = Number.isSafeInteger(least) && least > 0 && least <= LARGEST_CHUNK_BYTES;
  return { location: locationOf(answer), leastChunkBytes: known ? least : 0 };
}

/** Returns false when the registry does not take that much at once. */
async function uploadWhole(
  source: BlobSource,
  blob: Descriptor,
  options: UploadOptions,
): Promise<boolean> {
  const started = await startUpload(options);
  if (started === undefined) return true;
  const answer = await options.transport.call({
    method: 'PUT',
    target: withDigest(started.location, blob),
    headers: bytesHeaders(blob.size),
    body: () => slice(source, 0, blob.size),
    accept: [201, 413],
    scopes: options.scopes,
    attempts: 1,
  });
  return answer.status === 201;
}

async function uploadInChunks(
  source: BlobSource,
  blob: Descriptor,
  wantedBytes: number,
  options: UploadOptions,
): Promise<void> {
  const { transport, scopes } = options;
  const started = await startUpload(options);
  if (started === undefined) return;
  let { location } = started;
  const chunkBytes = Math.max(wantedBytes, started.leastChunkBytes);
  for (let start = 0; start < blob.size; start += chunkBytes) {
    const end = Math.min(start + chunkBytes, blob.size);
    const answer = await transport.call({
      method: 'PATCH',
      target: location.href,
      headers: { ...bytesHeaders(end - start), 'content-range': `${start}-${end - 1}` },
      body: () => slice(source, start, end),
      accept: [202],
      scopes,
      attempts: 1,
    });
    location = locationOf(answer);
  }
  await transport.call({
    method: 'PUT',
    target: withDigest(location, blob),
    headers: { 'content-length': '0' },
    accept: [201],
    scopes,
    attempts: 1,
  });
}

function bytesHeaders(sizeBytes: number): Record<string, string> {
  return { 'content-type': 'application/octet-stream', 'content-length': String(sizeBytes) };
}

function slice(source: BlobSource, start: number, end: number): Buffer | Readable {
  if (Buffer.isBuffer(source)) return source.subarray(start, end);
  // The end is inclusive there, and an empty file has none.
  return end === start ? Buffer.alloc(0) : createReadStream(source.path, { start, end: end - 1 });
}

function withDigest(location: URL, { digest }: Descriptor): string {
  const target = new URL(location);
  target.searchParams.set('digest', digest);
  return target.href;
}

function locationOf({
  url,
  headers,
}: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}): URL {
  const { location } = headers;
  if (location !== undefined) return parseRedirect(location, new URL(url));
  const message = `${new URL(url).origin} does not say where to upload to`;
  throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
}
