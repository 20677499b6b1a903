import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";

// lib/oci/digest.ts
var DIGEST = /^sha256:[0-9a-f]{64}$/;
function isDigest(text) {
  return typeof text == "string" && DIGEST.test(text);
}
function digestOf(data) {
  return `sha256:${sha256(data)}`;
}
function digestHex(digest) {
  return digest.slice(7);
}

export {
  isDigest,
  digestOf,
  digestHex
};
