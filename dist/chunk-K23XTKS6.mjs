import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatImageIndex
} from "./chunk-3CL76CQI.mjs";
import {
  RegistryClient
} from "./chunk-4J5FLCKI.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  OCI_INDEX,
  isManifestType
} from "./chunk-FHFKXTOJ.mjs";
import {
  digestHex
} from "./chunk-G4JM7VSD.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/registry/referrers.ts
var LIST_TRIES = 4, MAX_LISTED = 1e4;
async function listReferrers(store, digest, artifactType) {
  return (store instanceof RegistryClient ? await store.readReferrers(digest) ?? await readList(store, digest) : await searchLayout(store, digest)).filter((one) => artifactType === void 0 || one.artifactType === artifactType);
}
async function putReferrer(store, bytes, mediaType, reference) {
  if (!(store instanceof RegistryClient)) return store.putManifest(reference, bytes, mediaType);
  let { digest, isListed } = await store.pushManifest(reference, bytes, mediaType), { subject } = parseManifest(bytes, mediaType);
  if (subject === void 0 || isListed || await store.readReferrers(subject.digest) !== void 0) return digest;
  let mine = describe({ bytes, digest, mediaType });
  return await changeList(
    store,
    subject.digest,
    (others) => others.some((one) => one.digest === digest) ? others : [...others, mine]
  ), digest;
}
async function deleteManifest(store, digest) {
  if (!(store instanceof RegistryClient)) return store.deleteManifest(digest);
  let found = await store.getManifest(digest);
  if (found === void 0) return !1;
  let { subject } = parseManifest(found.bytes, found.mediaType);
  return subject !== void 0 && await store.readReferrers(subject.digest) === void 0 && await changeList(
    store,
    subject.digest,
    (others) => others.filter((one) => one.digest !== digest)
  ), store.deleteManifest(digest);
}
function describe({ bytes, digest, mediaType }) {
  let parsed = parseManifest(bytes, mediaType), config = parsed.kind === "manifest" ? parsed.config.mediaType : void 0, artifactType = parsed.artifactType ?? config;
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...artifactType === void 0 ? {} : { artifactType },
    ...Object.keys(parsed.annotations).length === 0 ? {} : { annotations: parsed.annotations }
  };
}
async function searchLayout(layout, digest) {
  let found = /* @__PURE__ */ new Map();
  for (let { descriptor } of await layout.listManifests()) {
    let bytes = await layout.readBlob(descriptor), { mediaType } = descriptor, { subject } = parseManifest(bytes, mediaType);
    subject?.digest === digest && found.set(descriptor.digest, describe({ bytes, digest: descriptor.digest, mediaType }));
  }
  return [...found.values()];
}
function listTag(digest) {
  return `sha256-${digestHex(digest)}`;
}
async function readList(client, digest) {
  let found = await client.getManifest(listTag(digest));
  if (found === void 0) return [];
  let parsed = parseManifest(found.bytes, found.mediaType);
  if (parsed.kind === "index") return parsed.manifests;
  throw failed(client, digest, "is no list of what refers to it");
}
async function changeList(client, digest, edit) {
  for (let tries = 0; ; tries += 1) {
    let before = await readList(client, digest), after = edit(before);
    if (after.length === before.length) return;
    if (tries === LIST_TRIES) throw failed(client, digest, "is written by others all the time");
    if (after.length > MAX_LISTED) throw failed(client, digest, `has ${after.length} entries`);
    if (after.length === 0) await client.deleteTag(listTag(digest));
    else {
      let bytes = formatImageIndex({ manifests: after });
      await client.putManifest(listTag(digest), bytes, OCI_INDEX);
    }
  }
}
function failed(client, digest, why) {
  let message = `${client.name}:${listTag(digest)} ${why}`;
  return new BuildError("REGISTRY_FAILED", message);
}

// lib/oci/platform.ts
function formatPlatform({ os, architecture, variant }) {
  return [os, architecture, variant].filter(Boolean).join("/");
}

// lib/registry/image-place.ts
function formatPlaceName({ store, tag, digest }) {
  let tagged = tag === void 0 ? "" : `:${tag}`;
  return `${store.name}${tagged}${digest === void 0 ? "" : `@${digest}`}`;
}
async function resolveImage(place) {
  let { store, tag, digest } = place, found = await store.getManifest(tag ?? digest);
  if (found === void 0) {
    let message2 = `${formatPlaceName(place)}: there is no such image`;
    throw new ConfigError("IMAGE_MISSING", message2, {
      hint: 'Look at the name; "treesmith registry list" says which tags there are.'
    });
  }
  if (digest !== void 0 && found.digest !== digest) {
    let message2 = `${store.name}:${tag} is ${found.digest} now, expected ${digest}`;
    throw new BuildError("TAG_MOVED", message2, {
      hint: "Somebody has pushed meanwhile: inspect the tag again, or leave it out."
    });
  }
  let type = typeOf(found);
  if (isManifestType(type)) return { ...found, mediaType: type };
  let message = `${formatPlaceName(place)} is of the type ${JSON.stringify(type)}, expected an image or index of OCI or Docker (schema 2)`;
  throw new ConfigError("MEDIA_TYPE_UNSUPPORTED", message, {
    hint: "Push it again with a newer tool."
  });
}
function typeOf({ bytes, mediaType }) {
  try {
    let said = JSON.parse(bytes.toString())?.mediaType;
    return typeof said == "string" ? said.slice(0, 200) : mediaType;
  } catch {
    return mediaType;
  }
}

export {
  listReferrers,
  putReferrer,
  deleteManifest,
  formatPlatform,
  formatPlaceName,
  resolveImage
};
