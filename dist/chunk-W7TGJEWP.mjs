import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeFolder,
  replaceFile
} from "./chunk-R5Z63YP4.mjs";

// lib/repo/refs.ts
import { readFile, rm as rm2, writeFile } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";

// lib/repo/temporary-folder.ts
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
var PREFIX = "treesmith-";
async function makeTemporaryFolder(repoPath) {
  let tmp = join(repoPath, "tmp");
  await mkdir(tmp, { recursive: !0 });
  for (let name of await readdir(tmp)) {
    let pid = /^treesmith-(\d+)-/.exec(name)?.[1];
    pid !== void 0 && !isAlive(Number(pid)) && await rm(join(tmp, name), { recursive: !0, force: !0, maxRetries: 3 });
  }
  return mkdtemp(join(tmp, `${PREFIX}${process.pid}-`));
}
function isAlive(pid) {
  try {
    return process.kill(pid, 0), !0;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// lib/repo/refs.ts
var REF = /^[-.\w]+(\/[-.\w]+)*$/, CHECKSUM = /^[0-9a-f]{64}$/;
async function readRef(repoPath, ref) {
  let text = await readFile(pathOf(repoPath, ref), "utf8").catch(() => "");
  return CHECKSUM.test(text.trim()) ? text.trim() : void 0;
}
async function writeRef(repoPath, ref, commit) {
  let path = pathOf(repoPath, ref);
  await makeFolder(dirname(path));
  let folder = await makeTemporaryFolder(repoPath);
  try {
    await writeFile(join2(folder, "ref"), `${commit}
`), await replaceFile(join2(folder, "ref"), path);
  } finally {
    await rm2(folder, { recursive: !0, force: !0 });
  }
}
function pathOf(repoPath, ref) {
  let names = ref.split("/");
  if (REF.test(ref) && !names.includes(".") && !names.includes(".."))
    return join2(repoPath, "refs", "heads", ...names);
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}

export {
  makeTemporaryFolder,
  readRef,
  writeRef
};
