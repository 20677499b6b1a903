import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { BuildError, ConfigError, TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { copyWithDigest } from '../host/copy-file.ts';
import { digestFile } from '../host/file-digest.ts';
import type { WriteThread } from '../host/write-thread.ts';
import type { Descriptor } from '../oci/manifest.ts';
import { type PlaceOptions, type PushedBlob, RegistryClient } from './client.ts';
import type { RegistryCode } from './errors.ts';
import type { ImageStore } from './image-place.ts';
import type { OciLayout } from './layout.ts';
import type { BlobSource } from './upload.ts';

const READ_BYTES = 512 * 1024;
const LARGE_BYTES = 1024 * 1024;

/** How a blob is copied. */
export interface CopyBlobOptions extends PlaceOptions {
  /** Hashes and writes large blobs that are downloaded. */
  readonly thread?: WriteThread | undefined;
  readonly log: Log;
  /** Called with each count of bytes that are now there; negative when they were sent in vain. */
  readonly onBytes: (count: number) => void;
}

/**
 * Copies one blob, unless it is there: streaming, its digest checked on the way. The name of a blob in a
 * layout is safe when `putManifest` is done.
 *
 * @throws ConfigError LAYOUT_INVALID; BuildError CHECKSUM_MISMATCH, REGISTRY_MISMATCH, DOWNLOAD_FAILED; what the
 *   stores throw
 */
export async function copyBlob(
  from: ImageStore,
  to: ImageStore,
  blob: Descriptor,
  options: CopyBlobOptions,
): Promise<PushedBlob> {
  if (!(to instanceof RegistryClient)) return copyIntoLayout(from, to, blob, options);
  if (from instanceof RegistryClient) return relayBlob(from, to, blob, options);
  return pushFile(await from.blobPath(blob), to, blob, options);
}

async function copyIntoLayout(
  from: ImageStore,
  to: OciLayout,
  blob: Descriptor,
  { log, onBytes, signal, thread }: CopyBlobOptions,
): Promise<PushedBlob> {
  if (await to.hasBlob(blob.digest, blob.size)) return 'there';
  if (from instanceof RegistryClient) {
    const { path, partPath } = to.downloadPaths(blob.digest);
    await from.pullBlob(blob, path, {
      ...{ partPath, onBytes, log, syncsFolder: false },
      ...(signal === undefined ? {} : { signal }),
      ...(thread === undefined || blob.size < LARGE_BYTES ? {} : { thread }),
    });
    return 'copied';
  }
  const path = to.newPath();
  try {
    const { sha256 } = await copyWithDigest(await from.blobPath(blob), path);
    if (`sha256:${sha256}` !== blob.digest) throw damaged(from.name, blob, sha256);
    await to.adoptBlob(path, blob);
  } finally {
    await rm(path, { force: true });
  }
  onBytes(blob.size);
  return 'copied';
}

async function pushFile(
  path: string,
  to: RegistryClient,
  blob: Descriptor,
  options: CopyBlobOptions,
): Promise<PushedBlob> {
  const count = counter(options.onBytes);
  const source: BlobSource = {
    open: async (start, end) => {
      const range = { start, end: end - 1, highWaterMark: READ_BYTES };
      return Readable.from(count(createReadStream(path, range), start), { objectMode: false });
    },
  };
  try {
    return await to.placeBlob(source, blob, options);
  } catch (error) {
    if (!(error instanceof TreesmithError) || error.code !== 'REGISTRY_FAILED') throw error;
    // The registry is not to blame for refusing a file that is not what its name says.
    const { sha256 } = await digestFile(path);
    throw `sha256:${sha256}` === blob.digest ? error : damaged(path, blob, sha256);
  }
}

async function relayBlob(
  from: RegistryClient,
  to: RegistryClient,
  blob: Descriptor,
  options: CopyBlobOptions,
): Promise<PushedBlob> {
  const { mountFrom = [], onBytes, signal } = options;
  const count = counter(onBytes);
  const source: BlobSource = {
    open: async (start, end) => {
      const bytes = checked(await from.openBlob(blob, start, { signal }), blob, { start, end });
      return Readable.from(count(bytes, start), { objectMode: false });
    },
  };
  const isSame = from.place.registry === to.place.registry;
  const own = isSame ? [from.place.repository] : [];
  return to.placeBlob(source, blob, { mountFrom: [...own, ...mountFrom], signal });
}

/** Passes on what is wanted of the bytes from `start` on; those of a whole blob must be what its digest says. */
async function* checked(
  body: AsyncIterable<Buffer>,
  blob: Descriptor,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<Buffer> {
  const hash = start === 0 && end === blob.size ? createHash('sha256') : undefined;
  let left = end - start;
  for await (const chunk of body) {
    const wanted = chunk.subarray(0, left);
    left -= wanted.length;
    hash?.update(wanted);
    if (left === 0 && hash !== undefined) {
      const found = hash.digest('hex');
      if (`sha256:${found}` !== blob.digest) throw mismatch(blob, found);
    }
    yield wanted;
    if (left === 0) return;
  }
  if (left > 0) throw new BuildError<RegistryCode>('REGISTRY_MISMATCH', `${blob.digest} is short`);
}

/** Counts what is read, and takes back what is read again. */
function counter(onBytes: (count: number) => void) {
  let at = 0;
  return async function* (body: AsyncIterable<Buffer>, start: number): AsyncGenerator<Buffer> {
    onBytes(start - at);
    at = start;
    for await (const chunk of body) {
      at += chunk.length;
      onBytes(chunk.length);
      yield chunk;
    }
  };
}

function damaged(where: string, { digest }: Descriptor, sha256: string): Error {
  const message = `${where} is damaged: ${digest} has the digest sha256:${sha256}`;
  return new ConfigError<RegistryCode>('LAYOUT_INVALID', message, { hint: 'Write it again.' });
}

function mismatch({ digest }: Descriptor, sha256: string): Error {
  const message = `the registry has sha256:${sha256} as ${digest}`;
  return new BuildError<RegistryCode>('REGISTRY_MISMATCH', message);
}
