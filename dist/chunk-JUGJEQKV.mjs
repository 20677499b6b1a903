import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatEvr,
  formatNevra,
  parseEvr
} from "./chunk-QPRYW2CT.mjs";
import {
  groupBy
} from "./chunk-IXJ4NE6I.mjs";
import {
  isBasearch
} from "./chunk-FBAQSP4E.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";

// lib/build/build-state.ts
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

// lib/plan/build-state.ts
var MAX_STATE_BYTES = 16 * 1024 * 1024;
var MAX_OUTPUTS = 1e4;
var DIGEST = /^[0-9a-f]{64}$/;
function parseBuildState(text, source) {
  const value = parseJson(text, source);
  const fields = objectOf(value, source, "the file");
  if (fields["version"] !== 1) {
    throw badState(source, `version: expected 1, got ${describe(fields["version"])}`);
  }
  assertKeys(fields, ["version", "remix", "outputs"], source, "the file");
  const remix = textOf(fields["remix"], /^[a-z0-9][a-z0-9._-]*$/, source, "remix");
  const outputs = objectOf(fields["outputs"], source, "outputs");
  const entries = Object.entries(outputs);
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
  const outputs = Object.entries(state.outputs).sort(([a], [b]) => compareBytes(a, b));
  const { version, remix } = state;
  return `${JSON.stringify({ version, remix, outputs: Object.fromEntries(outputs) }, null, 2)}
`;
}
function parseOutput(id, value, source) {
  const where = `outputs[${JSON.stringify(id)}]`;
  const [, basearch = ""] = /^(\w+)\/(?:commit|(?:image|container)\/[a-z0-9][\w.-]*)$/.exec(id) ?? [];
  if (!isBasearch(basearch)) throw badState(source, `${where} is no output of a remix`);
  const fields = objectOf(value, source, where);
  const digest = (key) => optional(fields, key, DIGEST, source, where);
  assertKeys(fields, ["inputHash", "commit", "ref", "packages", "sha256"], source, where);
  const packages = fields["packages"];
  if (packages !== void 0 && !isTexts(packages)) {
    throw badState(source, `${where}.packages: expected a list of texts`);
  }
  return {
    inputHash: textOf(fields["inputHash"], DIGEST, source, `${where}.inputHash`),
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
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value;
  }
  throw badState(source, `${where}: expected an object, got ${describe(value)}`);
}
function assertKeys(fields, known, source, where) {
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (unknown === void 0) return;
  throw badState(source, `${where}: unknown key ${JSON.stringify(unknown)}`);
}
function optional(fields, key, shape, source, where) {
  if (fields[key] === void 0) return {};
  return { [key]: textOf(fields[key], shape, source, `${where}.${key}`) };
}
function textOf(value, shape, source, where) {
  if (typeof value === "string" && shape.test(value)) return value;
  throw badState(source, `${where}: got ${describe(value)}`);
}
function isTexts(value) {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
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
  const [old, now] = [byName(before), byName(after)];
  const names = [.../* @__PURE__ */ new Set([...old.keys(), ...now.keys()])].sort(compareBytes);
  const changed = names.filter((name) => old.get(name)?.evras !== now.get(name)?.evras);
  const [first] = changed;
  if (first === void 0) return void 0;
  const text = describeChange(first, old.get(first), now.get(first));
  return changed.length === 1 ? text : `${text} and ${changed.length - 1} more`;
}
function describeChange(name, before, after) {
  if (before === void 0) return `${name} ${after?.evrs} added`;
  if (after === void 0) return `${name} ${before.evrs} removed`;
  const key = before.evrs === after.evrs ? "evras" : "evrs";
  return `${name} ${before[key]} \u2192 ${after[key]}`;
}
function byName(packages) {
  const names = groupBy(packages, ({ name }) => plain(name));
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
function buildState({ remix }, lockfile, { commits, images }, kept = {}) {
  const outputs = {};
  const ids = new Set(
    remix.architectures.flatMap((basearch) => [
      outputId(basearch, "commit"),
      ...remix.images.map(({ name }) => outputId(basearch, "image", name)),
      ...remix.containers.map(({ name }) => outputId(basearch, "container", name))
    ])
  );
  for (const [id, output] of Object.entries(kept)) if (ids.has(id)) outputs[id] = output;
  for (const { basearch, ref, commit, inputHash } of commits) {
    const locked = lockfile.arches.find(({ arch }) => arch === basearch);
    const packages = locked === void 0 ? {} : { packages: formatPackages(lockedNevras(locked)) };
    outputs[outputId(basearch, "commit")] = { inputHash, commit, ref, ...packages };
  }
  for (const { basearch, name, sha256, inputHash } of images) {
    outputs[outputId(basearch, "image", name)] = { inputHash, sha256 };
  }
  return { version: 1, remix: remix.name, outputs };
}
async function recordBuildState(workspace, lockfile, outcomes) {
  const path = join(workspace.outDir, BUILD_STATE);
  const before = await readBuildState(path);
  const kept = before?.remix === workspace.remix.name ? before.outputs : {};
  await writeBuildState(path, buildState(workspace, lockfile, outcomes, kept));
}
async function writeBuildState(path, state) {
  await makeFolder(dirname(path));
  await writeFileAtomic(path, formatBuildState(state));
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
    return void 0;
  }
}

export {
  MAX_STATE_BYTES,
  parseBuildState,
  describePackages,
  BUILD_STATE,
  recordBuildState,
  outputId,
  lockedNevras
};
