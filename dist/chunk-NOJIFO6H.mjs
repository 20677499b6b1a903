import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeFolder
} from "./chunk-DBSRCAXI.mjs";

// lib/host/temp.ts
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
async function makeTempDir(parent = tmpdir()) {
  await makeFolder(parent);
  let path = await mkdtemp(join(parent, "treesmith-"));
  return live.add(path), watchExit(), {
    path,
    [Symbol.asyncDispose]: async () => {
      await rm(path, { recursive: !0, force: !0, maxRetries: 3 }), live.delete(path);
    }
  };
}
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"], live = /* @__PURE__ */ new Set(), watching = !1;
function watchExit() {
  if (!watching) {
    watching = !0, process.on("exit", removeAll);
    for (let signal of SIGNALS)
      process.once(signal, () => {
        removeAll(), process.listenerCount(signal) === 0 && process.kill(process.pid, signal);
      });
  }
}
function removeAll() {
  for (let path of live)
    try {
      rmSync(path, { recursive: !0, force: !0, maxRetries: 3 });
    } catch {
    }
  live.clear();
}

export {
  makeTempDir
};
