import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/collect-garbage.ts
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
function collectGarbage() {
  collect ??= exposeCollector(), collect();
}
function collectYoungGarbage() {
  collect ??= exposeCollector(), collect({ type: "minor" });
}
var collect;
function exposeCollector() {
  return setFlagsFromString("--expose-gc"), runInNewContext("gc");
}

export {
  collectGarbage,
  collectYoungGarbage
};
