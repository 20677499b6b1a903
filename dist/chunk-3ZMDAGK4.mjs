import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/digest.ts
import { createHash } from "node:crypto";
function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}
function canonicalJson(value) {
  return JSON.stringify(
    value,
    (_key, item) => item !== null && typeof item == "object" && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => a < b ? -1 : 1)) : item
  );
}
function stageKey(stage, version, inputs) {
  return sha256(canonicalJson({ stage, version, inputs }));
}

export {
  sha256,
  canonicalJson,
  stageKey
};
