import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import {
  digestHex
} from "./chunk-G4JM7VSD.mjs";
import {
  formatEvr,
  formatNevra,
  parseEvr
} from "./chunk-77DXW6FU.mjs";
import {
  isBasearch
} from "./chunk-FPEYAMT3.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/build/build-state.ts
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

// lib/plan/build-state.ts
var MAX_STATE_BYTES = 16 * 1024 * 1024, MAX_OUTPUTS = 1e4, DIGEST = /^[0-9a-f]{64}$/;
function parseBuildState(text, source) {
  let value = parseJson(text, source), fields = objectOf(value, source, "the file");
  if (fields.version !== 1)
    throw badState(source, `version: expected 1, got ${describe(fields.version)}`);
  assertKeys(fields, ["version", "remix", "outputs"], source, "the file");
  let remix = textOf(fields.remix, /^[a-z0-9][a-z0-9._-]*$/, source, "remix"), outputs = objectOf(fields.outputs, source, "outputs"), entries = Object.entries(outputs);
  if (entries.length > MAX_OUTPUTS) throw badState(source, `more than ${MAX_OUTPUTS} outputs`);
  return {
    version: 1,
    remix,
    outputs: Object.fromEntries(
      entries.map(([id, output]) => [id, parseOutput(id, output, source)])
    )
  };
}
function formatBuildState(state) {
  let outputs = Object.entries(state.outputs).sort(([a], [b]) => compareBytes(a, b)), { version, remix } = state;
  return `${JSON.stringify({ version, remix, outputs: Object.fromEntries(outputs) }, null, 2)}
`;
}
function parseOutput(id, value, source) {
  let where = `outputs[${JSON.stringify(id)}]`, [, basearch = ""] = /^(\w+)\/(?:commit|(?:image|container)\/[a-z0-9][\w.-]*)$/.exec(id) ?? [];
  if (!isBasearch(basearch)) throw badState(source, `${where} is no output of a remix`);
  let fields = objectOf(value, source, where), digest = (key) => optional(fields, key, DIGEST, source, where);
  assertKeys(fields, ["inputHash", "commit", "ref", "packages", "sha256"], source, where);
  let packages = fields.packages;
  if (packages !== void 0 && !isTexts(packages))
    throw badState(source, `${where}.packages: expected a list of texts`);
  return {
    inputHash: textOf(fields.inputHash, DIGEST, source, `${where}.inputHash`),
    ...digest("commit"),
    ...optional(fields, "ref", /^[\w.][\w./-]*$/, source, where),
    ...packages === void 0 ? {} : { packages },
    ...digest("sha256")
  };
}
function parseJson(text, source) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badState(source, `not JSON: ${cause instanceof Error ? cause.message : ""}`);
  }
}
function objectOf(value, source, where) {
  if (typeof value == "object" && value !== null && !Array.isArray(value))
    return value;
  throw badState(source, `${where}: expected an object, got ${describe(value)}`);
}
function assertKeys(fields, known, source, where) {
  let unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown !== void 0)
    throw badState(source, `${where}: unknown key ${JSON.stringify(unknown)}`);
}
function optional(fields, key, shape, source, where) {
  return fields[key] === void 0 ? {} : { [key]: textOf(fields[key], shape, source, `${where}.${key}`) };
}
function textOf(value, shape, source, where) {
  if (typeof value == "string" && shape.test(value)) return value;
  throw badState(source, `${where}: got ${describe(value)}`);
}
function isTexts(value) {
  return Array.isArray(value) && value.every((item) => typeof item == "string");
}
function describe(value) {
  return (JSON.stringify(value) ?? "nothing").slice(0, 80);
}
function badState(source, what) {
  return new ConfigError("BAD_BUILD_STATE", `${source} is no build state: ${what}`, {
    hint: "Expected the build-state.json that a build of this remix wrote; --force plans without it."
  });
}

// lib/plan/package-list.ts
function formatPackages(packages) {
  return packages.map(formatNevra).sort(compareBytes);
}
function describePackages(before, after) {
  let [old, now] = [byName(before), byName(after)], changed = [.../* @__PURE__ */ new Set([...old.keys(), ...now.keys()])].sort(compareBytes).filter((name) => old.get(name)?.evras !== now.get(name)?.evras), [first] = changed;
  if (first === void 0) return;
  let text = describeChange(first, old.get(first), now.get(first));
  return changed.length === 1 ? text : `${text} and ${changed.length - 1} more`;
}
function describeChange(name, before, after) {
  if (before === void 0) return `${name} ${after?.evrs} added`;
  if (after === void 0) return `${name} ${before.evrs} removed`;
  let key = before.evrs === after.evrs ? "evras" : "evrs";
  return `${name} ${before[key]} \u2192 ${after[key]}`;
}
function byName(packages) {
  let names = groupBy(packages, ({ name }) => plain(name));
  return new Map(
    [...names].map(([name, found]) => [
      name,
      {
        evrs: listed(found.map(formatEvr)),
        evras: listed(found.map((nevra) => `${formatEvr(nevra)}.${nevra.arch}`))
      }
    ])
  );
}
function listed(versions) {
  return [...new Set(versions.map(plain))].sort(compareBytes).join(", ");
}
function plain(text) {
  return text.replace(/[^A-Za-z0-9._+~^:-]/gu, "?").slice(0, 120);
}

// lib/build/build-state.ts
var BUILD_STATE = "build-state.json";
function buildState({ remix }, lockfile, { commits, images, containers }, kept = {}) {
  let outputs = {}, ids = new Set(
    remix.architectures.flatMap((basearch) => [
      outputId(basearch, "commit"),
      ...remix.images.map(({ name }) => outputId(basearch, "image", name)),
      ...remix.containers.map(({ name }) => outputId(basearch, "container", name))
    ])
  );
  for (let [id, output] of Object.entries(kept)) ids.has(id) && (outputs[id] = output);
  for (let { basearch, ref, commit, inputHash } of commits) {
    let locked = lockfile.arches.find(({ arch }) => arch === basearch), packages = locked === void 0 ? {} : { packages: formatPackages(lockedNevras(locked)) };
    outputs[outputId(basearch, "commit")] = { inputHash, commit, ref, ...packages };
  }
  for (let { basearch, name, sha256, inputHash } of images)
    outputs[outputId(basearch, "image", name)] = { inputHash, sha256 };
  for (let { basearch, name, digest, inputHash } of containers)
    outputs[outputId(basearch, "container", name)] = { inputHash, sha256: digestHex(digest) };
  return { version: 1, remix: remix.name, outputs };
}
async function recordBuildState(workspace, lockfile, outcomes) {
  let path = join(workspace.outDir, BUILD_STATE), before = await readBuildState(path), kept = before?.remix === workspace.remix.name ? before.outputs : {};
  await writeBuildState(path, buildState(workspace, lockfile, outcomes, kept));
}
async function writeBuildState(path, state) {
  await makeFolder(dirname(path)), await writeFileAtomic(path, formatBuildState(state));
}
function outputId(basearch, kind, name = "") {
  return [basearch, kind, ...kind === "commit" ? [] : [name]].join("/");
}
function lockedNevras({ packages }) {
  return packages.map(({ name, evr, arch }) => ({ name, ...parseEvr(evr), arch }));
}
async function readBuildState(path) {
  try {
    return parseBuildState(await readFile(path, "utf8"), path);
  } catch {
    return;
  }
}

export {
  describePackages,
  MAX_STATE_BYTES,
  parseBuildState,
  BUILD_STATE,
  recordBuildState,
  outputId,
  lockedNevras
};
