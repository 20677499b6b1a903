import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/stale.ts
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
var STALE_AFTER_DAYS = 14;
async function removeStale(folder) {
  let oldest = Date.now() - STALE_AFTER_DAYS * 24 * 60 * 60 * 1e3;
  for (let name of await readdir(folder).catch(() => [])) {
    let path = join(folder, name), found = await stat(path).catch(() => {
    });
    found !== void 0 && found.mtimeMs < oldest && await rm(path, { recursive: !0, force: !0 });
  }
}

export {
  removeStale
};
