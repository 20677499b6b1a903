import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openServiceCache
} from "./chunk-T6ROHXTZ.mjs";
import "./chunk-FFAHVXNZ.mjs";
import {
  readCredentials,
  registryAuthFiles
} from "./chunk-KOI37DZA.mjs";
import {
  RegistryClient
} from "./chunk-4J5FLCKI.mjs";
import {
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  OCI_MANIFEST
} from "./chunk-FHFKXTOJ.mjs";
import {
  formatReference,
  isTag
} from "./chunk-TDFHNA5I.mjs";
import "./chunk-HPCPK726.mjs";
import "./chunk-G4JM7VSD.mjs";
import {
  HttpClient
} from "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-6SUC3BPE.mjs";
import "./chunk-SWBYX6AK.mjs";
import "./chunk-FCGOPGKC.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import {
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/runner/cache/registry-service.ts
import { rm } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/runner/cache/registry-entry.ts
import { lstat, mkdir, readdir } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
var ARTIFACT_TYPE = "application/vnd.treesmith.cache.entry.v1", FILE_TYPE = "application/octet-stream", TITLE = "org.opencontainers.image.title", CREATED = "org.opencontainers.image.created", KEY = "org.treesmith.cache.key", PARALLEL = 6, MAX_FILES = 5e3, MAX_TITLE = 512, MAX_FILE_BYTES = 4 * 1024 ** 3, MAX_ENTRY_BYTES = 16 * 1024 ** 3;
async function readEntry(client, tag) {
  let pulled = await client.getManifest(tag);
  if (pulled === void 0) return;
  let manifest = parseManifest(pulled.bytes, pulled.mediaType);
  return manifest.kind !== "manifest" || manifest.artifactType !== ARTIFACT_TYPE ? "it is no cache entry" : entryOf(manifest);
}
async function pullEntry(client, { files }, to) {
  return await mkdir(to, { recursive: !0 }), (await all(files, async ({ title, blob }) => {
    let path = join(to, title);
    await mkdir(dirname(path), { recursive: !0 });
    try {
      return await client.pullBlob(blob, path), [];
    } catch (error) {
      if (!isLie(error)) throw error;
      return [{ blob, reason: error.message }];
    }
  })).flat();
}
function isLie(error) {
  let codes = ["OCI_INVALID", "REGISTRY_MISMATCH", "CHECKSUM_MISMATCH", "SIZE_LIMIT"];
  return error instanceof TreesmithError && codes.includes(error.code);
}
async function pushEntry(client, from, entry, damaged) {
  let titles = await listFiles(from), pushed = await all(titles, async (title) => {
    let path = join(from, title), { sha256: sha2562, sizeBytes } = await digestFile(path), blob = {
      mediaType: FILE_TYPE,
      digest: `sha256:${sha2562}`,
      size: sizeBytes,
      annotations: { [TITLE]: title }
    };
    if (damaged.has(blob.digest) && await client.hasBlob(blob.digest))
      throw new Error(`the registry has a damaged ${blob.digest}: delete the repository there`);
    return { blob, sentBytes: await client.pushBlob({ path }, blob) };
  });
  await client.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
  let manifest = formatArtifact(
    ARTIFACT_TYPE,
    pushed.map(({ blob }) => blob),
    { [CREATED]: entry.created, [KEY]: entry.key }
  );
  return await client.putManifest(entry.tag, manifest, OCI_MANIFEST), pushed.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
}
function entryOf({ annotations, layers }) {
  let key = annotations[KEY];
  if (key === void 0) return "it does not say its key";
  let files = layers.filter(({ mediaType }) => mediaType === FILE_TYPE).map((blob) => ({ title: blob.annotations?.[TITLE] ?? "", blob }));
  if (files.length > MAX_FILES) return `it has more than ${MAX_FILES} files`;
  let bad = files.find(({ title }) => !isTitle(title));
  if (bad !== void 0) return `${JSON.stringify(bad.title)} is no name of a file in it`;
  let titles = new Set(files.map(({ title }) => title)), isBelowFile = files.some(({ title }) => {
    let parts = title.split("/");
    return parts.some((_part, count) => count > 0 && titles.has(parts.slice(0, count).join("/")));
  });
  if (titles.size < files.length || isBelowFile) return "two of its files have one name";
  let sizes = files.map(({ blob }) => blob.size), sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  return sizeBytes > MAX_ENTRY_BYTES || sizes.some((size) => size > MAX_FILE_BYTES) ? `it has ${sizeBytes} bytes, more than is accepted` : { key, created: annotations[CREATED] ?? "", files };
}
function isTitle(title) {
  let parts = title.split("/");
  return title.length <= MAX_TITLE && parts.every((part) => /^[\w.+~^-]{1,200}$/.test(part) && !/^\.{1,2}$/.test(part));
}
async function listFiles(folder) {
  let found = [];
  for (let name of await readdir(folder, { recursive: !0 })) {
    let stats = await lstat(join(folder, name));
    if (stats.isDirectory()) continue;
    let title = name.split(sep).join("/");
    if (!stats.isFile() || !isTitle(title)) throw new Error(`${title} cannot be in a cache entry`);
    found.push(title);
  }
  return found.sort(compareBytes);
}
async function all(items, body) {
  let limit = pLimit(PARALLEL), failed = !1, results = await Promise.allSettled(
    items.map(
      (item) => limit(async () => {
        if (failed) throw new Error("given up");
        return body(item).catch((error) => {
          throw failed = !0, error;
        });
      })
    )
  ), reasons = results.flatMap(
    (result) => result.status === "rejected" ? [result.reason] : []
  ), [reason] = reasons.filter(({ message }) => message !== "given up");
  if (reason !== void 0) throw reason;
  return results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
}

// lib/runner/cache/registry-tag.ts
var HEAD_CHARACTERS = 63;
function tagOfKey(key) {
  return isTag(key) ? key : `${headOf(key)}_${sha256(key)}`;
}
function mayStartWith(tag, prefix) {
  return tag.startsWith(headOf(prefix)) || tag.startsWith(prefix);
}
function compareNewestTag(a, b) {
  let [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    let [x = "", y = ""] = [left[index], right[index]];
    if (x === y) continue;
    return index % 2 === 1 && x !== "" && y !== "" && x.length !== y.length ? y.length - x.length : x < y ? 1 : -1;
  }
  return 0;
}
function headOf(text) {
  return text.slice(0, HEAD_CHARACTERS).replace(/^[^\w]|[^\w.-]/g, "_");
}

// lib/runner/cache/registry-service.ts
var PARALLEL2 = 6, MAX_CANDIDATES = 32;
function openRegistryService(options) {
  let { client, root, nowMs, log } = options, damaged = /* @__PURE__ */ new Set(), find = async (key, restoreKeys) => {
    let entry = await readHonest(client, tagOfKey(key));
    if (typeof entry == "object" && entry.key === key) return entry;
    if (restoreKeys.length === 0) return entry === void 0 ? void 0 : wordsOf(entry);
    let tags = (await client.listTags()).sort(compareNewestTag);
    for (let prefix of restoreKeys) {
      let newest = await findNewest(client, tags, prefix, log);
      if (newest !== void 0) return newest;
    }
  }, restore = async (path, key, restoreKeys = []) => {
    let entry = await find(key, restoreKeys);
    if (entry === void 0) return { kind: "miss" };
    if (typeof entry == "string") return { kind: "broken", key, reason: entry };
    let folder = join2(root, path), faults = await pullEntry(client, entry, folder).catch(async (error) => {
      throw await rm(folder, { recursive: !0, force: !0 }), error;
    });
    for (let { blob, reason } of faults)
      damaged.add(blob.digest), log.debug(`cache: ${entry.key}: ${reason}`);
    let [first] = faults;
    return first !== void 0 && faults.length === entry.files.length ? { kind: "broken", key: entry.key, reason: first.reason } : { kind: "hit", key: entry.key };
  }, save = async (path, key) => {
    let tag = tagOfKey(key), there = await readHonest(client, tag);
    if (typeof there == "object" && there.key === key) return { kind: "exists" };
    if (there !== void 0)
      return { kind: "failed", reason: `the tag ${tag} is taken: ${wordsOf(there)}` };
    let created = new Date(nowMs()).toISOString();
    return { kind: "saved", sizeBytes: await pushEntry(client, join2(root, path), { tag, key, created }, damaged) };
  };
  return {
    restore: (path, key, restoreKeys) => heed(restore(path, key, restoreKeys)),
    lookup: (_path, key, restoreKeys = []) => heed(
      find(key, restoreKeys).then(
        (entry) => typeof entry == "object" ? { kind: "hit", key: entry.key } : { kind: "miss" }
      )
    ),
    save: (path, key) => heed(save(path, key)),
    [Symbol.asyncDispose]: async () => {
    }
  };
}
async function findNewest(client, tags, prefix, log) {
  let limit = pLimit(PARALLEL2), candidates = tags.filter((tag) => mayStartWith(tag, prefix)).slice(0, MAX_CANDIDATES);
  return (await Promise.all(
    candidates.map(
      (tag) => limit(async () => {
        let entry = await readHonest(client, tag);
        return typeof entry == "string" && log.debug(`cache: ${tag}: ${entry}`), typeof entry == "object" && tagOfKey(entry.key) === tag ? entry : void 0;
      })
    )
  )).filter((entry) => entry?.key.startsWith(prefix) === !0).sort((a, b) => compareBytes(b?.created ?? "", a?.created ?? ""))[0];
}
async function readHonest(client, tag) {
  return readEntry(client, tag).catch((error) => {
    if (!isLie(error)) throw error;
    return error.message;
  });
}
async function heed(body) {
  try {
    return await body;
  } catch (error) {
    let reason = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof TreesmithError && error.code === "REGISTRY_DENIED" ? "denied" : "failed", reason };
  }
}
function wordsOf(entry) {
  return typeof entry == "string" ? entry : `it is the entry ${JSON.stringify(entry.key)}`;
}

// lib/runner/cache/registry-cache.ts
async function openRegistryCache(options) {
  let { cacheRegistry, store, remix, runName, log } = options, { place, login } = cacheRegistry, { registry, repository } = place, credentials = login === void 0 ? await readCredentials(registryAuthFiles(), registry, repository) : { kind: "password", username: login.username, password: login.token }, http = new HttpClient(), client = new RegistryClient({ http, registry, repository, credentials }), nowMs = () => Date.now();
  return openServiceCache({
    store,
    remix,
    log,
    expectsAccess: !0,
    owner: formatReference({ registry, repository, tag: void 0, digest: void 0 }),
    // Tags with the time in front: the newest of very many is found by them.
    writer: `${nowMs()}-${runName}`,
    start: async (root) => ({
      ...openRegistryService({ client, root, nowMs, log }),
      [Symbol.asyncDispose]: () => http.close()
    }),
    // What decides what boots is taken from where this run could have put it itself.
    sharesKept: () => client.canPush().catch(() => !1)
  });
}
export {
  openRegistryCache
};
