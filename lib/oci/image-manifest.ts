import { sortRecord } from './image-config.ts';
import type { Descriptor, ManifestDescriptor } from './manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from './media-types.ts';

/** An image of one platform. */
export interface ImageParts {
  readonly config: Descriptor;
  /** The lowest first. */
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** The manifest that this one says something of. */
  readonly subject?: Descriptor;
  /** What an artifact is, whose config is empty. */
  readonly artifactType?: string;
}

/** Returns the bytes of an image's manifest (image-spec 1.1, manifest.md). Equal calls give equal bytes. */
export function formatImageManifest(image: ImageParts): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      ...(image.artifactType === undefined ? {} : { artifactType: image.artifactType }),
      config: formatDescriptor(image.config),
      layers: image.layers.map(formatDescriptor),
      ...(image.subject === undefined ? {} : { subject: formatDescriptor(image.subject) }),
      ...formatAnnotations(image.annotations),
    }),
  );
}

/** Returns the bytes of an index of images (image-spec 1.1, image-index.md), in the order given. */
export function formatImageIndex(index: {
  readonly manifests: readonly ManifestDescriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: index.manifests.map((manifest) => ({
        ...formatDescriptor(manifest),
        ...(manifest.artifactType === undefined ? {} : { artifactType: manifest.artifactType }),
        ...(manifest.platform === undefined ? {} : { platform: manifest.platform }),
      })),
      ...formatAnnotations(index.annotations),
    }),
  );
}

function formatDescriptor({ mediaType, digest, size, annotations }: Descriptor): object {
  return { mediaType, digest, size, ...formatAnnotations(annotations) };
}

function formatAnnotations(annotations: Readonly<Record<string, string>> = {}): object {
  return Object.keys(annotations).length === 0 ? {} : { annotations: sortRecord(annotations) };
}
