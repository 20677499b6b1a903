import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  listOutputs
} from "./chunk-ILRPDWKS.mjs";
import {
  CHECKSUMS_NAME,
  formatChecksums
} from "./chunk-NT3NE2VR.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";

// lib/build/checksums.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function writeChecksums(outDir) {
  let files = [];
  for (let { name, path: path2 } of await listOutputs(outDir)) {
    let { sha256 } = await digestFile(path2);
    files.push({ name, sha256 });
  }
  let path = join(outDir, CHECKSUMS_NAME), text = formatChecksums(files);
  return await readFile(path, "utf8").catch(() => {
  }) !== text && await writeFileAtomic(path, text), { path, files };
}

export {
  writeChecksums
};
