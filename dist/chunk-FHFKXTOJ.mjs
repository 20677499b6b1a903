import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/oci/media-types.ts
var OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json", OCI_INDEX = "application/vnd.oci.image.index.v1+json", OCI_CONFIG = "application/vnd.oci.image.config.v1+json", OCI_LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip", OCI_LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd", OCI_EMPTY = "application/vnd.oci.empty.v1+json", DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json", DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json", MANIFEST_TYPES = [
  OCI_MANIFEST,
  OCI_INDEX,
  DOCKER_MANIFEST,
  DOCKER_INDEX
];
function isIndexType(mediaType) {
  return mediaType === OCI_INDEX || mediaType === DOCKER_INDEX;
}
function isManifestType(mediaType) {
  return MANIFEST_TYPES.includes(mediaType);
}
function isMediaType(text) {
  return typeof text == "string" && /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/.test(text);
}

export {
  OCI_MANIFEST,
  OCI_INDEX,
  OCI_CONFIG,
  OCI_LAYER_GZIP,
  OCI_LAYER_ZSTD,
  OCI_EMPTY,
  MANIFEST_TYPES,
  isIndexType,
  isManifestType,
  isMediaType
};
