import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/errors.ts
var TreesmithError = class extends Error {
  code;
  place;
  hint;
  constructor(code, message, details = {}) {
    super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.place = details.place;
    this.hint = details.hint;
  }
};
var ConfigError = class extends TreesmithError {
};
var BuildError = class extends TreesmithError {
};
function formatPlace(place) {
  return [place.file, place.line, place.column].filter((part) => part !== void 0).join(":");
}

// lib/core/bytes.ts
function compareBytes(a, b) {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
var UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];
function formatBytes(sizeBytes) {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

export {
  TreesmithError,
  ConfigError,
  BuildError,
  formatPlace,
  compareBytes,
  formatBytes
};
