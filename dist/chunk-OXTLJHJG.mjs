import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  explainFileError,
  makeFolder,
  replaceFile
} from "./chunk-DBSRCAXI.mjs";
import {
  objectChecksum,
  objectPath
} from "./chunk-ZFWD6OLO.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

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
import { readdir as readdir2, readFile } from "node:fs/promises";
import { dirname, join as join3, relative } from "node:path";

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

// lib/repo/refs.ts
var REF = /^[-.\w]+(\/[-.\w]+)*$/, CHECKSUM = /^[0-9a-f]{64}$/;
async function readRef(repoPath, ref) {
  let text = await readFile(join3(repoPath, pathOf(ref)), "utf8").catch(() => "");
  return CHECKSUM.test(text.trim()) ? text.trim() : void 0;
}
async function readBranches(repoPath) {
  let root = join3(repoPath, "refs", "heads"), branches = /* @__PURE__ */ new Map();
  for (let entry of await readdir2(root, { recursive: !0, withFileTypes: !0 })) {
    if (entry.isDirectory()) continue;
    let ref = relative(root, join3(entry.parentPath, entry.name)), commit = entry.isFile() && REF.test(ref) ? await readRef(repoPath, ref) : void 0;
    if (commit === void 0) return;
    branches.set(ref, commit);
  }
  return branches;
}
async function writeRef(repoPath, ref, commit) {
  let path = pathOf(ref);
  await makeFolder(dirname(join3(repoPath, path))), await replaceRepositoryFile(repoPath, path, `${commit}
`);
}
function pathOf(ref) {
  let names = ref.split("/");
  if (REF.test(ref) && !names.includes(".") && !names.includes(".."))
    return join3("refs", "heads", ...names);
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}

// lib/repo/read-object.ts
import { readFile as readFile2 } from "node:fs/promises";
import { join as join4 } from "node:path";
async function readObject(repoPath, checksum, type) {
  let path = join4(repoPath, objectPath(checksum, type)), object = await readFile2(path).catch((cause) => {
    throw unreadable(`${path}: ${String(cause)}`, cause);
  });
  if (objectChecksum(object) === checksum) return object;
  throw unreadable(`${path} is not what its name says`);
}
function unreadable(what, cause) {
  return new BuildError("COMMIT_UNREADABLE", `the commit cannot be read: ${what}`, {
    ...cause === void 0 ? {} : { cause },
    hint: 'Run "ostree fsck" on the repository.'
  });
}

export {
  makeTemporaryFolder,
  replaceRepositoryFile,
  readRef,
  readBranches,
  writeRef,
  readObject,
  unreadable
};
