import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeFolder
} from "./chunk-BRZL2H2V.mjs";

// lib/host/temp.ts
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
async function makeTempDir(parent = tmpdir()) {
  await makeFolder(parent);
  const path = await mkdtemp(join(parent, "treesmith-"));
  live.add(path);
  watchExit();
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      live.delete(path);
    }
  };
}
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
var live = /* @__PURE__ */ new Set();
var watching = false;
function watchExit() {
  if (watching) return;
  watching = true;
  process.on("exit", removeAll);
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      removeAll();
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}
function removeAll() {
  for (const path of live) {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    } catch {
    }
  }
  live.clear();
}

export {
  makeTempDir
};
