import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/build/outputs.ts
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
var PARTS = ["images", "containers", "sbom", "keys", "build-state.json"], MAX_FILES = 5e4, MAX_DEPTH = 32;
function listOutputs(outDir) {
  return listFiles(outDir, PARTS);
}
async function listLogs(folder) {
  return (await readdir(folder)).filter((name) => /^[^.].*\.(log|png)$/.test(name)).sort(compareBytes);
}
async function listFiles(folder, names) {
  let found = [], visit = async (name, depth) => {
    let path = join(folder, name), status = await lstat(path).catch(() => {
    });
    if (status?.isFile() === !0 && found.push({ name, path, sizeBytes: status.size }), found.length > MAX_FILES || depth > MAX_DEPTH)
      throw new BuildError(
        "TOO_MANY_FILES",
        `${folder} has more than ${MAX_FILES} files, or folders deeper than ${MAX_DEPTH}`
      );
    if (status?.isDirectory() === !0)
      for (let child of await readdir(path))
        child.startsWith(".") || await visit(`${name}/${child}`, depth + 1);
  };
  for (let name of names) await visit(name, 0);
  return found.sort((a, b) => compareBytes(a.name, b.name));
}

export {
  listOutputs,
  listLogs,
  listFiles
};
