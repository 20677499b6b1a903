import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/repo/write-file.ts
import { closeSync, fchmodSync, mkdirSync, openSync, rmSync, writevSync } from "node:fs";
import { dirname } from "node:path";
function writeWith(path, mode, body) {
  let fd = openSync(path, "wx", 384), sizeBytes = 0;
  try {
    return body((...parts) => {
      sizeBytes += writeAll(fd, parts);
    }), fchmodSync(fd, mode), sizeBytes;
  } catch (error) {
    throw rmSync(path, { force: !0 }), error;
  } finally {
    closeSync(fd);
  }
}
var made = /* @__PURE__ */ new Set();
function makeParent(path) {
  let folder = dirname(path);
  made.has(folder) || mkdirSync(folder, { recursive: !0 }), made.add(folder);
}
function writeAll(fd, parts) {
  let sizeBytes = parts.reduce((sum, part) => sum + part.length, 0), written = writevSync(fd, parts);
  for (; written < sizeBytes; ) written += writevSync(fd, [Buffer.concat(parts).subarray(written)]);
  return sizeBytes;
}

export {
  writeWith,
  makeParent
};
