import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  replaceRepositoryFile
} from "./chunk-KEGQRJML.mjs";
import {
  readObject,
  unreadable
} from "./chunk-Q45RJ7QY.mjs";
import {
  ToolError,
  explainFileError,
  runTool
} from "./chunk-R5Z63YP4.mjs";
import {
  array,
  bytes,
  entry,
  objectPath,
  serialise,
  string,
  typed,
  variant
} from "./chunk-TF3WCWVG.mjs";

// lib/repo/signatures.ts
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
var SIGNATURES_KEY = "ostree.gpgsigs", MAX_SIGNATURE_BYTES = 64 * 1024, opaque = { ...bytes, signature: "v", alignment: 8 }, DETACHED = array(entry(string, opaque)), SIGNATURES = array(bytes);
async function signCommit(repoPath, commit, key, log) {
  let object = await readObject(repoPath, commit, "commit"), path = objectPath(commit, "commitmeta"), before = await readDetached(join(repoPath, path)), signatures = signaturesOf(before, join(repoPath, path)), made = await sign(object, key, log), after = withSignatures(before, [...signatures, made]);
  await replaceRepositoryFile(repoPath, path, serialise(DETACHED, after));
}
async function updateSummary(repoPath, log) {
  let path = join(repoPath, "summary.sig");
  await rm(path, { force: !0 }).catch((error) => {
    throw explainFileError(error, path);
  }), await runTool(["ostree", `--repo=${repoPath}`, "summary", "--update"], { log });
}
async function signSummary(repoPath, key, log) {
  let made = await sign(await readFile(join(repoPath, "summary")), key, log);
  await replaceRepositoryFile(
    repoPath,
    "summary.sig",
    serialise(DETACHED, withSignatures([], [made]))
  );
}
async function readDetached(path) {
  try {
    return DETACHED.read(await readFile(path));
  } catch (cause) {
    if (cause.code === "ENOENT") return [];
    throw damaged(path, cause);
  }
}
function signaturesOf(metadata, path) {
  let found = metadata.find(([name]) => name === SIGNATURES_KEY)?.[1];
  if (found === void 0) return [];
  try {
    let { codec, value } = variant.read(found);
    if (codec.signature === SIGNATURES.signature) return value;
  } catch (cause) {
    throw damaged(path, cause);
  }
  throw damaged(path, `${SIGNATURES_KEY} is not ${SIGNATURES.signature}`);
}
function withSignatures(metadata, signatures) {
  let added = [SIGNATURES_KEY, serialise(variant, typed(SIGNATURES, signatures))], at = metadata.findIndex(([name]) => name === SIGNATURES_KEY);
  return at < 0 ? [...metadata, added] : metadata.with(at, added);
}
async function sign(content, key, log) {
  let argv = [
    "gpg",
    "--homedir",
    key.homedir,
    "--batch",
    "--no-tty",
    "--local-user",
    key.keyId,
    "--digest-algo",
    "SHA512",
    "--no-armor",
    "--detach-sign",
    "--output",
    "-"
  ], chunks = [], sizeBytes = 0, { exitCode } = await runTool(argv, {
    log,
    input: content,
    onStdout: (chunk) => {
      sizeBytes += chunk.length, sizeBytes <= MAX_SIGNATURE_BYTES && chunks.push(chunk);
    }
  });
  if (sizeBytes > 0 && sizeBytes <= MAX_SIGNATURE_BYTES) return Buffer.concat(chunks);
  let why = `expected a signature of at most ${MAX_SIGNATURE_BYTES} bytes, gpg printed ${sizeBytes}`;
  throw new ToolError(argv, exitCode, why);
}
function damaged(path, cause) {
  let why = cause instanceof Error ? cause.message : String(cause);
  return unreadable(`its detached metadata ${path}: ${why}`, cause);
}

export {
  signCommit,
  updateSummary,
  signSummary
};
