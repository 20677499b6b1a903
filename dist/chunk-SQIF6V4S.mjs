import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/digest-files.ts
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./digest-worker.ts" : "./digest-worker.mjs",
  import.meta.url
), MAX_THREADS = 4, FILES_AT_ONCE = 32;
async function digestFiles(paths) {
  let digests = Array(paths.length).fill(void 0), next = 0, takeTurns = async () => {
    let worker = new Worker(SCRIPT, { name: "digest" });
    try {
      for (; next < paths.length; ) {
        let start = next;
        next += FILES_AT_ONCE, worker.postMessage(paths.slice(start, next));
        let [found] = await once(worker, "message");
        found.forEach((digest, index) => {
          digests[start + index] = digest;
        });
      }
    } finally {
      await worker.terminate();
    }
  }, batches = Math.ceil(paths.length / FILES_AT_ONCE), threads = Math.min(MAX_THREADS, availableParallelism(), batches);
  return await Promise.all(Array.from({ length: threads }, takeTurns)), digests;
}

export {
  digestFiles
};
