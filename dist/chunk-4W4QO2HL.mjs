import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeDeferred,
  removeStale
} from "./chunk-4KLD4KJE.mjs";
import {
  CacheSession
} from "./chunk-JWUK6KXY.mjs";
import {
  markUsed,
  trimStore
} from "./chunk-H2E4HNY4.mjs";
import {
  withFreeLock,
  withLock
} from "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import {
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// lib/runner/cache/local-cache.ts
import { stat } from "node:fs/promises";
import { join } from "node:path";
async function openLocalCache(options) {
  const { store, maxBytes, log } = options;
  const session = new CacheSession(log);
  const { counts } = session;
  const keepSinceMs = Date.now();
  const lock = join(store.path, "use.lock");
  const use = await startUse(lock, session);
  const found = /* @__PURE__ */ new Set();
  const close = async () => {
    await use.end();
    await removeStale(join(store.path, "tmp"));
    const trimmed = await withFreeLock(lock, () => trimStore(store, { maxBytes, keepSinceMs }));
    if (trimmed === void 0) {
      log.info("Another run uses the store, which is therefore not cut down now");
      return;
    }
    const { sizeBytes, freedBytes, removed } = trimmed.result;
    const freed = removed === 0 ? "" : `, ${formatBytes(freedBytes)} in ${removed} entries removed`;
    log.info(`The store has ${formatBytes(sizeBytes)} of ${formatBytes(maxBytes)}${freed}`);
  };
  return {
    counts,
    notePackages: (packages) => markUsed(packages.map((locked) => rpmPath(locked, store))),
    restorePackages: (_basearch, packages) => session.guard("looking at the store", async () => {
      const there = await findThere(packages, store);
      for (const { checksum, size } of there) {
        if (found.has(checksum)) continue;
        found.add(checksum);
        counts.cacheHitBytes += size;
      }
      await markUsed(there.map((locked) => rpmPath(locked, store)));
    }),
    savePackages: (_basearch, packages) => session.guard("looking at the store", async () => {
      const fresh = packages.filter(({ checksum }) => !found.has(checksum));
      for (const { checksum, size } of fresh) {
        if (found.has(checksum)) continue;
        found.add(checksum);
        counts.savedBytes += size;
      }
    }),
    restoreMetadata: ({ files, solv }) => markUsed([...files.map(({ path }) => path), solv]),
    saveMetadata: async () => void 0,
    // They are in the store, which stays, and looked for there.
    restoreKept: async () => void 0,
    saveKept: async () => void 0,
    [Symbol.asyncDispose]: () => session.guard("cutting down the store", close)
  };
}
async function startUse(lock, session) {
  const over = makeDeferred();
  const held = makeDeferred();
  const kept = session.guard(
    "locking the store",
    () => withLock(
      lock,
      () => {
        held.resolve();
        return over.promise;
      },
      { shared: true, log: session.log }
    )
  );
  await Promise.race([held.promise, kept]);
  return {
    end: () => {
      over.resolve();
      return kept;
    }
  };
}
async function findThere(packages, store) {
  const sizes = await Promise.all(
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
