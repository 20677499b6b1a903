import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/runner/cache/client-child.ts
import { AsyncLocalStorage } from "node:async_hooks";
var { restoreCache, saveCache } = await import("./chunk-UDU5WLWM.mjs"), spoken = new AsyncLocalStorage();
process.stdout.write = (text) => (spoken.getStore()?.push(Buffer.from(text).toString()), !0);
process.on("message", (call) => {
  let parts = [], answer = (result) => {
    let lines = parts.join("").split(`
`);
    process.send?.({ id: call.id, result, lines });
  };
  spoken.run(
    parts,
    () => runCall(call).then(answer, (error) => {
      parts.push(`
::error::${error instanceof Error ? error.message : String(error)}
`), answer(null);
    })
  );
});
process.on("disconnect", () => process.exit());
process.send?.({ id: 0, result: null, lines: [] });
async function runCall({ verb, path, key, restoreKeys }) {
  if (verb === "save") return saveCache([path], key);
  let options = { lookupOnly: verb === "lookup" };
  return await restoreCache([path], key, [...restoreKeys], options) ?? null;
}
