import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/stop-worker.ts
var STOP = "stop";
async function stopWorker(worker) {
  if (worker.threadId < 0) return;
  let waiting = setInterval(() => {
  }, 36e5), ended = new Promise((resolve) => worker.once("exit", resolve));
  worker.postMessage(STOP), await ended, clearInterval(waiting);
}

export {
  STOP,
  stopWorker
};
