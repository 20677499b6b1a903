import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readBranches,
  readObject,
  replaceRepositoryFile,
  unreadable
} from "./chunk-OXTLJHJG.mjs";
import {
  ToolError,
  explainFileError,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  array,
  boolean,
  bytes,
  checksumBytes,
  entry,
  objectPath,
  parseCommit,
  serialise,
  string,
  tuple,
  typed,
  uint64,
  vardict,
  variant
} from "./chunk-ZFWD6OLO.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/repo/repository-config.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function readRepositoryConfig(repoPath) {
  let text = await readFile(join(repoPath, "config"), "utf8").catch((cause) => {
    throw new ConfigError(
      "REPOSITORY_UNSUPPORTED",
      `${repoPath} is no OSTree repository: it has no config`,
      { cause, hint: `Make one: ostree init --mode=archive --repo=${repoPath}` }
    );
  }), mode = settingOf(text, "core", "mode"), level = Number(settingOf(text, "archive", "zlib-level"));
  return {
    mode: modeOf(mode, repoPath),
    zlibLevel: Number.isInteger(level) && level >= 1 && level <= 9 ? level : void 0,
    hasCollection: (settingOf(text, "core", "collection-id") ?? "") !== "",
    hasTombstones: settingOf(text, "core", "tombstone-commits") === "true"
  };
}
function modeOf(mode, repoPath) {
  if (mode === "archive" || mode === "archive-z2") return "archive";
  if (mode === "bare-user") return "bare-user";
  throw new ConfigError(
    "REPOSITORY_UNSUPPORTED",
    `${repoPath} is a repository of mode ${mode ?? "bare"}, expected archive or bare-user`,
    { hint: "Make another: ostree init --mode=archive --repo=\u2026" }
  );
}
function settingOf(text, group, key) {
  let current = "";
  for (let line of text.split(`
`)) {
    let header = /^\[(.*)\]\s*$/.exec(line)?.[1];
    header !== void 0 && (current = header);
    let [, name, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (current === group && name === key) return value;
  }
}

// lib/repo/summary.ts
import { readdir } from "node:fs/promises";
import { endianness } from "node:os";
import { join as join2 } from "node:path";

// lib/host/clock.ts
function nowSeconds() {
  return Math.floor(Date.now() / 1e3);
}

// lib/repo/summary.ts
var SUMMARY = tuple(
  array(tuple(string, tuple(uint64, bytes, vardict))),
  vardict
), OTHERS = ["deltas", "refs/mirrors", "refs/remotes"];
async function makeSummary(repoPath, changes = /* @__PURE__ */ new Map()) {
  let { mode, hasCollection, hasTombstones } = await readRepositoryConfig(repoPath), found = await readBranches(repoPath);
  if (hasCollection || found === void 0) return;
  for (let name of OTHERS) if (!await isEmpty(join2(repoPath, name))) return;
  let branches = new Map([...found, ...changes]), entries = [];
  for (let ref of [...branches.keys()].sort(compareBytes)) {
    let entry2 = await entryOf(repoPath, ref, branches.get(ref) ?? "").catch(() => {
    });
    if (entry2 === void 0) return;
    entries.push(entry2);
  }
  let metadata = [
    ["ostree.summary.mode", typed(string, mode === "archive" ? "archive-z2" : mode)],
    ["ostree.summary.last-modified", typed(uint64, BigInt(nowSeconds()))],
    ["ostree.summary.tombstone-commits", typed(boolean, hasTombstones)],
    ["ostree.summary.indexed-deltas", typed(boolean, !0)]
  ];
  return { object: serialise(SUMMARY, [entries, metadata]), branches };
}
async function entryOf(repoPath, ref, commit) {
  let object = await readObject(repoPath, commit, "commit"), { metadata, timestampSeconds } = parseCommit(object), version = metadata.find(([key]) => key === "version")?.[1], said = [];
  return version?.codec.signature === string.signature && said.push(["ostree.commit.version", version]), said.push(["ostree.commit.timestamp", typed(uint64, BigInt(timestampSeconds))]), [ref, [inMachineOrder(object.length), checksumBytes(commit), said]];
}
function inMachineOrder(value) {
  let order = Buffer.alloc(8);
  return endianness() === "LE" ? order.writeBigUInt64LE(BigInt(value)) : order.writeBigUInt64BE(BigInt(value)), order.readBigUInt64BE();
}
async function isEmpty(path) {
  return (await readdir(path).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  })).length === 0;
}

// lib/repo/signatures.ts
import { readFile as readFile2, rm } from "node:fs/promises";
import { join as join3 } from "node:path";
var SIGNATURES_KEY = "ostree.gpgsigs", MAX_SIGNATURE_BYTES = 64 * 1024, opaque = { ...bytes, signature: "v", alignment: 8 }, DETACHED = array(entry(string, opaque)), SIGNATURES = array(bytes);
async function signCommit(repoPath, commit, key, log) {
  let object = await readObject(repoPath, commit, "commit"), path = objectPath(commit, "commitmeta"), before = await readDetached(join3(repoPath, path)), signatures = signaturesOf(before, join3(repoPath, path)), made = await sign(object, key, log), after = withSignatures(before, [...signatures, made]);
  await replaceRepositoryFile(repoPath, path, serialise(DETACHED, after));
}
async function updateSummary(repoPath, log, made) {
  let path = join3(repoPath, "summary.sig");
  await rm(path, { force: !0 }).catch((error) => {
    throw explainFileError(error, path);
  });
  let object = made ?? (await makeSummary(repoPath))?.object;
  object !== void 0 ? await replaceRepositoryFile(repoPath, "summary", object) : await runTool(["ostree", `--repo=${repoPath}`, "summary", "--update"], { log });
}
async function signSummary(repoPath, key, log, made) {
  let signature = made ?? await sign(await readFile2(join3(repoPath, "summary")), key, log);
  await replaceRepositoryFile(
    repoPath,
    "summary.sig",
    serialise(DETACHED, withSignatures([], [signature]))
  );
}
async function readDetached(path) {
  try {
    return DETACHED.read(await readFile2(path));
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
  readRepositoryConfig,
  makeSummary,
  signCommit,
  updateSummary,
  signSummary,
  sign
};
