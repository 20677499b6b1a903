import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  isAccountFile,
  readPackages
} from "./chunk-HOGJUO6Y.mjs";

// lib/compose/expected-packages.ts
import { statSync } from "node:fs";
var expected;
function expectPackages(options) {
  let state = stateOf(options);
  if (state === void 0) return;
  let reading = read(options);
  reading.catch(() => {
  }), expected = { state, reading };
}
async function readExpected(options) {
  let known = expected;
  if (expected = void 0, known !== void 0 && known.state === stateOf(options)) {
    let headers = await known.reading.catch(() => {
    });
    if (headers !== void 0) return headers;
  }
  return read(options);
}
function read({ packages, treefile, sourceDateEpoch, log }) {
  let trimmed = trimmedPackages(treefile);
  return readPackages(
    packages.map(({ path }) => path),
    { keepFiles: (name, path) => trimmed.has(name) || isAccountFile(path), log, sourceDateEpoch }
  );
}
function stateOf({ packages, treefile, sourceDateEpoch }) {
  let files = [];
  for (let { path } of packages) {
    let stats = statSync(path, { throwIfNoEntry: !1 });
    if (stats === void 0) return;
    files.push([path, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs]);
  }
  return JSON.stringify([files, [...trimmedPackages(treefile)], sourceDateEpoch]);
}
function trimmedPackages({ removeFromPackages }) {
  return new Set(removeFromPackages.map((entry) => entry.package));
}

export {
  expectPackages,
  readExpected
};
