import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/digest-worker.ts
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
var BLOCK = Buffer.allocUnsafeSlow(128 * 1024), { paths, taken } = workerData, found = [];
for (; ; ) {
  let index = Atomics.add(taken, 0, 1), path = paths[index];
  if (path === void 0) break;
  found.push([index, digest(path)]);
}
parentPort?.postMessage(found);
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
