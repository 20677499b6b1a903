import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatPlaceName,
  formatPlatform,
  resolveImage
} from "./chunk-K23XTKS6.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/registry/read-platform.ts
async function readPlatform(store, { config }) {
  if (/image(\.config)?\.v1\+json$/.test(config.mediaType))
    try {
      let bytes = await store.readBlob(config), { os, architecture, variant } = JSON.parse(bytes.toString());
      return typeof os != "string" || typeof architecture != "string" ? void 0 : { os, architecture, ...typeof variant == "string" ? { variant } : {} };
    } catch (error) {
      if (error instanceof SyntaxError) return;
      throw error;
    }
}

// lib/registry/image-tree.ts
var MAX_DEPTH = 4, MAX_MANIFESTS = 1e3, PARALLEL = 6;
async function readImageTree(place, architecture) {
  let top = await resolveImage(place), found = architecture === void 0 ? top : await choose(place, top, architecture), manifests = [], blobs = /* @__PURE__ */ new Map(), limit = pLimit(PARALLEL), visit = async (one, depth) => {
    let parsed = parseManifest(one.bytes, one.mediaType);
    if (parsed.kind === "manifest") for (let blob of blobsOf(parsed)) addBlob(place, blobs, blob);
    else {
      if (depth === MAX_DEPTH) throw refused(place, `it is nested more than ${MAX_DEPTH} deep`);
      let parts = await Promise.all(
        parsed.manifests.map((part) => limit(() => readPart(place, part)))
      );
      for (let part of parts) await visit(part, depth + 1);
    }
    if (!manifests.some(({ digest }) => digest === one.digest) && (manifests.push(one), manifests.length > MAX_MANIFESTS))
      throw refused(place, `it has more than ${MAX_MANIFESTS} manifests`);
  };
  return await visit(found, 0), { manifests, blobs: [...blobs.values()] };
}
async function choose(place, top, architecture) {
  let has = /* @__PURE__ */ new Set(), queue = [top];
  for (let looked = 0; looked < MAX_MANIFESTS; looked += 1) {
    let one = queue.shift();
    if (one === void 0) break;
    let parsed = parseManifest(one.bytes, one.mediaType);
    if (parsed.kind === "manifest") {
      let said = await readPlatform(place.store, parsed);
      if (said === void 0 || fits(said, architecture)) return one;
      has.add(formatPlatform(said));
      continue;
    }
    let part = findPart(parsed, architecture);
    if (part !== void 0) return readPart(place, part);
    for (let { platform } of parsed.manifests)
      platform !== void 0 && has.add(formatPlatform(platform));
    let silent = parsed.manifests.filter(({ platform }) => platform === void 0);
    for (let other of silent) queue.push(await readPart(place, other));
  }
  let list = [...has].sort().join(", "), message = `${formatPlaceName(place)} is not there for linux/${architecture}, it has ${list === "" ? "nothing" : list}`;
  throw new ConfigError("ARCHITECTURE_MISSING", message, {
    hint: "Take one of those, or build it for this one."
  });
}
function findPart({ manifests }, architecture) {
  return manifests.find(({ platform }) => platform !== void 0 && fits(platform, architecture));
}
function fits({ os, architecture, variant }, wanted) {
  return os === "linux" && [architecture, `${architecture}/${variant}`].includes(wanted);
}
async function readPart(place, part) {
  return resolveImage({ store: place.store, digest: part.digest });
}
function blobsOf({ config, layers }) {
  return [config, ...layers];
}
function addBlob(place, blobs, blob) {
  let known = blobs.get(blob.digest);
  if (known !== void 0 && known.size !== blob.size)
    throw refused(place, `${blob.digest} is said to have ${known.size} and ${blob.size} bytes`);
  blobs.set(blob.digest, blob);
}
function refused(place, why) {
  let message = `${formatPlaceName(place)} cannot be what it says: ${why}`;
  return new BuildError("REGISTRY_MISMATCH", message);
}

export {
  readPlatform,
  readImageTree
};
