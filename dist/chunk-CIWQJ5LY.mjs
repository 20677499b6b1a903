import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/repo/write-file.ts
import { closeSync, fchmodSync, mkdirSync, openSync, rmSync, writevSync } from "node:fs";
import { dirname } from "node:path";
function writeWith(path, mode, body) {
  const fd = openSync(path, "wx", 384);
  let sizeBytes = 0;
  try {
    body((...parts) => {
      sizeBytes += writeAll(fd, parts);
    });
    fchmodSync(fd, mode);
    return sizeBytes;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}
var made = /* @__PURE__ */ new Set();
function makeParent(path) {
  const folder = dirname(path);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
}
function writeAll(fd, parts) {
  const sizeBytes = parts.reduce((sum, part) => sum + part.length, 0);
  let written = writevSync(fd, parts);
  while (written < sizeBytes) written += writevSync(fd, [Buffer.concat(parts).subarray(written)]);
  return sizeBytes;
}

export {
  writeWith,
  makeParent
};
