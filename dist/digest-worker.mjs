import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/digest-worker.ts
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
var BLOCK = Buffer.allocUnsafe(1024 * 1024);
parentPort?.on(
  "message",
  (paths) => parentPort?.postMessage(paths.map(digest))
);
function digest(path) {
  try {
    let file = openSync(typeof path == "string" ? path : Buffer.from(path), "r");
    try {
      let hash = createHash("sha256");
      for (let length = -1; length !== 0; )
        length = readSync(file, BLOCK), hash.update(BLOCK.subarray(0, length));
      return hash.digest("hex");
    } finally {
      closeSync(file);
    }
  } catch {
    return;
  }
}
