import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  unregisterEmulators
} from "./chunk-TFDOSVZW.mjs";
import {
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";

// actions/setup/post.ts
var EMULATORS_ADDED = "emulatorsAdded";
async function runPost({ log, context, state }) {
  if (context.hosted) return;
  let names = (state(EMULATORS_ADDED) ?? "").split(" "), added = BASEARCHES.filter((basearch) => names.includes(basearch));
  if (added.length === 0) return;
  let gone = await unregisterEmulators(log, added);
  gone.length > 0 && log.info(`Programs of ${gone.join(", ")} do not run here any more`);
}

export {
  EMULATORS_ADDED,
  runPost
};
