import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readRepositories,
  repositoryInputs
} from "./chunk-KOPMJIKM.mjs";
import {
  readLockfile
} from "./chunk-OMOW34LB.mjs";
import {
  lockInputs
} from "./chunk-NQ4WGN4H.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/lock/input-hash.ts
var VERSION = 1;
function lockInputHash(inputs) {
  return stageKey(
    "lock",
    VERSION,
    [...inputs.values()].sort((a, b) => compareBytes(a.treefile.basearch, b.treefile.basearch)).map(({ treefile, repositories }) => ({
      treefile: lockInputs(treefile),
      repositories: repositoryInputs(repositories)
    }))
  );
}
function isLockStale(lockfile, inputHash) {
  return lockfile.treesmith.inputHash !== inputHash;
}

// lib/build/current-lock.ts
async function currentLock(workspace) {
  let path = workspace.remix.lockfile, lockfile = await readIfThere(path), hint = 'Run "treesmith lock" and commit the lockfile.';
  if (lockfile === void 0)
    throw new ConfigError("LOCK_MISSING", `${path} does not exist`, { hint });
  if (isLockStale(lockfile, lockInputHash(await readInputs(workspace))))
    throw new ConfigError(
      "LOCK_STALE",
      "the lockfile was made from other treefiles or repositories than those that are here now",
      { place: { file: path }, hint }
    );
  return await workspace.cache?.notePackages(lockfile.arches.flatMap(({ packages }) => packages)), lockfile;
}
async function readInputs({
  treefiles,
  repoVars
}) {
  let inputs = /* @__PURE__ */ new Map();
  for (let [basearch, treefile] of treefiles)
    inputs.set(basearch, { treefile, repositories: await readRepositories(treefile, repoVars) });
  return inputs;
}
async function readIfThere(path) {
  return readLockfile(path).catch((error) => {
    if (!(error instanceof TreesmithError && error.code === "FILE_MISSING"))
      throw error;
  });
}

export {
  lockInputHash,
  isLockStale,
  currentLock,
  readInputs,
  readIfThere
};
