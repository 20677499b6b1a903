import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/errors.ts
var TreesmithError = class extends Error {
  code;
  place;
  hint;
  constructor(code, message, details = {}) {
    super(message, details.cause === void 0 ? void 0 : { cause: details.cause }), this.name = new.target.name, this.code = code, this.place = details.place, this.hint = details.hint;
  }
}, ConfigError = class extends TreesmithError {
}, BuildError = class extends TreesmithError {
};
function formatPlace(place) {
  return [place.file, place.line, place.column].filter((part) => part !== void 0).join(":");
}

export {
  TreesmithError,
  ConfigError,
  BuildError,
  formatPlace
};
