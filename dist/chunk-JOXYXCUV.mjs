import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  copyBlob
} from "./chunk-6JBT4BU3.mjs";
import {
  readImageTree
} from "./chunk-I2CDVHF2.mjs";
import {
  formatPlaceName,
  listReferrers,
  putReferrer
} from "./chunk-K23XTKS6.mjs";
import {
  OciLayout
} from "./chunk-6YYHF5GE.mjs";
import {
  RegistryClient
} from "./chunk-4J5FLCKI.mjs";
import {
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  digestHex
} from "./chunk-G4JM7VSD.mjs";
import {
  digestFiles
} from "./chunk-SUYB5RVO.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/host/write-thread.ts
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./write-worker.ts" : "./write-worker.mjs",
  import.meta.url
), WriteThread = class {
  worker = new Worker(SCRIPT, { name: "write" });
  waiting = /* @__PURE__ */ new Map();
  tasks = 0;
  files = 0;
  constructor() {
    this.worker.on("message", (answer) => {
      let task = this.waiting.get(answer.id);
      this.waiting.delete(answer.id), "result" in answer ? task?.done(answer.result) : task?.fail(Object.assign(new Error(answer.message), { code: answer.code }));
    }), this.worker.on("error", (error) => {
      for (let { fail } of this.waiting.values()) fail(error);
    });
  }
  /** Returns a number that no other file has. */
  newFile() {
    return this.files += 1, this.files;
  }
  /** Does one task after the other. Fails with the error of the file system. */
  async ask(task) {
    this.tasks += 1;
    let id = this.tasks;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail }), this.worker.postMessage({ id, ...task });
    });
  }
  async [Symbol.asyncDispose]() {
    await this.worker.terminate();
  }
};

// lib/registry/copy-image.ts
var PARALLEL_BLOBS = 6, THREAD_FROM_BYTES = 32 * 1024 * 1024, MAX_REFERRERS = 1e3;
async function copyImage(from, to, options) {
  let { manifests, blobs } = await readImageTree(from, options.architecture), top = manifests.at(-1);
  if (top === void 0) throw new TypeError("an image has a manifest");
  if (to.digest !== void 0 && to.digest !== top.digest) {
    let message = `${formatPlaceName(from)} is ${top.digest}, and is not copied to ${formatPlaceName(to)}`;
    throw new BuildError("REGISTRY_MISMATCH", message);
  }
  let referring = options.referrers === !0 ? await readReferring(from, manifests) : [], all = new Map(
    [...blobs, ...referring.flatMap((tree) => tree.blobs)].map((blob) => [blob.digest, blob])
  ), copied = await copyBlobs(from, to, [...all.values()], options);
  for (let part of manifests.slice(0, -1)) await putPart(to, part);
  let isUntagged = to.tag === void 0 && to.store instanceof RegistryClient;
  await putReferrer(to.store, top.bytes, top.mediaType, isUntagged ? top.digest : to.tag);
  for (let {
    manifests: [...parts]
  } of referring) {
    let referrer = parts.pop();
    for (let part of parts) await putPart(to, part);
    referrer !== void 0 && await putReferrer(to.store, referrer.bytes, referrer.mediaType);
  }
  return to.store instanceof OciLayout && await to.store.removeParts(), {
    digest: top.digest,
    mediaType: top.mediaType,
    blobs: copied,
    copiedBytes: copied.reduce((sum, { how, size }) => sum + (how === "copied" ? size : 0), 0),
    manifests: manifests.length + referring.reduce((sum, tree) => sum + tree.manifests.length, 0)
  };
}
async function putPart({ store }, part) {
  await store.putManifest(part.digest, part.bytes, part.mediaType);
}
async function readReferring(from, manifests) {
  let trees = [], seen = /* @__PURE__ */ new Set(), queue = manifests.map(({ digest }) => digest);
  for (let digest = queue.shift(); digest !== void 0; digest = queue.shift())
    for (let referrer of await listReferrers(from.store, digest)) {
      if (seen.has(referrer.digest) || trees.length === MAX_REFERRERS) continue;
      seen.add(referrer.digest);
      let tree = await readImageTree({ store: from.store, digest: referrer.digest }), own = tree.manifests.at(-1);
      (own && parseManifest(own.bytes, own.mediaType).subject)?.digest === digest && (trees.push(tree), queue.push(referrer.digest));
    }
  return trees;
}
async function copyBlobs(from, to, blobs, { mountFrom = [], log }) {
  var _stack = [];
  try {
    to.store instanceof OciLayout && await dropDamaged(to.store, blobs);
    let thread = __using(_stack, await startThread(from.store, to.store, blobs), !0);
    let total = blobs.reduce((sum, { size }) => sum + size, 0);
    let progress = log.progress("Copy layers", total, "bytes");
    let stop = new AbortController();
    let limit = pLimit(PARALLEL_BLOBS);
    let order = [...blobs].sort((a, b) => b.size - a.size);
    let done = await Promise.allSettled(
      order.map(
        (blob) => limit(async () => {
          stop.signal.throwIfAborted();
          try {
            let options = { mountFrom, log, onBytes: (count) => progress.advance(count), signal: stop.signal, thread }, how = await copyBlob(from.store, to.store, blob, options);
            how !== "copied" && progress.advance(blob.size), log.debug(`${blob.digest}, ${blob.size} bytes: ${how}`);
            let { digest, mediaType, size } = blob;
            return { digest, mediaType, size, how };
          } catch (error) {
            throw stop.abort(error), error;
          }
        })
      )
    );
    progress.done();
    if (stop.signal.aborted) throw stop.signal.reason;
    let found = new Map(
      done.flatMap((one) => one.status === "fulfilled" ? [[one.value.digest, one.value]] : [])
    );
    return blobs.flatMap(({ digest }) => found.get(digest) ?? []);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function startThread(from, to, blobs) {
  if (!(from instanceof RegistryClient) || !(to instanceof OciLayout)) return;
  let missingBytes = 0;
  for (let { digest, size } of blobs) await to.hasBlob(digest, size) || (missingBytes += size);
  return missingBytes < THREAD_FROM_BYTES ? void 0 : new WriteThread();
}
async function dropDamaged(layout, blobs) {
  let there = [];
  for (let blob of blobs) await layout.hasBlob(blob.digest) && there.push(blob);
  let paths = there.map(({ digest }) => layout.downloadPaths(digest).path), found = await digestFiles(paths);
  for (let [at, blob] of there.entries())
    found[at] !== digestHex(blob.digest) && await layout.dropBlob(blob.digest);
}

export {
  copyImage
};
