import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  digestSteps
} from "./chunk-OXAFBRQR.mjs";

// lib/host/digest-files.ts
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./digest-worker.ts" : "./digest-worker.mjs",
  import.meta.url
), MAX_THREADS = 4;
async function digestFiles(paths, { isAside = !1 } = {}) {
  let digests = Array(paths.length).fill(void 0), taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), task = { paths, taken }, others = isAside ? 1 : Math.min(MAX_THREADS, availableParallelism(), paths.length) - 1, parts = [
    ...Array.from({ length: others }, () => digestElsewhere(task)),
    ...isAside ? [] : [digestHere(task)]
  ];
  for (let [index, digest] of (await Promise.all(parts)).flat()) digests[index] = digest;
  return digests;
}
async function digestElsewhere(task) {
  let worker = new Worker(SCRIPT, { name: "digest", workerData: task }), [found] = await once(worker, "message");
  return found;
}
async function digestHere(task) {
  let steps = digestSteps(task);
  for (; ; ) {
    let step = steps.next();
    if (step.done === !0) return step.value;
    await setImmediate();
  }
}

export {
  digestFiles
};
