import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  nearestName
} from "./chunk-6YHPK4EX.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";

// lib/runner/inputs.ts
import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
var MAX_LINKS = 40;
function inputReader({ env, workspace, mask }) {
  const text = (name) => {
    const value = env[variableOf(name)]?.trim() ?? "";
    return value === "" ? void 0 : value;
  };
  const lines = (name) => (text(name) ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return {
    text: (name) => {
      const value = text(name);
      if (value?.includes("\n") === true) throw invalid(name, "one line", value);
      return value;
    },
    lines,
    boolean: (name) => {
      const value = text(name);
      if (value !== void 0 && /^(true|True|TRUE)$/.test(value)) return true;
      if (value !== void 0 && /^(false|False|FALSE)$/.test(value)) return false;
      throw invalid(name, "true or false", value);
    },
    oneOf: (name, values) => assertOneOf(name, text(name), values),
    someOf: (name, values) => {
      const found = lines(name).map((line) => assertOneOf(name, line, values));
      if (found.length === 0) throw invalid(name, `lines of ${values.join(", ")}`, void 0);
      return [...new Set(found)];
    },
    path: (name) => {
      const value = text(name);
      if (value === void 0) throw invalid(name, "a path", void 0);
      return pathInside(workspace, value, name);
    },
    optionalPath: (name) => {
      const value = text(name);
      return value === void 0 ? void 0 : pathInside(workspace, value, name);
    },
    count: (name, least) => {
      const value = text(name);
      if (value === void 0) return void 0;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= least) return number;
      throw invalid(name, `a whole number of at least ${least}`, value);
    },
    secret: (name) => {
      const value = (env[variableOf(name)] ?? "").replace(/[\r\n]+$/, "");
      if (value.trim() === "") return void 0;
      mask(value);
      return value;
    }
  };
}
function assertKnownInputs(env, names) {
  const known = new Set(names.map(variableOf));
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith("INPUT_") || known.has(variable)) continue;
    const name = variable.slice("INPUT_".length).toLowerCase();
    const nearest = nearestName(name, names);
    throw new ConfigError("INPUT_UNKNOWN", `there is no input "${name}"`, {
      hint: nearest === void 0 ? `The inputs are: ${names.join(", ")}.` : `Is "${nearest}" meant? The inputs are: ${names.join(", ")}.`
    });
  }
}
function pathInside(folder, path, what) {
  const absolute = resolve(folder, path);
  const inside = relative(realpathSync(folder), followLinks(absolute));
  if (inside !== ".." && !inside.startsWith("../")) return absolute;
  throw new ConfigError(
    "PATH_OUTSIDE_WORKSPACE",
    `${what}: ${JSON.stringify(path)} leads out of the workspace ${folder}`,
    { hint: "Use a path below the checked-out repository." }
  );
}
function followLinks(path, links = 0) {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    if (parent === path || links > MAX_LINKS) return path;
    const place = join(followLinks(parent, links), basename(path));
    const target = linkTarget(place);
    return target === void 0 ? place : followLinks(resolve(dirname(place), target), links + 1);
  }
}
function linkTarget(path) {
  try {
    return readlinkSync(path);
  } catch {
    return void 0;
  }
}
function variableOf(name) {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}
function assertOneOf(name, value, values) {
  const found = values.find((known) => known === value);
  if (found !== void 0) return found;
  throw invalid(name, values.join(", "), value);
}
function invalid(name, expected, value) {
  const got = value === void 0 ? "nothing" : JSON.stringify(value.slice(0, 100));
  return new ConfigError(
    "INPUT_INVALID",
    `input ${name}: expected ${expected}, got ${got}`
  );
}

export {
  inputReader,
  assertKnownInputs,
  pathInside
};
