import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  OCI_EMPTY,
  OCI_MANIFEST,
  isIndexType,
  isMediaType
} from "./chunk-VHH2F4KY.mjs";
import {
  isDigest
} from "./chunk-AXANLE5B.mjs";
import {
  BuildError
} from "./chunk-S6FOOEAW.mjs";

// lib/oci/manifest.ts
var MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
var MAX_DESCRIPTORS = 1e4;
var MAX_ANNOTATIONS = 1e3;
var EMPTY_CONFIG = Buffer.from("{}");
var EMPTY_DESCRIPTOR = {
  mediaType: OCI_EMPTY,
  digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  size: 2
};
function formatArtifact(artifactType, layers, annotations) {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType,
      config: EMPTY_DESCRIPTOR,
      layers: layers.length === 0 ? [EMPTY_DESCRIPTOR] : layers,
      annotations
    })
  );
}
function parseManifest(bytes, mediaType) {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw invalid(`it has ${bytes.length} bytes, more than ${MAX_MANIFEST_BYTES}`);
  }
  const found = parseObject(bytes);
  if (found["schemaVersion"] !== 2) throw invalid("schemaVersion is not 2");
  const type = found["mediaType"] ?? mediaType;
  if (!isMediaType(type)) throw invalid("mediaType is not one");
  const annotations = readAnnotations(found["annotations"], "annotations");
  const [hasLayers, hasManifests] = ["layers", "manifests"].map((key) => key in found);
  if (hasLayers === hasManifests || hasManifests !== isIndexType(type)) {
    throw invalid(`it is not what its media type ${type} says`);
  }
  if (hasManifests) {
    const manifests = readList(found["manifests"], "manifests").map(
      (item, index) => readManifestDescriptor(item, `manifests[${index}]`)
    );
    return { kind: "index", mediaType: type, manifests, annotations };
  }
  const { artifactType } = found;
  if (artifactType !== void 0 && !isMediaType(artifactType)) {
    throw invalid("artifactType is not a media type");
  }
  return {
    kind: "manifest",
    mediaType: type,
    artifactType,
    config: readDescriptor(found["config"], "config"),
    layers: readList(found["layers"], "layers").map(
      (item, index) => readDescriptor(item, `layers[${index}]`)
    ),
    annotations
  };
}
function parseObject(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return asObject(JSON.parse(text), "the document");
  } catch (error) {
    if (error instanceof BuildError) throw error;
    throw invalid("it is not JSON");
  }
}
function readDescriptor(value, where) {
  const { mediaType, digest, size, annotations } = asObject(value, where);
  if (!isMediaType(mediaType)) throw invalid(`${where}.mediaType is not one`);
  if (!isDigest(digest)) throw invalid(`${where}.digest is not sha256:<64 hex>`);
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw invalid(`${where}.size is not a number of bytes`);
  }
  const given = annotations !== void 0;
  const notes = given ? { annotations: readAnnotations(annotations, `${where}.annotations`) } : {};
  return { mediaType, digest, size, ...notes };
}
function readManifestDescriptor(value, where) {
  const { artifactType, platform } = asObject(value, where);
  const type = isMediaType(artifactType) ? { artifactType } : {};
  const base = { ...readDescriptor(value, where), ...type };
  if (platform === void 0) return base;
  const { architecture, os } = asObject(platform, `${where}.platform`);
  if (typeof architecture !== "string" || typeof os !== "string") {
    throw invalid(`${where}.platform has no architecture or no os`);
  }
  return { ...base, platform: { architecture, os } };
}
function readAnnotations(value, where) {
  if (value === void 0 || value === null) return {};
  const entries = Object.entries(asObject(value, where));
  if (entries.length > MAX_ANNOTATIONS) throw invalid(`${where} has ${entries.length} entries`);
  return Object.fromEntries(
    entries.map(([key, text]) => {
      if (typeof text !== "string") throw invalid(`${where} has something else than text`);
      return [key, text];
    })
  );
}
function readList(value, where) {
  if (!Array.isArray(value)) throw invalid(`${where} is not a list`);
  if (value.length > MAX_DESCRIPTORS) throw invalid(`${where} has ${value.length} entries`);
  return value;
}
function asObject(value, where) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(`${where} is not an object`);
  }
  return value;
}
function invalid(why) {
  return new BuildError("OCI_INVALID", `the manifest is not valid: ${why}`);
}

export {
  MAX_MANIFEST_BYTES,
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
  parseManifest
};
