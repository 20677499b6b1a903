import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/digest-files.ts
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./digest-worker.ts" : "./digest-worker.mjs",
  import.meta.url
), MAX_THREADS = 4;
async function digestFiles(paths) {
  let digests = Array(paths.length).fill(void 0), taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), workerData = { paths, taken }, takePart = async () => {
    let worker = new Worker(SCRIPT, { name: "digest", workerData }), [found] = await once(worker, "message");
    for (let [index, digest] of found) digests[index] = digest;
  }, threads = Math.min(MAX_THREADS, availableParallelism(), paths.length);
  return await Promise.all(Array.from({ length: threads }, takePart)), digests;
}

export {
  digestFiles
};
