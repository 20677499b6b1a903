import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  commitInputHash,
  composeRepo,
  fetchLocked,
  sourceDateEpochOf
} from "./chunk-3XQMDXT4.mjs";
import {
  preloadStage,
  runAsRoot
} from "./chunk-ZW2FCWP2.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import {
  currentLock
} from "./chunk-BZZJ3KKZ.mjs";
import {
  assertToolsOf
} from "./chunk-ZFV4BBRI.mjs";
import {
  INITRAMFS_STAGE,
  linkCommit,
  publishCommit
} from "./chunk-LJSBIS2A.mjs";
import {
  openArchive
} from "./chunk-R5XR7NDA.mjs";
import {
  makeDeferred
} from "./chunk-FNFQEHS5.mjs";
import {
  findUnpacked
} from "./chunk-HTX6YCUO.mjs";
import {
  readRef
} from "./chunk-OXTLJHJG.mjs";
import {
  isRoot
} from "./chunk-LXN535CL.mjs";
import {
  markUsed
} from "./chunk-SWBYX6AK.mjs";
import {
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import {
  runTool,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  objectPath
} from "./chunk-ZFWD6OLO.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/build/compose.ts
import { access } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";

// lib/compose/export.ts
async function exportCommit(options) {
  let { from, repoPath, commit, log } = options;
  await openArchive(repoPath), !await linkCommit({ from, to: repoPath, commit, log }) && await runTool(["ostree", `--repo=${repoPath}`, "pull-local", from, commit], { log });
}

// lib/build/kept-group.ts
var MAX_CHARACTERS = 22;
function keptGroup(remix, basearch) {
  let name = `${remix}-${basearch}`;
  return /^[a-z0-9._-]+$/.test(remix) && !BASEARCHES.some((other) => remix.includes(other)) && name.length <= MAX_CHARACTERS ? name : sha256(name).slice(0, 16);
}

// lib/build/kept-results.ts
async function restoreKeptResults({ cache, remix }, { basearch, container, noInitramfs }) {
  container || noInitramfs || await cache?.restoreKept(INITRAMFS_STAGE, keptGroup(remix.name, basearch));
}
async function saveKeptResults({ cache, remix }, { basearch }, kept) {
  for (let [stage, key] of Object.entries(kept))
    await cache?.saveKept(stage, keptGroup(remix.name, basearch), key);
}

// lib/build/record.ts
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
async function readRecord(store, stage, key) {
  let folder = store.stage(stage, key);
  try {
    let record = JSON.parse(await readFile(join(folder, "result.json"), "utf8"));
    return await markUsed([folder]), record;
  } catch {
    return;
  }
}
async function writeRecord(store, stage, key, result) {
  let folder = store.stage(stage, key);
  await mkdir(folder, { recursive: !0 }), await writeFileAtomic(join(folder, "result.json"), `${JSON.stringify(result, null, 2)}
`);
}

// lib/build/compose.ts
async function runCompose(workspace, options) {
  await assertToolsOf("compose");
  let lockfile = options.lockfile ?? await currentLock(workspace), outcomes = [];
  for (let [basearch, treefile] of workspace.treefiles) {
    if (!workspace.architectures.includes(basearch)) continue;
    let locked = lockedArch(lockfile, basearch, workspace), stage = () => composeOne(workspace, treefile, locked, options);
    outcomes.push(await currentTimeline().span(`Compose ${basearch}`, { kind: "phase" }, stage));
  }
  let { outDir, remix, repoPath: repo } = workspace;
  return await recordOutcome(outDir, { remix: remix.name, repo, commits: outcomes }), outcomes;
}
function lockedArch(lockfile, basearch, workspace) {
  let locked = lockfile.arches.find(({ arch }) => arch === basearch);
  if (locked !== void 0) return locked;
  throw new ConfigError(
    "ARCHITECTURE_NOT_LOCKED",
    `${workspace.remix.lockfile} has no packages for ${basearch}`,
    { hint: 'Run "treesmith lock".' }
  );
}
async function composeOne(workspace, treefile, locked, { check, signing }) {
  let { store, remix, repoPath } = workspace, { ref } = treefile;
  if (ref === void 0)
    throw new ConfigError("NO_REF", "the treefile names no OSTree ref", {
      place: { file: treefile.path },
      hint: `Add for example "ref: ${remix.name}/1/\${basearch}/stable".`
    });
  let storeRepo = composeRepo(workspace), sourceDateEpoch = sourceDateEpochOf(workspace, locked), key = await commitInputHash(workspace, treefile, locked), basearch = treefile.basearch, common = { basearch, ref, packages: locked.packages.length, inputHash: key }, known = await readRecord(store, "compose", key);
  if (check !== !0 && known !== void 0 && await hasCommit(storeRepo, known.commit)) {
    let { commit: commit2, version: version2 } = known;
    return await publish(workspace, storeRepo, { commit: commit2, isLinked: !1 }, ref, signing), { ...common, commit: commit2, version: version2, cached: !0, timings: {} };
  }
  let restoring = check === !0 ? void 0 : restoreKeptResults(workspace, treefile);
  preloadStage(check === !0 ? "compose-check" : "compose");
  let isEarly = check !== !0 && isRoot(), lastly = new Set(isEarly ? (await findUnpacked(store.unpacked)).keys() : []), others = makeDeferred(), order = { lastly, onOthers: others.resolve }, fetching = fetchLocked(workspace, treefile, locked.packages, order), verified = Promise.all([fetching, restoring]), verifiedOthers = Promise.race([verified, Promise.all([others.promise, restoring])]);
  for (let promise of [verified, verifiedOthers]) promise.catch(() => {
  });
  isEarly || await verified;
  let latest = known === void 0 ? await readRef(repoPath, ref) : known.previous, previous = latest != null && await hasCommit(storeRepo, latest) ? latest : null, publishing, makeKnown = async ({ commit: commit2, version: version2 = "", isLinked }) => {
    let ready = writeRecord(store, "compose", key, { commit: commit2, version: version2, previous });
    ready.catch(() => {
    }), await publish(workspace, storeRepo, { commit: commit2, isLinked }, ref, signing, ready), await ready;
  }, composeOptions = {
    treefile,
    basearch,
    packages: locked.packages.map((package_) => ({
      path: store.rpm(package_.checksum.replace("sha256:", "")),
      locked: package_
    })),
    ...isEarly ? { verified, early: { verified: verifiedOthers, but: lastly } } : {},
    repoPath: storeRepo,
    workDir: join2(store.path, "work", "compose"),
    sourceDateEpoch,
    summary: !1,
    keptPath: join2(store.path, "kept"),
    // What is not reproducible goes nowhere.
    ...check === !0 ? {} : { linkedRepoPath: repoPath, unpackedPath: store.unpacked },
    ...remix.version === void 0 ? {} : { version: remix.version },
    ...previous === null ? {} : { previousCommit: previous },
    // While the tree is removed, unless another process does that.
    onCommitted: (made) => {
      publishing = makeKnown(made), publishing.catch(() => {
      });
    }
  }, result = await composeAsRoot(composeOptions, check === !0, workspace).finally(
    () => publishing
  ), { commit, version = "", timings, kept } = result, saving = saveKeptResults(workspace, treefile, kept);
  return await (publishing ?? makeKnown(result)).finally(() => saving), { ...common, commit, version, cached: !1, timings };
}
async function composeAsRoot(options, check, workspace) {
  let linked = options.linkedRepoPath === void 0 ? [] : [options.linkedRepoPath], paths = [options.repoPath, options.workDir, options.keptPath], leaves = { folders: [...paths, ...linked.map((path) => dirname(path))], outputs: [...paths, ...linked] };
  if (!check) return runAsRoot("compose", options, leaves, workspace);
  let { assertReproducible } = await import("./chunk-L6B2RAL4.mjs"), { onCommitted: _, ...compared } = options, checked = await runAsRoot("compose-check", compared, leaves, workspace);
  return assertReproducible(checked), workspace.log.info(`Composed twice: both times commit ${checked.first.commit}`), checked.first;
}
async function publish({ repoPath, log }, storeRepo, { commit, isLinked }, ref, signing, ready) {
  let there = await readRef(repoPath, ref) === commit, signed = await isFile(join2(repoPath, objectPath(commit, "commitmeta")));
  if (there && (signing === void 0 || signed)) return;
  isLinked || await exportCommit({ from: storeRepo, repoPath, commit, log });
  let gpg = signing === void 0 ? {} : { gpg: { homedir: signing.homedir, keyId: signing.fingerprint } };
  await publishCommit({
    repoPath,
    commit,
    ref,
    log,
    ...gpg,
    ...ready === void 0 ? {} : { ready }
  });
}
function hasCommit(repoPath, commit) {
  return isFile(join2(repoPath, objectPath(commit, "commit")));
}
async function isFile(path) {
  return access(path).then(
    () => !0,
    () => !1
  );
}

export {
  readRecord,
  writeRecord,
  runCompose,
  lockedArch
};
