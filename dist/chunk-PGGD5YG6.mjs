import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openServiceCache
} from "./chunk-E53HUHHJ.mjs";
import "./chunk-JWUK6KXY.mjs";
import {
  RegistryClient,
  readCredentials,
  registryAuthFiles
} from "./chunk-RCALIPRX.mjs";
import {
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
  parseManifest
} from "./chunk-2QRIHPZD.mjs";
import {
  OCI_MANIFEST
} from "./chunk-VHH2F4KY.mjs";
import "./chunk-6DP4Q5ZH.mjs";
import {
  digestFile
} from "./chunk-JD33PUBT.mjs";
import "./chunk-H2E4HNY4.mjs";
import "./chunk-XW44VKEP.mjs";
import {
  HttpClient,
  formatReference,
  isTag
} from "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import {
  pLimit
} from "./chunk-H6KZ54YI.mjs";
import "./chunk-IZTKPFNN.mjs";
import "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  sha256
} from "./chunk-PGVBXSTX.mjs";
import {
  TreesmithError
} from "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// lib/runner/cache/registry-service.ts
import { rm } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/runner/cache/registry-entry.ts
import { lstat, mkdir, readdir } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
var ARTIFACT_TYPE = "application/vnd.treesmith.cache.entry.v1";
var FILE_TYPE = "application/octet-stream";
var TITLE = "org.opencontainers.image.title";
var CREATED = "org.opencontainers.image.created";
var KEY = "org.treesmith.cache.key";
var PARALLEL = 6;
var MAX_FILES = 5e3;
var MAX_TITLE = 512;
var MAX_FILE_BYTES = 4 * 1024 ** 3;
var MAX_ENTRY_BYTES = 16 * 1024 ** 3;
async function readEntry(client, tag) {
  const pulled = await client.getManifest(tag);
  if (pulled === void 0) return void 0;
  const manifest = parseManifest(pulled.bytes, pulled.mediaType);
  if (manifest.kind !== "manifest" || manifest.artifactType !== ARTIFACT_TYPE) {
    return "it is no cache entry";
  }
  return entryOf(manifest);
}
async function pullEntry(client, { files }, to) {
  await mkdir(to, { recursive: true });
  const faults = await all(files, async ({ title, blob }) => {
    const path = join(to, title);
    await mkdir(dirname(path), { recursive: true });
    try {
      await client.pullBlob(blob, path);
      return [];
    } catch (error) {
      if (!isLie(error)) throw error;
      return [{ blob, reason: error.message }];
    }
  });
  return faults.flat();
}
function isLie(error) {
  const codes = ["OCI_INVALID", "REGISTRY_MISMATCH", "CHECKSUM_MISMATCH", "SIZE_LIMIT"];
  return error instanceof TreesmithError && codes.includes(error.code);
}
async function pushEntry(client, from, entry, damaged) {
  const titles = await listFiles(from);
  const pushed = await all(titles, async (title) => {
    const path = join(from, title);
    const { sha256: sha2562, sizeBytes } = await digestFile(path);
    const blob = {
      mediaType: FILE_TYPE,
      digest: `sha256:${sha2562}`,
      size: sizeBytes,
      annotations: { [TITLE]: title }
    };
    if (damaged.has(blob.digest) && await client.hasBlob(blob.digest)) {
      throw new Error(`the registry has a damaged ${blob.digest}: delete the repository there`);
    }
    return { blob, sentBytes: await client.pushBlob({ path }, blob) };
  });
  await client.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
  const manifest = formatArtifact(
    ARTIFACT_TYPE,
    pushed.map(({ blob }) => blob),
    { [CREATED]: entry.created, [KEY]: entry.key }
  );
  await client.putManifest(entry.tag, manifest, OCI_MANIFEST);
  return pushed.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
}
function entryOf({ annotations, layers }) {
  const key = annotations[KEY];
  if (key === void 0) return "it does not say its key";
  const files = layers.filter(({ mediaType }) => mediaType === FILE_TYPE).map((blob) => ({ title: blob.annotations?.[TITLE] ?? "", blob }));
  if (files.length > MAX_FILES) return `it has more than ${MAX_FILES} files`;
  const bad = files.find(({ title }) => !isTitle(title));
  if (bad !== void 0) return `${JSON.stringify(bad.title)} is no name of a file in it`;
  const titles = new Set(files.map(({ title }) => title));
  const isBelowFile = files.some(({ title }) => {
    const parts = title.split("/");
    return parts.some((_part, count) => count > 0 && titles.has(parts.slice(0, count).join("/")));
  });
  if (titles.size < files.length || isBelowFile) return "two of its files have one name";
  const sizes = files.map(({ blob }) => blob.size);
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  if (sizeBytes > MAX_ENTRY_BYTES || sizes.some((size) => size > MAX_FILE_BYTES)) {
    return `it has ${sizeBytes} bytes, more than is accepted`;
  }
  return { key, created: annotations[CREATED] ?? "", files };
}
function isTitle(title) {
  const parts = title.split("/");
  return title.length <= MAX_TITLE && parts.every((part) => /^[\w.+~^-]{1,200}$/.test(part) && !/^\.{1,2}$/.test(part));
}
async function listFiles(folder) {
  const found = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const stats = await lstat(join(folder, name));
    if (stats.isDirectory()) continue;
    const title = name.split(sep).join("/");
    if (!stats.isFile() || !isTitle(title)) throw new Error(`${title} cannot be in a cache entry`);
    found.push(title);
  }
  return found.sort(compareBytes);
}
async function all(items, body) {
  const limit = pLimit(PARALLEL);
  let failed = false;
  const results = await Promise.allSettled(
    items.map(
      (item) => limit(async () => {
        if (failed) throw new Error("given up");
        return body(item).catch((error) => {
          failed = true;
          throw error;
        });
      })
    )
  );
  const reasons = results.flatMap(
    (result) => result.status === "rejected" ? [result.reason] : []
  );
  const [reason] = reasons.filter(({ message }) => message !== "given up");
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
  const [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x = "", y = ""] = [left[index], right[index]];
    if (x === y) continue;
    const both = index % 2 === 1 && x !== "" && y !== "";
    if (both && x.length !== y.length) return y.length - x.length;
    return x < y ? 1 : -1;
  }
  return 0;
}
function headOf(text) {
  return text.slice(0, HEAD_CHARACTERS).replace(/^[^\w]|[^\w.-]/g, "_");
}

// lib/runner/cache/registry-service.ts
var PARALLEL2 = 6;
var MAX_CANDIDATES = 32;
function openRegistryService(options) {
  const { client, root, nowMs, log } = options;
  const damaged = /* @__PURE__ */ new Set();
  const find = async (key, restoreKeys) => {
    const entry = await readHonest(client, tagOfKey(key));
    if (typeof entry === "object" && entry.key === key) return entry;
    if (restoreKeys.length === 0) return entry === void 0 ? void 0 : wordsOf(entry);
    const tags = (await client.listTags()).sort(compareNewestTag);
    for (const prefix of restoreKeys) {
      const newest = await findNewest(client, tags, prefix, log);
      if (newest !== void 0) return newest;
    }
    return void 0;
  };
  const restore = async (path, key, restoreKeys = []) => {
    const entry = await find(key, restoreKeys);
    if (entry === void 0) return { kind: "miss" };
    if (typeof entry === "string") return { kind: "broken", key, reason: entry };
    const folder = join2(root, path);
    const faults = await pullEntry(client, entry, folder).catch(async (error) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
    for (const { blob, reason } of faults) {
      damaged.add(blob.digest);
      log.debug(`cache: ${entry.key}: ${reason}`);
    }
    const [first] = faults;
    if (first !== void 0 && faults.length === entry.files.length) {
      return { kind: "broken", key: entry.key, reason: first.reason };
    }
    return { kind: "hit", key: entry.key };
  };
  const save = async (path, key) => {
    const tag = tagOfKey(key);
    const there = await readHonest(client, tag);
    if (typeof there === "object" && there.key === key) return { kind: "exists" };
    if (there !== void 0) {
      return { kind: "failed", reason: `the tag ${tag} is taken: ${wordsOf(there)}` };
    }
    const created = new Date(nowMs()).toISOString();
    const sizeBytes = await pushEntry(client, join2(root, path), { tag, key, created }, damaged);
    return { kind: "saved", sizeBytes };
  };
  return {
    restore: (path, key, restoreKeys) => heed(restore(path, key, restoreKeys)),
    lookup: (_path, key, restoreKeys = []) => heed(
      find(key, restoreKeys).then(
        (entry) => typeof entry === "object" ? { kind: "hit", key: entry.key } : { kind: "miss" }
      )
    ),
    save: (path, key) => heed(save(path, key)),
    [Symbol.asyncDispose]: async () => void 0
  };
}
async function findNewest(client, tags, prefix, log) {
  const limit = pLimit(PARALLEL2);
  const candidates = tags.filter((tag) => mayStartWith(tag, prefix)).slice(0, MAX_CANDIDATES);
  const read = await Promise.all(
    candidates.map(
      (tag) => limit(async () => {
        const entry = await readHonest(client, tag);
        if (typeof entry === "string") log.debug(`cache: ${tag}: ${entry}`);
        return typeof entry === "object" && tagOfKey(entry.key) === tag ? entry : void 0;
      })
    )
  );
  const found = read.filter((entry) => entry?.key.startsWith(prefix) === true);
  return found.sort((a, b) => compareBytes(b?.created ?? "", a?.created ?? ""))[0];
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
    const reason = error instanceof Error ? error.message : String(error);
    const denied = error instanceof TreesmithError && error.code === "REGISTRY_DENIED";
    return { kind: denied ? "denied" : "failed", reason };
  }
}
function wordsOf(entry) {
  return typeof entry === "string" ? entry : `it is the entry ${JSON.stringify(entry.key)}`;
}

// lib/runner/cache/registry-cache.ts
async function openRegistryCache(options) {
  const { cacheRegistry, store, remix, runName, log } = options;
  const { place, login } = cacheRegistry;
  const { registry, repository } = place;
  const credentials = login === void 0 ? await readCredentials(registryAuthFiles(), registry, repository) : { kind: "password", username: login.username, password: login.token };
  const http = new HttpClient();
  const client = new RegistryClient({ http, registry, repository, credentials });
  const nowMs = () => Date.now();
  return openServiceCache({
    ...{ store, remix, log, expectsAccess: true },
    owner: formatReference({ registry, repository, tag: void 0, digest: void 0 }),
    // Tags with the time in front: the newest of very many is found by them.
    writer: `${nowMs()}-${runName}`,
    start: async (root) => ({
      ...openRegistryService({ client, root, nowMs, log }),
      [Symbol.asyncDispose]: () => http.close()
    }),
    // What decides what boots is taken from where this run could have put it itself.
    sharesKept: () => client.canPush().catch(() => false)
  });
}
export {
  openRegistryCache
};
