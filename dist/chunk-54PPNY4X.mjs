import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/uuid.ts
import { createHash } from "node:crypto";
function uuidOfDigest(hex) {
  let variant = (8 | Number.parseInt(hex.charAt(16), 16) & 3).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ].join("-");
}
var URL_NAMESPACE = "6ba7b8119dad11d180b400c04fd430c8";
function uuidOfUrl(url) {
  let name = [Buffer.from(URL_NAMESPACE, "hex"), Buffer.from(url)], bytes = createHash("sha1").update(Buffer.concat(name)).digest();
  return bytes[6] = (bytes[6] ?? 0) & 15 | 80, bytes[8] = (bytes[8] ?? 0) & 63 | 128, bytes.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export {
  uuidOfDigest,
  uuidOfUrl
};
