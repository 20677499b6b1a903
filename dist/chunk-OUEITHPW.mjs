import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  writeChecksums
} from "./chunk-OFUO5KEB.mjs";
import {
  listRefs
} from "./chunk-BSKXIXIC.mjs";
import {
  exportPublicKey,
  stopAgent,
  writePublicKey
} from "./chunk-2W2U2DEI.mjs";
import {
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import {
  assertTools
} from "./chunk-FBAQSP4E.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  ToolError,
  readTool,
  runTool,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/sign.ts
import { access } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/sign/commit.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
async function signRepository(repoPath, home, log) {
  var _stack = [];
  try {
    const folder = __using(_stack, await makeTempDir(), true);
    const publicKeyPath = join(folder.path, "key.asc");
    await writeFile(publicKeyPath, await exportPublicKey(home));
    const remote = { url: pathToFileURL(repoPath).href, publicKeyPath };
    const gpg2 = [`--gpg-homedir=${home.homedir}`];
    const outcomes = [];
    for (const { ref, commit } of await listRefs(repoPath)) {
      const signed = !await isVerified({ ...remote, verifySummary: false }, commit, log);
      if (signed) await sign(repoPath, ["gpg-sign", ...gpg2, commit, home.fingerprint], log);
      outcomes.push({ ref, commit, signed });
    }
    const [first] = outcomes;
    if (outcomes.some(({ signed }) => signed) || first !== void 0 && !await isVerified({ ...remote, verifySummary: true }, first.ref, log)) {
      await sign(repoPath, ["summary", "--update", ...gpg2, `--gpg-sign=${home.fingerprint}`], log);
    }
    return outcomes;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function verifyCommits(remote, refs, log) {
  var _stack = [];
  try {
    const client = __using(_stack, await openClient(remote, log), true);
    const verified = [];
    for (const ref of refs) {
      const repo = ["ostree", `--repo=${client.path}`];
      const argv = [...repo, "pull", "--commit-metadata-only", "origin", ref];
      await runTool(argv, { log }).catch((error) => {
        throw unverified(remote, ref, error);
      });
      const commit = await readTool([...repo, "rev-parse", `origin:${ref}`]);
      verified.push({ ref, commit: commit.trim() });
    }
    return verified;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function listRemoteRefs(remote, log) {
  var _stack = [];
  try {
    const client = __using(_stack, await openClient(remote, log), true);
    const argv = ["ostree", `--repo=${client.path}`, "remote", "refs", "origin"];
    const printed = await readTool(argv, { log }).catch((error) => {
      throw unverified(remote, "the summary", error);
    });
    return printed.split("\n").flatMap((line) => line.startsWith("origin:") ? [line.slice("origin:".length)] : []).sort();
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function isVerified(remote, ref, log) {
  var _stack = [];
  try {
    const client = __using(_stack, await openClient(remote, log), true);
    const argv = ["pull", "--commit-metadata-only", "origin", ref];
    const { exitCode } = await runTool(["ostree", `--repo=${client.path}`, ...argv], {
      log,
      okExitCodes: [0, 1]
    });
    return exitCode === 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function openClient({ url, publicKeyPath, verifySummary }, log) {
  const folder = await makeTempDir();
  const repo = ["ostree", `--repo=${folder.path}`];
  try {
    await runTool([...repo, "init", "--mode=archive"], { log });
    const verify = ["--set=gpg-verify=true", `--set=gpg-verify-summary=${verifySummary}`];
    const add = ["remote", "add", ...verify, `--gpg-import=${publicKeyPath}`, "origin", url];
    await runTool([...repo, ...add], { log });
    return folder;
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}
async function sign(repoPath, argv, log) {
  try {
    await runTool(["ostree", `--repo=${repoPath}`, ...argv], { log });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw new BuildError(
      "SIGNING_FAILED",
      `the repository ${repoPath} could not be signed: ${cause.stderr.trim()}`,
      { cause }
    );
  }
}
function unverified({ url, publicKeyPath }, what, cause) {
  if (!(cause instanceof ToolError)) return cause;
  return new BuildError(
    "COMMIT_UNVERIFIED",
    `${what} of ${url} is not signed by the key in ${publicKeyPath}, or is not there: ${cause.stderr.trim()}`,
    { cause }
  );
}

// lib/sign/sign-file.ts
async function signFile(path, home) {
  const signature = `${path}.asc`;
  const argv = [
    ...["gpg", "--homedir", home.homedir, "--batch", "--no-tty", "--pinentry-mode", "error"],
    ...["--local-user", home.fingerprint, "--digest-algo", "SHA512"],
    ...["--armor", "--detach-sign", "--output", "-", "--", path]
  ];
  try {
    await writeFileAtomic(signature, await readTool(argv));
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    const message = `${path} could not be signed with key ${home.fingerprint}: ${cause.stderr.trim()}`;
    throw new BuildError("SIGNING_FAILED", message, { cause });
  }
  return signature;
}

// lib/sign/verify-file.ts
import { readFile } from "node:fs/promises";
var NOT_GOOD = ["BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG"];
async function verifyFile(path, signaturePath, keyPath) {
  var _stack = [];
  try {
    const home = __using(_stack, await makeKeyring(keyPath), true);
    const argv = [...gpg(home.path), "--status-fd", "1", "--verify", "--", signaturePath, path];
    const { stdout, exitCode } = await runTool(argv, { okExitCodes: [0, 1, 2] });
    const status = stdout.split("\n").flatMap((line) => {
      const [mark, ...words] = line.split(" ");
      return mark === "[GNUPG:]" ? [words] : [];
    });
    const valid = status.find(([word]) => word === "VALIDSIG")?.at(-1);
    const bad = status.find(([word = ""]) => NOT_GOOD.includes(word));
    const isGood = status.some(([word]) => word === "GOODSIG");
    if (exitCode === 0 && isGood && bad === void 0 && valid !== void 0) return valid;
    throw new BuildError(
      "SIGNATURE_BAD",
      `${signaturePath} is no good signature of ${path} by the key in ${keyPath}${bad === void 0 ? "" : ` (${bad.slice(0, 2).join(" ")})`}`,
      { hint: "Either the file was changed, or another key signed it." }
    );
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function makeKeyring(path) {
  const folder = await makeTempDir();
  const dispose = async () => {
    await stopAgent(folder.path);
    await folder[Symbol.asyncDispose]();
  };
  try {
    const key = await readFile(path);
    await runTool([...gpg(folder.path), "--import"], { input: key });
    const listing = await readTool([...gpg(folder.path), "--with-colons", "--list-keys"]);
    if (!/^pub:/m.test(listing)) throw new Error("it holds no key");
    return { path: folder.path, [Symbol.asyncDispose]: dispose };
  } catch (cause) {
    await dispose();
    if (cause instanceof ConfigError) throw cause;
    const why = cause instanceof ToolError ? "gpg cannot import it" : cause.message;
    throw new ConfigError(
      "PUBLIC_KEY_UNREADABLE",
      `${path} is no OpenPGP public key: ${why}`,
      { cause, hint: "Export it with: gpg --armor --export FINGERPRINT" }
    );
  }
}
function gpg(homedir) {
  return [
    ...["gpg", "--homedir", homedir, "--no-options", "--batch", "--no-tty", "--trust-model"],
    ...["always", "--no-auto-key-retrieve", "--no-auto-key-locate"]
  ];
}

// lib/build/sign.ts
async function runSign({ remix, outDir, repoPath, log }, { signing }) {
  await assertTools(["gpg", "gpgconf", "ostree"]);
  return log.group("Sign", async () => {
    const hasRepository = await exists(join2(repoPath, "config"));
    const commits = hasRepository ? await signRepository(repoPath, signing, log) : [];
    const publicKeyPath = await writePublicKey({ outDir, remix }, signing);
    const { path: sha256sums, files } = await writeChecksums(outDir);
    if (commits.length === 0 && files.every(({ name }) => name.startsWith("keys/"))) {
      throw new ConfigError("NOTHING_TO_SIGN", `${outDir} has no commit and no image`, {
        hint: 'Run "treesmith compose" or "treesmith image" first, with the same --out.'
      });
    }
    const signature = await signOnce(sha256sums, publicKeyPath, signing);
    const { fingerprint } = signing;
    log.info(
      `Signed ${commits.filter(({ signed }) => signed).length} of ${commits.length} commits and the checksums of ${files.length} files with ${fingerprint}`
    );
    await recordOutcome(outDir, {
      remix: remix.name,
      publicKey: publicKeyPath,
      signed: { checksums: sha256sums, signature, fingerprint }
    });
    return { sha256sums, signature, fingerprint, publicKeyPath, commits };
  });
}
async function signOnce(path, publicKeyPath, signing) {
  const signature = `${path}.asc`;
  if (await exists(signature)) {
    try {
      const by = await verifyFile(path, signature, publicKeyPath);
      if (by === signing.fingerprint) return signature;
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
    }
  }
  return signFile(path, signing);
}
async function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

export {
  verifyCommits,
  listRemoteRefs,
  verifyFile,
  runSign
};
