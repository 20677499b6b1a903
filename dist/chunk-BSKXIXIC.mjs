import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readTool
} from "./chunk-BRZL2H2V.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  BuildError
} from "./chunk-S6FOOEAW.mjs";

// lib/sign/checksums.ts
var CHECKSUMS_NAME = "SHA256SUMS";
var MAX_CHECKSUMS_BYTES = 16 * 1024 * 1024;
function formatChecksums(files) {
  return [...files].sort((a, b) => compareBytes(a.name, b.name)).map(({ name, sha256 }) => {
    const escaped = escapeName(name);
    return `${escaped === name ? "" : "\\"}${sha256}  ${escaped}
`;
  }).join("");
}
function parseChecksums(text, source) {
  if (text !== "" && !text.endsWith("\n")) throw malformed(source, 0, "it is cut short");
  const names = /* @__PURE__ */ new Set();
  return text.split("\n").slice(0, -1).map((line, index) => {
    const [, escaped, sha256 = "", written = ""] = /^(\\?)([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sha256 === "") throw malformed(source, index + 1, "expected a SHA-256 and a name");
    const name = escaped === "" ? written : unescapeName(written);
    const isSafe = name.split("/").every((part) => !["", ".", ".."].includes(part));
    if (!isSafe) throw malformed(source, index + 1, `${JSON.stringify(name)} leads elsewhere`);
    if (names.has(name)) throw malformed(source, index + 1, `${name} is there twice`);
    names.add(name);
    return { name, sha256 };
  });
}
var ESCAPES = [
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"]
];
function escapeName(name) {
  return ESCAPES.reduce((text, [plain, escaped]) => text.replaceAll(plain, escaped), name);
}
function unescapeName(name) {
  return name.replaceAll(
    /\\[\\nr]/g,
    (found) => ESCAPES.find(([, escaped]) => escaped === found)?.[0] ?? found
  );
}
function malformed(source, line, what) {
  return new BuildError("CHECKSUMS_MALFORMED", `${source} is no SHA256SUMS: ${what}`, {
    place: { file: source, ...line === 0 ? {} : { line } }
  });
}

// lib/build/outputs.ts
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
var PARTS = ["images", "containers", "keys", "build-state.json"];
var MAX_FILES = 5e4;
var MAX_DEPTH = 32;
function listOutputs(outDir) {
  return listFiles(outDir, PARTS);
}
async function listLogs(folder) {
  const names = await readdir(folder);
  return names.filter((name) => /^[^.].*\.(log|png)$/.test(name)).sort(compareBytes);
}
async function listFiles(folder, names) {
  const found = [];
  const visit = async (name, depth) => {
    const path = join(folder, name);
    const status = await lstat(path).catch(() => void 0);
    if (status?.isFile() === true) found.push({ name, path, sizeBytes: status.size });
    if (found.length > MAX_FILES || depth > MAX_DEPTH) {
      throw new BuildError(
        "TOO_MANY_FILES",
        `${folder} has more than ${MAX_FILES} files, or folders deeper than ${MAX_DEPTH}`
      );
    }
    if (status?.isDirectory() !== true) return;
    for (const child of await readdir(path)) {
      if (!child.startsWith(".")) await visit(`${name}/${child}`, depth + 1);
    }
  };
  for (const name of names) await visit(name, 0);
  return found.sort((a, b) => compareBytes(a.name, b.name));
}

// lib/host/ostree-refs.ts
async function listRefs(repoPath) {
  const refs = await readTool(["ostree", `--repo=${repoPath}`, "refs"]);
  const names = refs.split("\n").filter((line) => line !== "").sort();
  const found = [];
  for (const ref of names) {
    const commit = await readTool(["ostree", `--repo=${repoPath}`, "rev-parse", ref]);
    found.push({ ref, commit: commit.trim() });
  }
  return found;
}

export {
  listRefs,
  CHECKSUMS_NAME,
  MAX_CHECKSUMS_BYTES,
  formatChecksums,
  parseChecksums,
  listOutputs,
  listLogs,
  listFiles
};
