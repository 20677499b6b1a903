import pLimit from 'p-limit';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { digestFiles } from '../host/digest-files.ts';
import { WriteThread } from '../host/write-thread.ts';
import { digestHex, type OciDigest } from '../oci/digest.ts';
import { type Descriptor, parseManifest } from '../oci/manifest.ts';
import { type PulledManifest, type PushedBlob, RegistryClient } from './client.ts';
import { copyBlob } from './copy-blob.ts';
import type { RegistryCode } from './errors.ts';
import { formatPlaceName, type ImagePlace, type ImageStore } from './image-place.ts';
import { readImageTree } from './image-tree.ts';
import { OciLayout } from './layout.ts';
import { listReferrers, putReferrer } from './referrers.ts';

/** More of them share one network. */
const PARALLEL_BLOBS = 6;
/** From here on a thread is worth its start. */
const THREAD_FROM_BYTES = 32 * 1024 * 1024;
const MAX_REFERRERS = 1000;

/** What of an image is copied, and how. */
export interface CopyOptions {
  /** As Go names it (`amd64`, `arm/v7`): that image alone is copied. All of an index unless given. */
  readonly architecture?: string | undefined;
  /** Also what refers to it: signatures, SBOMs. */
  readonly referrers?: boolean;
  /** Repositories of the registry that is copied to, which may have blobs already. */
  readonly mountFrom?: readonly string[];
  readonly log: Log;
}

/** What was copied. */
export interface CopiedImage {
  readonly digest: OciDigest;
  readonly mediaType: string;
  /** Of config and layers, each blob once. */
  readonly blobs: readonly CopiedBlob[];
  /** Bytes of the blobs that were copied. */
  readonly copiedBytes: number;
  /** How many manifests were written, referrers among them. */
  readonly manifests: number;
}

/** A blob, and how it came to be where it is. */
export interface CopiedBlob extends Pick<Descriptor, 'digest' | 'mediaType' | 'size'> {
  readonly how: PushedBlob;
}

/**
 * Copies an image between registries and OCI layouts, whichever way. Blobs first, several at a time; those
 * that are there or can be mounted are not copied. The name comes last, so that a copy that breaks off is
 * seen by nobody, and the next one goes on with what is there.
 *
 * @throws ConfigError IMAGE_MISSING, ARCHITECTURE_MISSING, MEDIA_TYPE_UNSUPPORTED, LAYOUT_INVALID, REGISTRY_DENIED; BuildError
 *   TAG_MOVED, REGISTRY_MISMATCH, REGISTRY_FAILED, CHECKSUM_MISMATCH, DOWNLOAD_FAILED, HTTP_FAILED, HTTP_STATUS
 */
export async function copyImage(
  from: ImagePlace,
  to: ImagePlace,
  options: CopyOptions,
): Promise<CopiedImage> {
  const { manifests, blobs } = await readImageTree(from, options.architecture);
  const top = manifests.at(-1);
  if (top === undefined) throw new TypeError('an image has a manifest');
  if (to.digest !== undefined && to.digest !== top.digest) {
    const message = `${formatPlaceName(from)} is ${top.digest}, and is not copied to ${formatPlaceName(to)}`;
    throw new BuildError<RegistryCode>('REGISTRY_MISMATCH', message);
  }
  const referring = options.referrers === true ? await readReferring(from, manifests) : [];
  const all = new Map(
    [...blobs, ...referring.flatMap((tree) => tree.blobs)].map((blob) => [blob.digest, blob]),
  );
  const copied = await copyBlobs(from, to, [...all.values()], options);
  for (const part of manifests.slice(0, -1)) await putPart(to, part);
  const isUntagged = to.tag === undefined && to.store instanceof RegistryClient;
  await putReferrer(to.store, top.bytes, top.mediaType, isUntagged ? top.digest : to.tag);
  for (const {
    manifests: [...parts],
  } of referring) {
    const referrer = parts.pop();
    for (const part of parts) await putPart(to, part);
    if (referrer !== undefined) await putReferrer(to.store, referrer.bytes, referrer.mediaType);
  }
  if (to.store instanceof OciLayout) await to.store.removeParts();
  return {
    digest: top.digest,
    mediaType: top.mediaType,
    blobs: copied,
    copiedBytes: copied.reduce((sum, { how, size }) => sum + (how === 'copied' ? size : 0), 0),
    manifests: manifests.length + referring.reduce((sum, tree) => sum + tree.manifests.length, 0),
  };
}

async function putPart({ store }: ImagePlace, part: PulledManifest): Promise<void> {
  await store.putManifest(part.digest, part.bytes, part.mediaType);
}

/** Returns what refers to the manifests, and what refers to that. */
async function readReferring(from: ImagePlace, manifests: readonly PulledManifest[]) {
  const trees: Awaited<ReturnType<typeof readImageTree>>[] = [];
  const seen = new Set<OciDigest>();
  const queue = manifests.map(({ digest }) => digest);
  for (let digest = queue.shift(); digest !== undefined; digest = queue.shift()) {
    for (const referrer of await listReferrers(from.store, digest)) {
      if (seen.has(referrer.digest) || trees.length === MAX_REFERRERS) continue;
      seen.add(referrer.digest);
      const tree = await readImageTree({ store: from.store, digest: referrer.digest });
      const own = tree.manifests.at(-1);
      // A list can say what it likes.
      const subject = own && parseManifest(own.bytes, own.mediaType).subject;
      if (subject?.digest !== digest) continue;
      trees.push(tree);
      queue.push(referrer.digest);
    }
  }
  return trees;
}

async function copyBlobs(
  from: ImagePlace,
  to: ImagePlace,
  blobs: readonly Descriptor[],
  { mountFrom = [], log }: CopyOptions,
): Promise<CopiedBlob[]> {
  if (to.store instanceof OciLayout) await dropDamaged(to.store, blobs);
  await using thread = await startThread(from.store, to.store, blobs);
  const total = blobs.reduce((sum, { size }) => sum + size, 0);
  const progress = log.progress('Copy layers', total, 'bytes');
  const stop = new AbortController();
  const limit = pLimit(PARALLEL_BLOBS);
  // The largest first: it must not be left alone at the end.
  const order = [...blobs].sort((a, b) => b.size - a.size);
  const done = await Promise.allSettled(
    order.map((blob) =>
      limit(async () => {
        stop.signal.throwIfAborted();
        try {
          const onBytes = (count: number) => progress.advance(count);
          const options = { mountFrom, log, onBytes, signal: stop.signal, thread };
          const how = await copyBlob(from.store, to.store, blob, options);
          if (how !== 'copied') progress.advance(blob.size);
          log.debug(`${blob.digest}, ${blob.size} bytes: ${how}`);
          const { digest, mediaType, size } = blob;
          return { digest, mediaType, size, how };
        } catch (error) {
          stop.abort(error);
          throw error;
        }
      }),
    ),
  );
  progress.done();
  if (stop.signal.aborted) throw stop.signal.reason;
  const found = new Map(
    done.flatMap((one) => (one.status === 'fulfilled' ? [[one.value.digest, one.value]] : [])),
  );
  return blobs.flatMap(({ digest }) => found.get(digest) ?? []);
}

/** Returns a thread where there is much to download. */
async function startThread(
  from: ImageStore,
  to: ImageStore,
  blobs: readonly Descriptor[],
): Promise<WriteThread | undefined> {
  if (!(from instanceof RegistryClient) || !(to instanceof OciLayout)) return undefined;
  let missingBytes = 0;
  for (const { digest, size } of blobs) if (!(await to.hasBlob(digest, size))) missingBytes += size;
  return missingBytes < THREAD_FROM_BYTES ? undefined : new WriteThread();
}

/** Makes room for the blobs that a layout has with other bytes: nobody else would find it. */
async function dropDamaged(layout: OciLayout, blobs: readonly Descriptor[]): Promise<void> {
  const there: Descriptor[] = [];
  for (const blob of blobs) if (await layout.hasBlob(blob.digest)) there.push(blob);
  const paths = there.map(({ digest }) => layout.downloadPaths(digest).path);
  const found = await digestFiles(paths);
  for (const [at, blob] of there.entries()) {
    if (found[at] !== digestHex(blob.digest)) await layout.dropBlob(blob.digest);
  }
}
