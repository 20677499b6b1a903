import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  CacheSession
} from "./chunk-FFAHVXNZ.mjs";
import {
  makeDeferred
} from "./chunk-FNFQEHS5.mjs";
import {
  removeStale
} from "./chunk-KHLKOYJR.mjs";
import {
  markUsed,
  trimStore
} from "./chunk-SWBYX6AK.mjs";
import {
  withFreeLock,
  withLock
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/runner/cache/local-cache.ts
import { stat } from "node:fs/promises";
import { join } from "node:path";
async function openLocalCache(options) {
  let { store, maxBytes, log } = options, session = new CacheSession(log), { counts } = session, keepSinceMs = Date.now(), lock = join(store.path, "use.lock"), use = await startUse(lock, session), found = /* @__PURE__ */ new Set(), close = async () => {
    await use.end(), await removeStale(join(store.path, "tmp"));
    let trimmed = await withFreeLock(lock, () => trimStore(store, { maxBytes, keepSinceMs }));
    if (trimmed === void 0) {
      log.info("Another run uses the store, which is therefore not cut down now");
      return;
    }
    let { sizeBytes, freedBytes, removed } = trimmed.result, freed = removed === 0 ? "" : `, ${formatBytes(freedBytes)} in ${removed} entries removed`;
    log.info(`The store has ${formatBytes(sizeBytes)} of ${formatBytes(maxBytes)}${freed}`);
  };
  return {
    counts,
    keepsStore: !0,
    notePackages: (packages) => markUsed(packages.map((locked) => rpmPath(locked, store))),
    restorePackages: (_basearch, packages) => session.guard("looking at the store", async () => {
      let there = await findThere(packages, store);
      for (let { checksum, size } of there)
        found.has(checksum) || (found.add(checksum), counts.cacheHitBytes += size);
      await markUsed(there.map((locked) => rpmPath(locked, store)));
    }),
    savePackages: (_basearch, packages) => session.guard("looking at the store", async () => {
      let fresh = packages.filter(({ checksum }) => !found.has(checksum));
      for (let { checksum, size } of fresh)
        found.has(checksum) || (found.add(checksum), counts.savedBytes += size);
    }),
    restoreMetadata: ({ files, solv }) => markUsed([...files.map(({ path }) => path), solv]),
    saveMetadata: async () => {
    },
    // They are in the store, which stays, and looked for there.
    restoreKept: async () => {
    },
    saveKept: async () => {
    },
    [Symbol.asyncDispose]: () => session.guard("cutting down the store", close)
  };
}
async function startUse(lock, session) {
  let over = makeDeferred(), held = makeDeferred(), kept = session.guard(
    "locking the store",
    () => withLock(
      lock,
      () => (held.resolve(), over.promise),
      { shared: !0, log: session.log }
    )
  );
  return await Promise.race([held.promise, kept]), {
    end: () => (over.resolve(), kept)
  };
}
async function findThere(packages, store) {
  let sizes = await Promise.all(
    packages.map(
      (locked) => stat(rpmPath(locked, store)).then(
        ({ size }) => size,
        () => -1
      )
    )
  );
  return packages.filter(({ size }, index) => sizes[index] === size);
}
function rpmPath({ checksum }, store) {
  return store.rpm(checksum.replace("sha256:", ""));
}
export {
  openLocalCache
};
