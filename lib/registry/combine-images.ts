import { compareBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { OciDigest } from '../oci/digest.ts';
import { formatImageIndex } from '../oci/image-manifest.ts';
import { type ManifestDescriptor, parseManifest } from '../oci/manifest.ts';
import { OCI_INDEX } from '../oci/media-types.ts';
import { formatPlatform } from '../oci/platform.ts';
import { type CopyOptions, copyImage } from './copy-image.ts';
import type { RegistryCode } from './errors.ts';
import { formatPlaceName, type ImagePlace, resolveImage } from './image-place.ts';
import { readPlatform } from './read-platform.ts';

/** An index that was written. */
export interface CombinedImages {
  readonly digest: OciDigest;
  /** `linux/amd64`, in the order of the index. */
  readonly platforms: readonly string[];
  /** Bytes of the blobs that were copied. */
  readonly copiedBytes: number;
}

interface Part {
  readonly place: ImagePlace;
  readonly descriptor: ManifestDescriptor & Required<Pick<ManifestDescriptor, 'platform'>>;
}

/**
 * Makes one index of images of several architectures, with copies of them beside it. What is an index already
 * gives all of its images. Equal images give an equal index, whatever their order.
 *
 * @throws ConfigError ARCHITECTURES_CLASH; what `copyImage` throws
 */
export async function combineImages(
  from: readonly ImagePlace[],
  to: ImagePlace,
  options: Pick<CopyOptions, 'referrers' | 'mountFrom' | 'log'>,
): Promise<CombinedImages> {
  const parts = new Map<string, Part>();
  for (const place of from) {
    for (const part of await readParts(place)) {
      const name = formatPlatform(part.descriptor.platform);
      const other = parts.get(name);
      if (other !== undefined && other.descriptor.digest !== part.descriptor.digest) {
        throw clash(
          `${formatPlaceName(other.place)} and ${formatPlaceName(place)} are both for ${name}`,
        );
      }
      parts.set(name, part);
    }
  }
  const sorted = [...parts].sort(([a], [b]) => compareBytes(a, b));
  let copiedBytes = 0;
  for (const [, { place, descriptor }] of sorted) {
    const { digest } = descriptor;
    // As a part of an index it has no name but its digest.
    const copied = await copyImage(
      { store: place.store, digest },
      { store: to.store, tag: digest },
      options,
    );
    copiedBytes += copied.copiedBytes;
  }
  const index = formatImageIndex({ manifests: sorted.map(([, { descriptor }]) => descriptor) });
  const digest = await to.store.putManifest(to.tag, index, OCI_INDEX);
  return { digest, platforms: sorted.map(([name]) => name), copiedBytes };
}

async function readParts(place: ImagePlace): Promise<Part[]> {
  const top = await resolveImage(place);
  const parsed = parseManifest(top.bytes, top.mediaType);
  if (parsed.kind === 'manifest') {
    const platform = await readPlatform(place.store, parsed);
    const { digest, mediaType } = top;
    return [partOf(place, { mediaType, digest, size: top.bytes.length }, platform)];
  }
  // What a build tool says of an image has a platform of its own, which is none.
  const images = parsed.manifests.filter(({ platform }) => platform?.os !== 'unknown');
  return images.map((image) => partOf(place, image, image.platform));
}

function partOf(
  place: ImagePlace,
  { mediaType, digest, size }: ManifestDescriptor,
  platform: ManifestDescriptor['platform'],
): Part {
  if (platform === undefined) {
    throw clash(`${formatPlaceName(place)} does not say for which architecture ${digest} is`);
  }
  return { place, descriptor: { mediaType, digest, size, platform } };
}

function clash(message: string): ConfigError<RegistryCode> {
  return new ConfigError<RegistryCode>('ARCHITECTURES_CLASH', message, {
    hint: 'Give one image of each architecture.',
  });
}
