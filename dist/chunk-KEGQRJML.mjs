import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  explainFileError,
  replaceFile
} from "./chunk-R5Z63YP4.mjs";

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

// lib/repo/repository-file.ts
import { chmod, rm as rm2, writeFile } from "node:fs/promises";
import { join as join2 } from "node:path";
async function replaceRepositoryFile(repoPath, path, data) {
  let folder = await makeTemporaryFolder(repoPath), temporary = join2(folder, "file");
  try {
    await writeFile(temporary, data), await chmod(temporary, 420), await replaceFile(temporary, join2(repoPath, path));
  } catch (error) {
    throw explainFileError(error, join2(repoPath, path));
  } finally {
    await rm2(folder, { recursive: !0, force: !0 });
  }
}

export {
  makeTemporaryFolder,
  replaceRepositoryFile
};
