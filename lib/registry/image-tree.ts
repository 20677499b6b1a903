import pLimit from 'p-limit';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { OciDigest } from '../oci/digest.ts';
import {
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  type ManifestDescriptor,
  parseManifest,
} from '../oci/manifest.ts';
import { formatPlatform, type Platform } from '../oci/platform.ts';
import type { PulledManifest } from './client.ts';
import type { RegistryCode } from './errors.ts';
import { formatPlaceName, type ImagePlace, resolveImage } from './image-place.ts';
import { readPlatform } from './read-platform.ts';

const MAX_DEPTH = 4;
const MAX_MANIFESTS = 1000;
const PARALLEL = 6;

/** All that an image is made of. */
export interface ImageTree {
  /** Parts before what they are a part of: the image itself is the last. */
  readonly manifests: readonly PulledManifest[];
  /** Each once. */
  readonly blobs: readonly Descriptor[];
}

/**
 * Returns the parts of an image: of all architectures, or of one (`amd64`, `arm/v7`) that is then the
 * image itself.
 *
 * @throws ConfigError ARCHITECTURE_MISSING; BuildError REGISTRY_MISMATCH, OCI_INVALID; what `resolveImage` throws
 */
export async function readImageTree(place: ImagePlace, architecture?: string): Promise<ImageTree> {
  const top = await resolveImage(place);
  const found = architecture === undefined ? top : await choose(place, top, architecture);
  const manifests: PulledManifest[] = [];
  const blobs = new Map<OciDigest, Descriptor>();
  const limit = pLimit(PARALLEL);
  const visit = async (one: PulledManifest, depth: number): Promise<void> => {
    const parsed = parseManifest(one.bytes, one.mediaType);
    if (parsed.kind === 'manifest') for (const blob of blobsOf(parsed)) addBlob(place, blobs, blob);
    else {
      if (depth === MAX_DEPTH) throw refused(place, `it is nested more than ${MAX_DEPTH} deep`);
      const parts = await Promise.all(
        parsed.manifests.map((part) => limit(() => readPart(place, part))),
      );
      for (const part of parts) await visit(part, depth + 1);
    }
    if (manifests.some(({ digest }) => digest === one.digest)) return;
    manifests.push(one);
    if (manifests.length > MAX_MANIFESTS)
      throw refused(place, `it has more than ${MAX_MANIFESTS} manifests`);
  };
  await visit(found, 0);
  return { manifests, blobs: [...blobs.values()] };
}

/**
 * Returns the manifest of an image for one architecture of Linux, named as Go names it.
 *
 * @throws ConfigError ARCHITECTURE_MISSING, with what there is
 */
async function choose(
  place: ImagePlace,
  top: PulledManifest,
  architecture: string,
): Promise<PulledManifest> {
  const has = new Set<string>();
  const queue = [top];
  for (let looked = 0; looked < MAX_MANIFESTS; looked += 1) {
    const one = queue.shift();
    if (one === undefined) break;
    const parsed = parseManifest(one.bytes, one.mediaType);
    if (parsed.kind === 'manifest') {
      const said = await readPlatform(place.store, parsed);
      // What does not say it runs anywhere: an artifact.
      if (said === undefined || fits(said, architecture)) return one;
      has.add(formatPlatform(said));
      continue;
    }
    const part = findPart(parsed, architecture);
    if (part !== undefined) return readPart(place, part);
    for (const { platform } of parsed.manifests)
      if (platform !== undefined) has.add(formatPlatform(platform));
    const silent = parsed.manifests.filter(({ platform }) => platform === undefined);
    for (const other of silent) queue.push(await readPart(place, other));
  }
  const list = [...has].sort().join(', ');
  const message = `${formatPlaceName(place)} is not there for linux/${architecture}, it has ${list === '' ? 'nothing' : list}`;
  throw new ConfigError<RegistryCode>('ARCHITECTURE_MISSING', message, {
    hint: 'Take one of those, or build it for this one.',
  });
}

function findPart({ manifests }: ImageIndex, architecture: string): ManifestDescriptor | undefined {
  return manifests.find(({ platform }) => platform !== undefined && fits(platform, architecture));
}

function fits({ os, architecture, variant }: Platform, wanted: string): boolean {
  return os === 'linux' && [architecture, `${architecture}/${variant}`].includes(wanted);
}

async function readPart(place: ImagePlace, part: Descriptor): Promise<PulledManifest> {
  return resolveImage({ store: place.store, digest: part.digest });
}

function blobsOf({ config, layers }: ImageManifest): Descriptor[] {
  return [config, ...layers];
}

function addBlob(place: ImagePlace, blobs: Map<OciDigest, Descriptor>, blob: Descriptor): void {
  const known = blobs.get(blob.digest);
  if (known !== undefined && known.size !== blob.size) {
    throw refused(place, `${blob.digest} is said to have ${known.size} and ${blob.size} bytes`);
  }
  blobs.set(blob.digest, blob);
}

function refused(place: ImagePlace, why: string): BuildError<RegistryCode> {
  const message = `${formatPlaceName(place)} cannot be what it says: ${why}`;
  return new BuildError<RegistryCode>('REGISTRY_MISMATCH', message);
}
