import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";

// lib/repo/archive.ts
import { access } from "node:fs/promises";
import { join } from "node:path";
var FOLDERS = [
  ...["extensions", "objects", "refs/heads", "refs/mirrors", "refs/remotes", "state"],
  "tmp/cache"
];
var CONFIG = "[core]\nrepo_version=1\nmode=archive-z2\n\n[archive]\nzlib-level=1\n";
async function openArchive(repoPath) {
  const config = join(repoPath, "config");
  const isThere = await access(config).then(
    () => true,
    () => false
  );
  if (isThere) return;
  for (const folder of FOLDERS) await makeFolder(join(repoPath, folder));
  await writeFileAtomic(config, CONFIG);
}

export {
  openArchive
};
