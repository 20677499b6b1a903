import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readTool
} from "./chunk-DBSRCAXI.mjs";

// lib/host/disk-space.ts
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
var REMOVABLE = [
  "/usr/local/lib/android",
  "/usr/share/dotnet",
  "/opt/ghc",
  "/usr/local/.ghcup",
  "/opt/hostedtoolcache/CodeQL",
  "/usr/share/swift",
  "/usr/local/share/powershell",
  "/usr/local/share/chromium",
  "/usr/local/share/boost",
  "/usr/lib/jvm",
  "/opt/az"
], MEASURE_TIMEOUT_MS = 6e4;
async function readFreeBytes(path) {
  let { bavail, bsize } = await statfs(await existingParent(path));
  return bavail * bsize;
}
async function isSameFilesystem(a, b) {
  let [first, second] = await Promise.all(
    [a, b].map(async (path) => stat(await existingParent(path)))
  );
  return first?.dev === second?.dev;
}
async function findRemovable() {
  let found = [];
  for (let path of REMOVABLE) {
    if (!await exists(path)) continue;
    let text = await readTool(["du", "--summarize", "--one-file-system", "--block-size=1", "--", path], { timeoutMs: MEASURE_TIMEOUT_MS }).catch(() => ""), sizeBytes = Number.parseInt(text, 10);
    sizeBytes > 0 && found.push({ path, sizeBytes });
  }
  return found.sort((a, b) => b.sizeBytes - a.sizeBytes);
}
async function existingParent(path) {
  let at = resolve(path);
  for (; !await exists(at); ) at = dirname(at);
  return at;
}
function exists(path) {
  return access(path).then(
    () => !0,
    () => !1
  );
}

export {
  readFreeBytes,
  isSameFilesystem,
  findRemovable
};
