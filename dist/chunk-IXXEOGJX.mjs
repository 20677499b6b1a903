import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatCommit,
  objectChecksum,
  objectPath,
  parseCommit,
  parseDirtree
} from "./chunk-XMGZDHLC.mjs";
import {
  sha256
} from "./chunk-ULWUNVLO.mjs";
import {
  ToolError,
  readTool,
  runTool,
  withFreeLock,
  writeFileAtomic
} from "./chunk-LIINDJHT.mjs";
import {
  BuildError
} from "./chunk-S6FOOEAW.mjs";

// lib/compose/commit.ts
import { access, mkdir as mkdir2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/compose/delayed-sync.ts
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
var MARKER = ".treesmith-unsynced-";
async function withDelayedSync(repoPath, log, body) {
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  await mendAfterPowerCut(repoPath, boot, log);
  const own = `${MARKER}${process.pid}`;
  await writeFileAtomic(join(repoPath, own), boot);
  try {
    return await body();
  } finally {
    await runTool(["sync", "--file-system", repoPath], { log });
    await removeMarkers(repoPath, (pid) => pid === process.pid || !isAlive(pid));
  }
}
async function mendAfterPowerCut(repoPath, boot, log) {
  const markers = (await readdir(repoPath)).filter((name) => name.startsWith(MARKER));
  const boots = await Promise.all(markers.map((name) => readFile(join(repoPath, name), "utf8")));
  if (boots.every((found) => found === boot)) return;
  log.warn(`The machine stopped while ${repoPath} was written to: it is checked`);
  const commits = await removeDamagedMetadata(repoPath);
  for (const commit of commits) {
    if (!await isComplete(repoPath, commit))
      await rm(join(repoPath, objectPath(commit, "commit")));
  }
  const ostree2 = ["ostree", `--repo=${repoPath}`];
  await runTool([...ostree2, "fsck", "--quiet", "--all", "--delete"], { log, okExitCodes: [0, 1] });
  await runTool([...ostree2, "prune"], { log });
  await removeMarkers(repoPath, () => true);
}
async function removeDamagedMetadata(repoPath) {
  const objects = join(repoPath, "objects");
  const commits = [];
  for (const name of await readdir(objects, { recursive: true })) {
    const [, start = "", rest = "", type] = /^([0-9a-f]{2})\/([0-9a-f]{62})\.(commit|dirtree|dirmeta)$/.exec(name) ?? [];
    if (type === void 0) continue;
    const path = join(objects, name);
    if (objectChecksum(await readFile(path)) !== start + rest) await rm(path);
    else if (type === "commit") commits.push(start + rest);
  }
  return commits;
}
async function isComplete(repoPath, commit) {
  const { rootTree, rootMeta } = parseCommit(await readObject(repoPath, commit, "commit"));
  const todo = [{ tree: rootTree, meta: rootMeta }];
  try {
    for (let next = todo.pop(); next !== void 0; next = todo.pop()) {
      await readObject(repoPath, next.meta, "dirmeta");
      todo.push(...parseDirtree(await readObject(repoPath, next.tree, "dirtree")).directories);
    }
    return true;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}
function readObject(repoPath, checksum, type) {
  return readFile(join(repoPath, objectPath(checksum, type)));
}
async function removeMarkers(repoPath, isOver) {
  for (const name of await readdir(repoPath)) {
    const pid = name.startsWith(MARKER) ? Number(name.slice(MARKER.length)) : Number.NaN;
    if (Number.isInteger(pid) && isOver(pid)) await rm(join(repoPath, name), { force: true });
  }
}
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// lib/compose/work-dir.ts
import { mkdir, readdir as readdir2, readFile as readFile2, stat, writeFile } from "node:fs/promises";
import { join as join2 } from "node:path";
function composeLock(workDir) {
  return join2(workDir, "compose.lock");
}
var IN_MEMORY = "treesmith-";
var WORK_DIR = "work-dir";
async function makeFolders(workDir, log, memory) {
  if (memory !== void 0) await removeAbandoned(memory, log);
  const root = memory === void 0 ? join2(workDir, "compose") : join2(memory, `${IN_MEMORY}${nameOf(workDir)}`);
  await removeFolder(root, log);
  const folders = {
    root,
    tree: join2(root, "tree"),
    scratch: join2(root, "scratch")
  };
  await mkdir(root, { mode: 448 });
  await writeFile(join2(root, WORK_DIR), workDir);
  for (const path of [folders.tree, folders.scratch]) await mkdir(path, { mode: 493 });
  return folders;
}
async function removeAbandoned(memory, log) {
  for (const name of await readdir2(memory)) {
    if (!name.startsWith(IN_MEMORY)) continue;
    const root = join2(memory, name);
    const workDir = await readFile2(join2(root, WORK_DIR), "utf8").catch(() => void 0);
    if (workDir === void 0 || name !== `${IN_MEMORY}${nameOf(workDir)}`) continue;
    if (!await isFolder(workDir)) await removeFolder(root, log);
    else await withFreeLock(composeLock(workDir), () => removeFolder(root, log));
  }
}
async function isFolder(path) {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false
  );
}
function nameOf(workDir) {
  return sha256(workDir).slice(0, 16);
}
async function removeFolder(path, log) {
  const mounts = (await readFile2("/proc/self/mountinfo", "utf8")).split("\n").map(
    (line) => line.split(" ")[4]?.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)))
  ).filter((point) => point?.startsWith(`${path}/`) === true);
  if (mounts.length > 0) {
    throw new BuildError(
      "WORK_DIR_MOUNTED",
      `not deleting ${path}: ${mounts[0]} is mounted in it`,
      {
        hint: `Unmount it: umount ${mounts[0]}`
      }
    );
  }
  await runTool(["rm", "-rf", "--one-file-system", "--", path], { log });
}

// lib/compose/commit.ts
async function commitTree(options) {
  const { log, treePath, repoPath, selinux, writer } = options;
  return withDelayedSync(repoPath, log, async () => {
    const { rootTree, rootMeta } = await writer.commitTree(treePath, { selinux });
    if (options.removeTree) await removeFolder(treePath, log);
    return writer.writeCommit(
      formatCommit({
        metadata: options.metadata,
        parent: options.parent,
        subject: "",
        body: "",
        timestampSeconds: options.sourceDateEpoch,
        rootTree,
        rootMeta
      })
    );
  });
}
async function openArchive(repoPath, log) {
  if (await exists(join3(repoPath, "config"))) return;
  await mkdir2(repoPath, { recursive: true });
  await ostree(repoPath, ["init", "--mode=archive"], log);
  await ostree(repoPath, ["config", "set", "archive.zlib-level", "1"], log);
}
async function publishCommit({
  repoPath,
  commit,
  ref,
  gpg,
  log
}) {
  try {
    if (gpg !== void 0) await sign(repoPath, commit, gpg, log);
    await ostree(repoPath, ["refs", "--force", `--create=${ref}`, commit], log);
    await ostree(
      repoPath,
      ["summary", "--update", ...gpg === void 0 ? [] : gpgArgs(gpg)],
      log
    );
  } finally {
    if (gpg !== void 0) await stopAgent(gpg.homedir, log);
  }
}
async function sign(repoPath, commit, gpg, log) {
  try {
    const homedir = `--gpg-homedir=${gpg.homedir}`;
    await runTool(["ostree", `--repo=${repoPath}`, "gpg-sign", homedir, commit, gpg.keyId], {
      log
    });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw new BuildError(
      "SIGN_FAILED",
      `commit ${commit} could not be signed with key ${gpg.keyId}: ${cause.stderr.trim()}`,
      { cause, hint: `See which keys there are: gpg --homedir ${gpg.homedir} --list-secret-keys` }
    );
  }
}
function gpgArgs(gpg) {
  return [`--gpg-homedir=${gpg.homedir}`, `--gpg-sign=${gpg.keyId}`];
}
async function stopAgent(homedir, log) {
  await runTool(["gpgconf", "--homedir", homedir, "--kill", "gpg-agent"], {
    log,
    okExitCodes: [0, 1, 2]
  });
}
async function ostree(repoPath, argv, log) {
  try {
    return await readTool(["ostree", `--repo=${repoPath}`, ...argv], { log });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw new BuildError(
      "COMMIT_FAILED",
      `ostree ${argv[0]}: ${cause.stderr.trim()}`,
      { cause }
    );
  }
}
async function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

export {
  composeLock,
  makeFolders,
  removeFolder,
  commitTree,
  openArchive,
  publishCommit
};
