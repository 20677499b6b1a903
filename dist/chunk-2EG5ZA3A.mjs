import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  array,
  boolean,
  double,
  int64,
  maybe,
  string,
  tuple,
  typed,
  vardict,
  variant
} from "./chunk-ZFWD6OLO.mjs";

// lib/ostree/commit-metadata.ts
var PACKAGE = tuple(string, string, string, string, string), packageList = array(PACKAGE), strings = array(string);
function commitMetadata(entries) {
  return Object.entries(entries).sort(([a], [b]) => compareBytes(a, b));
}
function jsonVariant(value) {
  if (value === null) return typed(maybe(variant), null);
  if (typeof value == "string") return typed(string, value);
  if (typeof value == "boolean") return typed(boolean, value);
  if (typeof value == "number")
    return Number.isSafeInteger(value) ? typed(int64, BigInt(value)) : typed(double, value);
  if (isArray(value)) return typed(array(variant), value.map(jsonVariant));
  let entries = Object.entries(value).flatMap(
    ([key, item]) => item === void 0 ? [] : [[key, jsonVariant(item)]]
  );
  return typed(
    vardict,
    entries.sort(([a], [b]) => compareBytes(a, b))
  );
}
function isArray(value) {
  return Array.isArray(value);
}

export {
  packageList,
  strings,
  commitMetadata,
  jsonVariant
};
