import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";

// lib/repo/archive.ts
import { access } from "node:fs/promises";
import { join } from "node:path";
var FOLDERS = [
  "extensions",
  "objects",
  "refs/heads",
  "refs/mirrors",
  "refs/remotes",
  "state",
  "tmp/cache"
], CONFIG = `[core]
repo_version=1
mode=archive-z2

[archive]
zlib-level=1
`;
async function openArchive(repoPath) {
  let config = join(repoPath, "config");
  if (!await access(config).then(
    () => !0,
    () => !1
  )) {
    for (let folder of FOLDERS) await makeFolder(join(repoPath, folder));
    await writeFileAtomic(config, CONFIG);
  }
}

export {
  openArchive
};
