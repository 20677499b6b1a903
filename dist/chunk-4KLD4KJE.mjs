import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/deferred.ts
function makeDeferred() {
  let resolve = () => void 0;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

// lib/host/stale.ts
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
var STALE_AFTER_DAYS = 14;
async function removeStale(folder) {
  const oldest = Date.now() - STALE_AFTER_DAYS * 24 * 60 * 60 * 1e3;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => void 0);
    if (found !== void 0 && found.mtimeMs < oldest)
      await rm(path, { recursive: true, force: true });
  }
}

export {
  makeDeferred,
  removeStale
};
