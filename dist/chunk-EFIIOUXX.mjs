import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  writeChecksums
} from "./chunk-XKJ6HAIP.mjs";
import {
  signRepository,
  verifyFile
} from "./chunk-R6PITTFO.mjs";
import {
  writePublicKey
} from "./chunk-VPF4N6EG.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import {
  assertTools
} from "./chunk-QV3WZGT4.mjs";
import {
  ToolError,
  readTool,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/build/sign.ts
import { access } from "node:fs/promises";
import { join } from "node:path";

// lib/sign/sign-file.ts
async function signFile(path, home) {
  let signature = `${path}.asc`, argv = [
    "gpg",
    "--homedir",
    home.homedir,
    "--batch",
    "--no-tty",
    "--pinentry-mode",
    "error",
    "--local-user",
    home.fingerprint,
    "--digest-algo",
    "SHA512",
    "--armor",
    "--detach-sign",
    "--output",
    "-",
    "--",
    path
  ];
  try {
    await writeFileAtomic(signature, await readTool(argv));
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    let message = `${path} could not be signed with key ${home.fingerprint}: ${cause.stderr.trim()}`;
    throw new BuildError("SIGNING_FAILED", message, { cause });
  }
  return signature;
}

// lib/build/sign.ts
async function runSign({ remix, outDir, repoPath, log }, { signing }) {
  return await assertTools(["gpg", "gpgconf", "ostree"]), log.group("Sign", async () => {
    let commits = await exists(join(repoPath, "config")) ? await signRepository(repoPath, signing, log) : [], publicKeyPath = await writePublicKey({ outDir, remix }, signing), { path: sha256sums, files } = await writeChecksums(outDir);
    if (commits.length === 0 && files.every(({ name }) => name.startsWith("keys/")))
      throw new ConfigError("NOTHING_TO_SIGN", `${outDir} has no commit and no image`, {
        hint: 'Run "treesmith compose" or "treesmith image" first, with the same --out.'
      });
    let signature = await signOnce(sha256sums, publicKeyPath, signing), { fingerprint } = signing;
    return log.info(
      `Signed ${commits.filter(({ signed }) => signed).length} of ${commits.length} commits and the checksums of ${files.length} files with ${fingerprint}`
    ), await recordOutcome(outDir, {
      remix: remix.name,
      publicKey: publicKeyPath,
      signed: { checksums: sha256sums, signature, fingerprint }
    }), { sha256sums, signature, fingerprint, publicKeyPath, commits };
  });
}
async function signOnce(path, publicKeyPath, signing) {
  let signature = `${path}.asc`;
  if (await exists(signature))
    try {
      if (await verifyFile(path, signature, publicKeyPath) === signing.fingerprint) return signature;
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
    }
  return signFile(path, signing);
}
async function exists(path) {
  return access(path).then(
    () => !0,
    () => !1
  );
}

export {
  runSign
};
