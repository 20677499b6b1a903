import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  replaceRepositoryFile
} from "./chunk-KEGQRJML.mjs";
import {
  makeFolder
} from "./chunk-R5Z63YP4.mjs";

// lib/repo/refs.ts
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
var REF = /^[-.\w]+(\/[-.\w]+)*$/, CHECKSUM = /^[0-9a-f]{64}$/;
async function readRef(repoPath, ref) {
  let text = await readFile(join(repoPath, pathOf(ref)), "utf8").catch(() => "");
  return CHECKSUM.test(text.trim()) ? text.trim() : void 0;
}
async function writeRef(repoPath, ref, commit) {
  let path = pathOf(ref);
  await makeFolder(dirname(join(repoPath, path))), await replaceRepositoryFile(repoPath, path, `${commit}
`);
}
function pathOf(ref) {
  let names = ref.split("/");
  if (REF.test(ref) && !names.includes(".") && !names.includes(".."))
    return join("refs", "heads", ...names);
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}

export {
  readRef,
  writeRef
};
