import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  CHECKSUMS_NAME,
  formatChecksums,
  listOutputs
} from "./chunk-BSKXIXIC.mjs";
import {
  digestFile
} from "./chunk-JD33PUBT.mjs";
import {
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";

// lib/build/checksums.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function writeChecksums(outDir) {
  const files = [];
  for (const { name, path: path2 } of await listOutputs(outDir)) {
    const { sha256 } = await digestFile(path2);
    files.push({ name, sha256 });
  }
  const path = join(outDir, CHECKSUMS_NAME);
  const text = formatChecksums(files);
  const before = await readFile(path, "utf8").catch(() => void 0);
  if (before !== text) await writeFileAtomic(path, text);
  return { path, files };
}

export {
  writeChecksums
};
