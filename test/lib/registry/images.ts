import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { digestOf } from '../../../lib/oci/digest.ts';
import { formatImageConfig } from '../../../lib/oci/image-config.ts';
import { formatImageIndex, formatImageManifest } from '../../../lib/oci/image-manifest.ts';
import type { Descriptor, ManifestDescriptor } from '../../../lib/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import type { ImageStore } from '../../../lib/registry/image-place.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';

const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

/** An image of a test as it was written. */
export interface MadeImage {
  readonly bytes: Buffer;
  readonly descriptor: ManifestDescriptor;
  readonly layers: readonly Descriptor[];
}

/** Writes an image with `archives` as its layers, or with layers of random bytes, which are no archives. */
export async function putImage(
  store: ImageStore,
  tag: string | undefined,
  {
    architecture = 'amd64',
    layerBytes = [1000, 2000],
    archives,
  }: {
    readonly architecture?: string;
    readonly layerBytes?: readonly number[];
    readonly archives?: readonly Buffer[];
  } = {},
): Promise<MadeImage> {
  const contents = archives ?? layerBytes.map((size) => randomBytes(size));
  const layers: Descriptor[] = [];
  for (const content of contents) {
    layers.push(await putBlob(store, gzipSync(content, { level: 1 }), LAYER));
  }
  const configBytes = formatImageConfig({
    architecture,
    createdSeconds: 0,
    process: { cmd: ['/bin/true'] },
    diffIds: contents.map(digestOf),
    history: [],
  });
  const config = await putBlob(store, configBytes, CONFIG);
  const bytes = formatImageManifest({ config, layers });
  const digest = digestOf(bytes);
  await store.putManifest(tag ?? digest, bytes, OCI_MANIFEST);
  const platform = { os: 'linux', architecture };
  const descriptor = { mediaType: OCI_MANIFEST, digest, size: bytes.length, platform };
  return { bytes, descriptor, layers };
}

/** Writes an index of images of the architectures, and returns it with them. */
export async function putIndex(
  store: ImageStore,
  tag: string,
  architectures: readonly string[],
): Promise<{ readonly bytes: Buffer; readonly images: readonly MadeImage[] }> {
  const images: MadeImage[] = [];
  for (const architecture of architectures)
    images.push(await putImage(store, undefined, { architecture }));
  const bytes = formatImageIndex({ manifests: images.map(({ descriptor }) => descriptor) });
  await store.putManifest(tag, bytes, OCI_INDEX);
  return { bytes, images };
}

/** Writes a blob, and returns its descriptor. */
export async function putBlob(
  store: ImageStore,
  bytes: Buffer,
  mediaType: string,
): Promise<Descriptor> {
  if (store instanceof OciLayout) return store.putBlob(bytes, mediaType);
  const blob = { mediaType, digest: digestOf(bytes), size: bytes.length };
  await store.pushBlob(bytes, blob);
  return blob;
}
