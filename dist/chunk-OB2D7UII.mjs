import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";

// lib/remix/overlay-inputs.ts
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
async function overlayFolder({ directory }, layer) {
  let name = /^overlay\/([^/]+)$/.exec(layer)?.[1];
  if (name === void 0 || name === "..") return;
  let path = join(directory, "overlay.d", name);
  return readdir(path).then(
    () => path,
    () => {
    }
  );
}
function checkoutMode(mode) {
  return (mode & 64) === 0 ? 420 : 493;
}
async function overlayInputs(treefile) {
  let layers = [.../* @__PURE__ */ new Set([...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers])], found = {};
  for (let layer of layers.sort(compareBytes)) {
    let folder = await overlayFolder(treefile, layer);
    folder !== void 0 && (found[layer] = await listFolder(folder, ""));
  }
  return found;
}
async function listFolder(root, below) {
  let entries = [];
  for (let name of (await readdir(join(root, below))).sort(compareBytes)) {
    let path = join(below, name), stats = await lstat(join(root, path));
    if (stats.isDirectory())
      entries.push({ path, type: "folder" }, ...await listFolder(root, path));
    else if (stats.isSymbolicLink())
      entries.push({ path, type: "link", target: await readlink(join(root, path)) });
    else {
      let content = sha256(await readFile(join(root, path)));
      entries.push({ path, type: "file", mode: checkoutMode(stats.mode), sha256: content });
    }
  }
  return entries;
}

export {
  overlayFolder,
  checkoutMode,
  overlayInputs
};
