import { digestOf } from '../oci/digest.ts';
import { formatImageManifest } from '../oci/image-manifest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import { OCI_EMPTY, OCI_MANIFEST } from '../oci/media-types.ts';
import { SBOM_FORMAT_FACTS, type SbomFormat } from './sbom-format.ts';

/** An artifact to be written beside the image that it is about: its blobs first, then the manifest. */
export interface SbomArtifact {
  readonly blobs: readonly { readonly descriptor: Descriptor; readonly bytes: Buffer }[];
  /** Of the manifest, as `putReferrer` takes them. */
  readonly bytes: Buffer;
  readonly mediaType: string;
}

const EMPTY = Buffer.from('{}');

/**
 * Returns an SBOM as an OCI artifact that refers to the image `subject` (image-spec 1.1, manifest.md,
 * "Guidelines for Artifact Usage"): one layer with the document, an empty config, and the document's
 * media type as `artifactType`, by which `cosign`, `oras discover` and registries find it.
 */
export function sbomReferrer(
  document: string,
  format: SbomFormat,
  subject: Descriptor,
): SbomArtifact {
  const { mediaType, suffix } = SBOM_FORMAT_FACTS[format];
  const bytes = Buffer.from(document);
  const config = describe(EMPTY, OCI_EMPTY);
  const layer = {
    ...describe(bytes, mediaType),
    annotations: { 'org.opencontainers.image.title': `sbom${suffix}` },
  };
  const { digest, size } = subject;
  return {
    blobs: [
      { descriptor: config, bytes: EMPTY },
      { descriptor: layer, bytes },
    ],
    bytes: formatImageManifest({
      artifactType: mediaType,
      config,
      layers: [layer],
      subject: { mediaType: subject.mediaType, digest, size },
    }),
    mediaType: OCI_MANIFEST,
  };
}

function describe(bytes: Buffer, mediaType: string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}
