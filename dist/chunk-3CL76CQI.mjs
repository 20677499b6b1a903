import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  sortRecord
} from "./chunk-AM2BFUHL.mjs";
import {
  OCI_INDEX,
  OCI_MANIFEST
} from "./chunk-FHFKXTOJ.mjs";

// lib/oci/image-manifest.ts
function formatImageManifest(image) {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      ...image.artifactType === void 0 ? {} : { artifactType: image.artifactType },
      config: formatDescriptor(image.config),
      layers: image.layers.map(formatDescriptor),
      ...image.subject === void 0 ? {} : { subject: formatDescriptor(image.subject) },
      ...formatAnnotations(image.annotations)
    })
  );
}
function formatImageIndex(index) {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: index.manifests.map((manifest) => ({
        ...formatDescriptor(manifest),
        ...manifest.artifactType === void 0 ? {} : { artifactType: manifest.artifactType },
        ...manifest.platform === void 0 ? {} : { platform: manifest.platform }
      })),
      ...formatAnnotations(index.annotations)
    })
  );
}
function formatDescriptor({ mediaType, digest, size, annotations }) {
  return { mediaType, digest, size, ...formatAnnotations(annotations) };
}
function formatAnnotations(annotations = {}) {
  return Object.keys(annotations).length === 0 ? {} : { annotations: sortRecord(annotations) };
}

export {
  formatImageManifest,
  formatImageIndex
};
