import pLimit from 'p-limit';
import type { OciDigest } from '../oci/digest.ts';
import { type ManifestDescriptor, parseManifest } from '../oci/manifest.ts';
import { type ImagePlace, resolveImage } from './image-place.ts';
import { listReferrers } from './referrers.ts';

const PARALLEL = 6;

/** What refers to one manifest. */
export interface ManifestReferrers {
  readonly digest: OciDigest;
  readonly referrers: readonly ManifestDescriptor[];
}

/** What refers to an image, and to the images of an index. */
export interface ImageReferrers extends ManifestReferrers {
  /** Of an index alone. */
  readonly manifests?: readonly (ManifestReferrers & Pick<ManifestDescriptor, 'platform'>)[];
}

/**
 * Returns what refers to an image: SBOMs are of the image of one architecture, and signatures often of the
 * index.
 *
 * @param artifactType leaves out all others
 * @throws as `resolveImage` and `listReferrers`
 */
export async function readImageReferrers(
  place: ImagePlace,
  artifactType?: string,
): Promise<ImageReferrers> {
  const { bytes, digest, mediaType } = await resolveImage(place);
  const limit = pLimit(PARALLEL);
  const list = async (of: OciDigest) => ({
    digest: of,
    referrers: await limit(() => listReferrers(place.store, of, artifactType)),
  });
  const parsed = parseManifest(bytes, mediaType);
  if (parsed.kind === 'manifest') return list(digest);
  const manifests = parsed.manifests.map(async ({ digest: of, platform }) => ({
    ...(await list(of)),
    ...(platform === undefined ? {} : { platform }),
  }));
  return { ...(await list(digest)), manifests: await Promise.all(manifests) };
}
