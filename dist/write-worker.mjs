import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/write-worker.ts
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { parentPort } from "node:worker_threads";
var WRITE_BYTES = 64 * 1024, hashes = /* @__PURE__ */ new Map();
parentPort?.on("message", (task) => {
  let { id } = task;
  try {
    parentPort?.postMessage({ id, result: run(task) });
  } catch (error) {
    let { message, code } = error;
    parentPort?.postMessage({ id, message, code });
  }
});
function run(task) {
  let { file } = task;
  if (task.kind === "digest") return hashes.get(file)?.copy().digest("hex") ?? "";
  if (task.kind === "forget")
    return hashes.delete(file), "";
  let { bytes, fd, algorithm } = task, hash = hashes.get(file) ?? createHash(algorithm);
  hashes.set(file, hash), hash.update(bytes);
  for (let at = 0; at < bytes.length; )
    at += writeSync(fd, bytes, at, Math.min(WRITE_BYTES, bytes.length - at));
  return "";
}
