import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatCommit
} from "./chunk-XMGZDHLC.mjs";
import {
  ToolError,
  makeFolder,
  readTool,
  runTool,
  writeFileAtomic
} from "./chunk-LIINDJHT.mjs";
import {
  BuildError
} from "./chunk-S6FOOEAW.mjs";

// lib/repo/refs.ts
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
var REF = /^[-.\w]+(\/[-.\w]+)*$/;
var CHECKSUM = /^[0-9a-f]{64}$/;
async function readRef(repoPath, ref) {
  const text = await readFile(pathOf(repoPath, ref), "utf8").catch(() => "");
  return CHECKSUM.test(text.trim()) ? text.trim() : void 0;
}
async function writeRef(repoPath, ref, commit) {
  const path = pathOf(repoPath, ref);
  await makeFolder(dirname(path));
  await writeFileAtomic(path, `${commit}
`);
}
function pathOf(repoPath, ref) {
  const names = ref.split("/");
  if (REF.test(ref) && !names.includes(".") && !names.includes("..")) {
    return join(repoPath, "refs", "heads", ...names);
  }
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}

// lib/compose/commit.ts
import { access, mkdir } from "node:fs/promises";
import { join as join2 } from "node:path";
async function commitTree(options) {
  const { tree, selinux, writer, late } = options;
  const { sync } = await options.delayedSync;
  const { rootTree, rootMeta } = await writer.commitTree(tree.path, {
    selinux,
    ...late === void 0 ? {} : { late }
  });
  await options.onStored?.();
  const commit = await writer.writeCommit(
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
  await sync();
  return commit;
}
async function openArchive(repoPath, log) {
  if (await exists(join2(repoPath, "config"))) return;
  await mkdir(repoPath, { recursive: true });
  await ostree(repoPath, ["init", "--mode=archive"], log);
  await ostree(repoPath, ["config", "set", "archive.zlib-level", "1"], log);
}
async function publishCommit({
  repoPath,
  commit,
  ref,
  gpg,
  summary = true,
  log
}) {
  try {
    if (gpg !== void 0) await sign(repoPath, commit, gpg, log);
    await writeRef(repoPath, ref, commit);
    if (!summary) return;
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
  readRef,
  commitTree,
  openArchive,
  publishCommit
};
