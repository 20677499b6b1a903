import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/bytes.ts
function compareBytes(a, b) {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
var UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];
function formatBytes(sizeBytes) {
  let value = sizeBytes, unit = 0;
  for (; value >= 1024 && unit < UNITS.length - 1; )
    value /= 1024, unit += 1;
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

export {
  compareBytes,
  formatBytes
};
