import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  OCI_EMPTY,
  OCI_MANIFEST,
  isIndexType,
  isMediaType
} from "./chunk-FHFKXTOJ.mjs";
import {
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/oci/manifest.ts
var MAX_MANIFEST_BYTES = 4 * 1024 * 1024, MAX_DESCRIPTORS = 1e4, MAX_ANNOTATIONS = 1e3, EMPTY_CONFIG = Buffer.from("{}"), EMPTY_DESCRIPTOR = {
  mediaType: OCI_EMPTY,
  digest: "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  size: 2
};
function formatArtifact(artifactType, layers, annotations, subject) {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType,
      config: EMPTY_DESCRIPTOR,
      layers: layers.length === 0 ? [EMPTY_DESCRIPTOR] : layers,
      ...subject === void 0 ? {} : { subject },
      annotations
    })
  );
}
function parseManifest(bytes, mediaType) {
  if (bytes.length > MAX_MANIFEST_BYTES)
    throw invalid(`it has ${bytes.length} bytes, more than ${MAX_MANIFEST_BYTES}`);
  let found = parseObject(bytes);
  if (found.schemaVersion !== 2) throw invalid("schemaVersion is not 2");
  let type = found.mediaType ?? mediaType;
  if (!isMediaType(type)) throw invalid("mediaType is not one");
  let annotations = readAnnotations(found.annotations, "annotations"), [hasLayers, hasManifests] = ["layers", "manifests"].map((key) => key in found);
  if (hasLayers === hasManifests || hasManifests !== isIndexType(type))
    throw invalid(`it is not what its media type ${type} says`);
  let { artifactType } = found;
  if (artifactType !== void 0 && !isMediaType(artifactType))
    throw invalid("artifactType is not a media type");
  let subject = found.subject === void 0 ? void 0 : readDescriptor(found.subject, "subject");
  if (hasManifests) {
    let manifests = readList(found.manifests, "manifests").map(
      (item, index) => readManifestDescriptor(item, `manifests[${index}]`)
    );
    return { kind: "index", mediaType: type, manifests, artifactType, subject, annotations };
  }
  return {
    kind: "manifest",
    mediaType: type,
    artifactType,
    config: readDescriptor(found.config, "config"),
    layers: readList(found.layers, "layers").map(
      (item, index) => readDescriptor(item, `layers[${index}]`)
    ),
    subject,
    annotations
  };
}
function parseObject(bytes) {
  try {
    let text = new TextDecoder("utf-8", { fatal: !0 }).decode(bytes);
    return asObject(JSON.parse(text), "the document");
  } catch (error) {
    throw error instanceof BuildError ? error : invalid("it is not JSON");
  }
}
function readDescriptor(value, where) {
  let { mediaType, digest, size, annotations } = asObject(value, where);
  if (!isMediaType(mediaType)) throw invalid(`${where}.mediaType is not one`);
  if (!isDigest(digest)) throw invalid(`${where}.digest is not sha256:<64 hex>`);
  if (typeof size != "number" || !Number.isSafeInteger(size) || size < 0)
    throw invalid(`${where}.size is not a number of bytes`);
  let notes = annotations !== void 0 ? { annotations: readAnnotations(annotations, `${where}.annotations`) } : {};
  return { mediaType, digest, size, ...notes };
}
function readManifestDescriptor(value, where) {
  let { artifactType, platform } = asObject(value, where), type = isMediaType(artifactType) ? { artifactType } : {}, base = { ...readDescriptor(value, where), ...type };
  if (platform === void 0) return base;
  let { architecture, os, variant } = asObject(platform, `${where}.platform`);
  if (typeof architecture != "string" || typeof os != "string")
    throw invalid(`${where}.platform has no architecture or no os`);
  return { ...base, platform: { architecture, os, ...typeof variant == "string" && variant !== "" ? { variant } : {} } };
}
function readAnnotations(value, where) {
  if (value == null) return {};
  let entries = Object.entries(asObject(value, where));
  if (entries.length > MAX_ANNOTATIONS) throw invalid(`${where} has ${entries.length} entries`);
  return Object.fromEntries(
    entries.map(([key, text]) => {
      if (typeof text != "string") throw invalid(`${where} has something else than text`);
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
  if (typeof value != "object" || value === null || Array.isArray(value))
    throw invalid(`${where} is not an object`);
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
