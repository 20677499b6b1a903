import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/runner/inputs.ts
import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
var MAX_LINKS = 40;
function inputReader({ env, workspace, mask }) {
  let text = (name) => {
    let value = env[variableOf(name)]?.trim() ?? "";
    return value === "" ? void 0 : value;
  }, lines = (name) => (text(name) ?? "").split(`
`).map((line) => line.trim()).filter((line) => line !== "");
  return {
    text: (name) => {
      let value = text(name);
      if (value?.includes(`
`) === !0) throw invalid(name, "one line", value);
      return value;
    },
    lines,
    boolean: (name) => {
      let value = text(name);
      if (value !== void 0 && /^(true|True|TRUE)$/.test(value)) return !0;
      if (value !== void 0 && /^(false|False|FALSE)$/.test(value)) return !1;
      throw invalid(name, "true or false", value);
    },
    oneOf: (name, values) => assertOneOf(name, text(name), values),
    someOf: (name, values) => {
      let found = lines(name).map((line) => assertOneOf(name, line, values));
      if (found.length === 0) throw invalid(name, `lines of ${values.join(", ")}`, void 0);
      return [...new Set(found)];
    },
    path: (name) => {
      let value = text(name);
      if (value === void 0) throw invalid(name, "a path", void 0);
      return pathInside(workspace, value, name);
    },
    optionalPath: (name) => {
      let value = text(name);
      return value === void 0 ? void 0 : pathInside(workspace, value, name);
    },
    count: (name, least) => {
      let value = text(name);
      if (value === void 0) return;
      let number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= least) return number;
      throw invalid(name, `a whole number of at least ${least}`, value);
    },
    secret: (name) => {
      let value = (env[variableOf(name)] ?? "").replace(/[\r\n]+$/, "");
      if (value.trim() !== "")
        return mask(value), value;
    }
  };
}
function assertKnownInputs(env, names) {
  let known = new Set(names.map(variableOf));
  for (let variable of Object.keys(env)) {
    if (!variable.startsWith("INPUT_") || known.has(variable)) continue;
    let name = variable.slice(6).toLowerCase(), nearest = nearestName(name, names);
    throw new ConfigError("INPUT_UNKNOWN", `there is no input "${name}"`, {
      hint: nearest === void 0 ? `The inputs are: ${names.join(", ")}.` : `Is "${nearest}" meant? The inputs are: ${names.join(", ")}.`
    });
  }
}
function pathInside(folder, path, what) {
  let absolute = resolve(folder, path), inside = relative(realpathSync(folder), followLinks(absolute));
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
    let parent = dirname(path);
    if (parent === path || links > MAX_LINKS) return path;
    let place = join(followLinks(parent, links), basename(path)), target = linkTarget(place);
    return target === void 0 ? place : followLinks(resolve(dirname(place), target), links + 1);
  }
}
function linkTarget(path) {
  try {
    return readlinkSync(path);
  } catch {
    return;
  }
}
function variableOf(name) {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}
function assertOneOf(name, value, values) {
  let found = values.find((known) => known === value);
  if (found !== void 0) return found;
  throw invalid(name, values.join(", "), value);
}
function invalid(name, expected, value) {
  let got = value === void 0 ? "nothing" : JSON.stringify(value.slice(0, 100));
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
