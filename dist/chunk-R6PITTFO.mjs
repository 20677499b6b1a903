import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  listRefs
} from "./chunk-TRKKLFAJ.mjs";
import {
  exportPublicKey,
  stopAgent
} from "./chunk-TEDNRVXJ.mjs";
import {
  signCommit,
  signSummary,
  updateSummary
} from "./chunk-FVKO6F3T.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  readTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/sign/commit.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
async function signRepository(repoPath, home, log) {
  var _stack = [];
  try {
    let folder = __using(_stack, await makeTempDir(), !0);
    let publicKeyPath = join(folder.path, "key.asc");
    await writeFile(publicKeyPath, await exportPublicKey(home));
    let remote = { url: pathToFileURL(repoPath).href, publicKeyPath };
    let key = { homedir: home.homedir, keyId: home.fingerprint };
    let failed = (error) => {
      throw signingFailed(repoPath, error);
    };
    let outcomes = [];
    for (let { ref, commit } of await listRefs(repoPath)) {
      let signed = !await isVerified({ ...remote, verifySummary: !1 }, commit, log);
      signed && await signCommit(repoPath, commit, key, log).catch(failed), outcomes.push({ ref, commit, signed });
    }
    let [first] = outcomes;
    (outcomes.some(({ signed }) => signed) || first !== void 0 && !await isVerified({ ...remote, verifySummary: !0 }, first.ref, log)) && (await updateSummary(repoPath, log).catch(failed), await signSummary(repoPath, key, log).catch(failed));
    return outcomes;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function verifyCommits(remote, refs, log) {
  var _stack = [];
  try {
    let client = __using(_stack, await openClient(remote, log), !0);
    let verified = [];
    for (let ref of refs) {
      let repo = ["ostree", `--repo=${client.path}`], argv = [...repo, "pull", "--commit-metadata-only", "origin", ref];
      await runTool(argv, { log }).catch((error) => {
        throw unverified(remote, ref, error);
      });
      let commit = await readTool([...repo, "rev-parse", `origin:${ref}`]);
      verified.push({ ref, commit: commit.trim() });
    }
    return verified;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function listRemoteRefs(remote, log) {
  var _stack = [];
  try {
    let client = __using(_stack, await openClient(remote, log), !0);
    let argv = ["ostree", `--repo=${client.path}`, "remote", "refs", "origin"];
    let printed = await readTool(argv, { log }).catch((error) => {
      throw unverified(remote, "the summary", error);
    });
    return printed.split(`
`).flatMap((line) => line.startsWith("origin:") ? [line.slice(7)] : []).sort();
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function isVerified(remote, ref, log) {
  var _stack = [];
  try {
    let client = __using(_stack, await openClient(remote, log), !0);
    let argv = ["pull", "--commit-metadata-only", "origin", ref];
    let { exitCode } = await runTool(["ostree", `--repo=${client.path}`, ...argv], {
      log,
      okExitCodes: [0, 1]
    });
    return exitCode === 0;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function openClient({ url, publicKeyPath, verifySummary }, log) {
  let folder = await makeTempDir(), repo = ["ostree", `--repo=${folder.path}`];
  try {
    await runTool([...repo, "init", "--mode=archive"], { log });
    let add = ["remote", "add", ...["--set=gpg-verify=true", `--set=gpg-verify-summary=${verifySummary}`], `--gpg-import=${publicKeyPath}`, "origin", url];
    return await runTool([...repo, ...add], { log }), folder;
  } catch (error) {
    throw await folder[Symbol.asyncDispose](), error;
  }
}
function signingFailed(repoPath, cause) {
  return cause instanceof ToolError ? new BuildError(
    "SIGNING_FAILED",
    `the repository ${repoPath} could not be signed: ${cause.stderr.trim()}`,
    { cause }
  ) : cause;
}
function unverified({ url, publicKeyPath }, what, cause) {
  return cause instanceof ToolError ? new BuildError(
    "COMMIT_UNVERIFIED",
    `${what} of ${url} is not signed by the key in ${publicKeyPath}, or is not there: ${cause.stderr.trim()}`,
    { cause }
  ) : cause;
}

// lib/sign/verify-file.ts
import { readFile } from "node:fs/promises";
var NOT_GOOD = ["BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG"];
async function verifyFile(path, signaturePath, keyPath) {
  var _stack = [];
  try {
    let home = __using(_stack, await makeKeyring(keyPath), !0);
    let argv = [...gpg(home.path), "--status-fd", "1", "--verify", "--", signaturePath, path];
    let { stdout, exitCode } = await runTool(argv, { okExitCodes: [0, 1, 2] });
    let status = stdout.split(`
`).flatMap((line) => {
      let [mark, ...words] = line.split(" ");
      return mark === "[GNUPG:]" ? [words] : [];
    });
    let valid = status.find(([word]) => word === "VALIDSIG")?.at(-1);
    let bad = status.find(([word = ""]) => NOT_GOOD.includes(word));
    let isGood = status.some(([word]) => word === "GOODSIG");
    if (exitCode === 0 && isGood && bad === void 0 && valid !== void 0) return valid;
    throw new BuildError(
      "SIGNATURE_BAD",
      `${signaturePath} is no good signature of ${path} by the key in ${keyPath}${bad === void 0 ? "" : ` (${bad.slice(0, 2).join(" ")})`}`,
      { hint: "Either the file was changed, or another key signed it." }
    );
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function makeKeyring(path) {
  let folder = await makeTempDir(), dispose = async () => {
    await stopAgent(folder.path), await folder[Symbol.asyncDispose]();
  };
  try {
    let key = await readFile(path);
    await runTool([...gpg(folder.path), "--import"], { input: key });
    let listing = await readTool([...gpg(folder.path), "--with-colons", "--list-keys"]);
    if (!/^pub:/m.test(listing)) throw new Error("it holds no key");
    return { path: folder.path, [Symbol.asyncDispose]: dispose };
  } catch (cause) {
    if (await dispose(), cause instanceof ConfigError) throw cause;
    let why = cause instanceof ToolError ? "gpg cannot import it" : cause.message;
    throw new ConfigError(
      "PUBLIC_KEY_UNREADABLE",
      `${path} is no OpenPGP public key: ${why}`,
      { cause, hint: "Export it with: gpg --armor --export FINGERPRINT" }
    );
  }
}
function gpg(homedir) {
  return [
    "gpg",
    "--homedir",
    homedir,
    "--no-options",
    "--batch",
    "--no-tty",
    "--trust-model",
    "always",
    "--no-auto-key-retrieve",
    "--no-auto-key-locate"
  ];
}

export {
  signRepository,
  verifyCommits,
  listRemoteRefs,
  verifyFile
};
