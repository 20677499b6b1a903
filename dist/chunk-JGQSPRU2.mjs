import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  assertNoFaults,
  assertRelative,
  createValidator,
  parseDocument,
  pathBeside,
  readRemix,
  readSource,
  resolveExternal,
  treefile_schema_default
} from "./chunk-DC543OIF.mjs";
import {
  remixError
} from "./chunk-PRTFM5JL.mjs";
import {
  HttpClient
} from "./chunk-O7QQU6TQ.mjs";
import {
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  ConfigError,
  formatPlace
} from "./chunk-V2UHH4L7.mjs";

// lib/build/workspace.ts
import { join as join3 } from "node:path";

// lib/host/store.ts
import { join } from "node:path";
var Store = class {
  path;
  constructor(path) {
    this.path = path;
  }
  rpm(sha256Hex) {
    return join(this.path, "rpms", `${sha256Hex}.rpm`);
  }
  /** The folder of packages without compression. */
  get unpacked() {
    return join(this.path, "unpacked");
  }
  /** An RPM with the right SHA-256 whose signature was not looked at yet. */
  unverifiedRpm(sha256Hex) {
    return join(this.path, "tmp", `${sha256Hex}.rpm`);
  }
  /** The bytes so far of an RPM. */
  partialRpm(sha256Hex) {
    return join(this.path, "tmp", `${sha256Hex}.part`);
  }
  /** The note that a package is signed by one of the keys whose digest is `keys`. */
  verified(keys, sha256Hex) {
    return join(this.path, "verified", keys, sha256Hex);
  }
  repodata(sha256Hex) {
    return join(this.path, "repodata", sha256Hex);
  }
  solv(key) {
    return join(this.path, "solv", key);
  }
  stage(stage, key) {
    return join(this.path, "stages", stage, key);
  }
};

// lib/remix/treefile.ts
import { dirname as dirname2, resolve } from "node:path";

// lib/remix/package-list.ts
function splitPackages(text, place) {
  let parts = text.split("'");
  if (parts.length % 2 === 0)
    throw remixError("BAD_VALUE", `a single quote does not end: ${text}`, place);
  return parts.flatMap((part, index) => index % 2 === 1 ? [part] : part.split(/\s+/)).filter((name) => name !== "");
}

// lib/remix/treefile-schema.ts
var TREEFILE_KEYS = new Map(
  Object.entries(treefile_schema_default.properties).map(([name, key]) => [name, treefileKey(name, key)])
), CLIENT_KEYS = [
  "base-refspec",
  "container-image-reference",
  "packages-local",
  "packages-local-fileoverride",
  "override-remove",
  "ex-override-replace",
  "override-replace-local",
  "override-commit",
  "initramfs",
  "custom",
  "unconfigured-state"
], CLIENT_HINT = "It is for the origin of a deployed client, not for composing.", validateTreefile = createValidator(
  treefile_schema_default,
  Object.fromEntries(CLIENT_KEYS.map((key) => [key, CLIENT_HINT]))
);
function treefileKey(name, key) {
  let target = key["x-alias"], meaning = target === void 0 ? key : treefile_schema_default.properties[target] ?? key;
  return {
    name,
    merge: meaning["x-merge"] ?? "first",
    description: meaning.description ?? "",
    ...target === void 0 ? {} : { alias: target },
    envsubst: meaning["x-envsubst"] === !0,
    external: meaning["x-external"] === !0,
    deprecated: meaning.deprecated === !0
  };
}

// lib/remix/variables.ts
var RESERVED_VARIABLES = ["basearch", "releasever"];
function substituteVariables(text, variables) {
  return text.replace(/\$\{([^{}$]*)\}/g, (whole, name) => {
    let value = variables.get(name);
    return value === void 0 ? whole : String(value);
  });
}
function referencedVariables(text) {
  return [...text.matchAll(/\$\{([^{}$]*)\}/g)].map((match) => match[1] ?? "");
}
function assertVariable(name, value, place) {
  if (RESERVED_VARIABLES.includes(name)) {
    let hint = name === "releasever" ? 'Use the key "releasever".' : void 0;
    throw remixError(
      "RESERVED_VARIABLE",
      `variable "${name}" is filled in automatically`,
      place,
      hint
    );
  }
  for (let text of [name, String(value)]) {
    let forbidden = /[${}]/.exec(text)?.[0];
    if (forbidden !== void 0)
      throw remixError(
        "BAD_VALUE",
        `variables.${name}: "${forbidden}" may not stand in a variable`,
        place
      );
  }
}

// lib/remix/treefile-fields.ts
var TreefileFields = class {
  #layer;
  #variables;
  constructor(layer, variables) {
    this.#layer = layer, this.#variables = variables;
  }
  item(key) {
    return this.#layer.single.get(key);
  }
  items(key) {
    return this.#layer.lists.get(key) ?? [];
  }
  text(key) {
    let value = this.item(key)?.value;
    return value === void 0 ? void 0 : this.#substitute(key, String(value));
  }
  flag(key, otherwise) {
    let value = this.item(key)?.value;
    return typeof value == "boolean" ? value : otherwise;
  }
  /** One of the values of an enum; the schema's own list holds it. */
  choice(key, otherwise) {
    return this.text(key) ?? otherwise;
  }
  /** A list of strings. */
  texts(key) {
    return this.items(key).map(({ value }) => String(value));
  }
  map(key) {
    let entries = [...this.#layer.maps.get(key) ?? []];
    return Object.fromEntries(
      entries.sort(([a], [b]) => a < b ? -1 : 1).map(([name, { value }]) => [
        name,
        typeof value == "string" ? this.#substitute(key, value) : value
      ])
    );
  }
  placeInMap(key, name) {
    return this.#layer.maps.get(key)?.get(name)?.place;
  }
  /** Place of each element; of the outermost file's where several have it. */
  origins(key) {
    return new Map(this.items(key).map(({ value, place }) => [String(value), place]));
  }
  #substitute(key, text) {
    return TREEFILE_KEYS.get(key)?.envsubst === !0 ? substituteVariables(text, this.#variables) : text;
  }
};

// lib/remix/treefile-groups.ts
function isGroupRequest(request) {
  return request.startsWith("@");
}
function collectGroups(groups, packages) {
  let found = /* @__PURE__ */ new Map(), add = (request, optional2, origin) => {
    let name = request.id.replace(/^@/, ""), before = found.get(name), blacklist = /* @__PURE__ */ new Set([...before?.blacklist ?? [], ...request.blacklist ?? []]);
    found.set(name, {
      id: name.replace(/^\^/, ""),
      kind: name.startsWith("^") ? "environment" : "group",
      optional: optional2 || before?.optional === !0,
      blacklist: [...blacklist].sort(compareBytes),
      origin: before?.origin ?? origin
    });
  };
  for (let { value, place } of groups) {
    let request = typeof value == "string" ? { id: value } : value;
    add(request, request.optional ?? !0, place);
  }
  for (let { value, place } of packages)
    isGroupRequest(String(value)) && add({ id: String(value) }, !1, place);
  return [...found.values()];
}

// lib/remix/treefile-build.ts
async function buildTreefile(loaded, context) {
  let { layer, variables } = loaded, fields = new TreefileFields(layer, variables), releasever = fields.text("releasever"), rojig = rojigOf(fields.item("rojig"), (text) => substituteVariables(text, variables));
  return {
    path: context.path,
    directory: context.directory,
    files: loaded.files,
    basearch: context.basearch,
    edition: fields.choice("edition", "2014"),
    variables: Object.fromEntries(variables),
    packages: sortedSet(fields.texts("packages").filter((request) => !isGroupRequest(request))),
    groups: collectGroups(fields.items("groups"), fields.items("packages")),
    excludePackages: fields.texts("exclude-packages"),
    repos: fields.texts("repos"),
    repoPackages: collapseRepoPackages(fields.items("repo-packages")),
    lockfileRepos: fields.texts("lockfile-repos"),
    ...releasever === void 0 ? {} : { releasever },
    repovars: fields.map("repovars"),
    recommends: fields.flag("recommends", !0),
    documentation: fields.flag("documentation", !0),
    installLangs: fields.texts("install-langs"),
    ...optional("ref", fields.text("ref")),
    metadata: fields.map("metadata"),
    addCommitMetadata: fields.map("add-commit-metadata"),
    ...optional("automaticVersionPrefix", fields.text("automatic-version-prefix")),
    automaticVersionSuffix: fields.text("automatic-version-suffix") ?? ".",
    ...optional("mutateOsRelease", fields.text("mutate-os-release")),
    ...optional("gpgKey", fields.text("gpg-key")),
    repoMetadata: fields.choice("repo-metadata", "inline"),
    advisoriesMetadata: fields.choice(
      "advisories-metadata",
      "inline"
    ),
    containerCmd: fields.item("container-cmd")?.value ?? [],
    ...rojig === void 0 ? {} : { rojig },
    ...optional("platformModule", fields.text("platform-module")),
    container: fields.flag("container", !1),
    selinux: fields.flag("selinux", !0),
    selinuxLabelVersion: fields.item("selinux-label-version")?.value === 1 ? 1 : 0,
    ima: fields.flag("ima", !1),
    ignoreDevices: fields.flag("ignore-devices", !0),
    bootLocation: fields.choice("boot-location", "new"),
    tmpIsDir: fields.flag("tmp-is-dir", !1),
    optUsrlocal: optUsrlocalOf(fields.text("opt-usrlocal")),
    machineidCompat: fields.flag("machineid-compat", !0),
    noInitramfs: fields.flag("no-initramfs", !1),
    initramfsArgs: fields.texts("initramfs-args"),
    // rpm-ostree writes whatever the tree's librpm understands for each of the old formats.
    rpmdb: fields.text("rpmdb") === "host" ? "host" : "target",
    rpmdbNormalize: fields.flag("rpmdb-normalize", !1),
    readonlyExecutables: fields.flag("readonly-executables", !1),
    cliwrap: fields.flag("cliwrap", !1),
    cliwrapBinaries: fields.texts("cliwrap-binaries"),
    units: fields.texts("units"),
    ...optional("defaultTarget", fields.text("default-target")),
    sysusers: fields.choice("sysusers", "compose-auto"),
    etcGroupMembers: fields.texts("etc-group-members"),
    preservePasswd: fields.flag("preserve-passwd", !0),
    checkPasswd: await accountCheck(fields.item("check-passwd"), "check-passwd", context, userIds),
    checkGroups: await accountCheck(fields.item("check-groups"), "check-groups", context, Number),
    ignoreRemovedUsers: sortedSet(fields.texts("ignore-removed-users")),
    ignoreRemovedGroups: sortedSet(fields.texts("ignore-removed-groups")),
    postprocess: fields.items("postprocess").map(({ value, place }) => ({ script: String(value), origin: place })),
    ...optional(
      "postprocessScript",
      await externalPath(fields.item("postprocess-script"), "postprocess-script", context)
    ),
    addFiles: await addFiles(fields.items("add-files"), context),
    removeFiles: fields.texts("remove-files"),
    removeFromPackages: fields.items("remove-from-packages").map(removeFromPackage),
    ostreeLayers: fields.texts("ostree-layers"),
    ostreeOverrideLayers: fields.texts("ostree-override-layers"),
    origins: {
      packages: fields.origins("packages"),
      excludePackages: fields.origins("exclude-packages"),
      repos: fields.origins("repos")
    },
    warnings: loaded.warnings
  };
}
function optional(key, value) {
  return value === void 0 ? {} : { [key]: value };
}
function sortedSet(values) {
  return [...new Set(values)].sort(compareBytes);
}
function optUsrlocalOf(value) {
  return value === "state-overlay" || value === "stateoverlay" ? "stateoverlay" : value === "root" ? "root" : "var";
}
function collapseRepoPackages(items) {
  let seen = /* @__PURE__ */ new Set(), kept = [];
  for (let { value, place } of items.toReversed()) {
    let { repo, packages } = value, mine = sortedSet(packages.flatMap((element) => splitPackages(element, place))).filter(
      (name) => !seen.has(name)
    );
    for (let name of mine) seen.add(name);
    mine.length > 0 && kept.push({ repo, packages: mine });
  }
  return kept.reverse();
}
function removeFromPackage({ value }) {
  let [name = "", ...patterns] = value;
  return { package: name, patterns };
}
function rojigOf(item, substitute) {
  if (item === void 0) return;
  let rojig = item.value;
  return {
    ...rojig,
    name: substitute(rojig.name),
    summary: substitute(rojig.summary),
    ...rojig.description === void 0 ? {} : { description: substitute(rojig.description) }
  };
}
async function accountCheck(item, key, context, idsOf) {
  if (item === void 0) return { type: "previous" };
  let check = item.value;
  switch (check.type) {
    case "none":
    case "previous":
      return { type: check.type };
    case "file":
      return { type: "file", path: await external(check.filename ?? "", key, item, context) };
    case "data": {
      let entries = Object.entries(check.entries ?? {}).sort(([a], [b]) => compareBytes(a, b));
      return {
        type: "data",
        entries: Object.fromEntries(entries.map(([name, value]) => [name, idsOf(value)]))
      };
    }
  }
}
function userIds(value) {
  let [uid = 0, gid = uid] = [value].flat();
  return { uid, gid };
}
async function externalPath(item, key, context) {
  return item === void 0 ? void 0 : external(String(item.value), key, item, context);
}
async function addFiles(items, context) {
  let files = [];
  for (let item of items) {
    let [source = "", destination = ""] = item.value;
    files.push({
      source: await external(source, "add-files", item, context),
      destination: `/${destination.replace(/^\/+/, "")}`
    });
  }
  return files;
}
function external(path, key, item, context) {
  return resolveExternal({
    path,
    key,
    place: item.place,
    directory: item.directory,
    root: context.directory
  });
}

// lib/remix/treefile-check.ts
import { constants } from "node:fs";
import { access } from "node:fs/promises";
var ADD_FILES_PREFIXES = ["usr/", "etc/", "bin/", "sbin/", "lib/", "lib64/"], REF = /^[\p{L}\p{N}_][-._\p{L}\p{N}]*(\/[\p{L}\p{N}_][-._\p{L}\p{N}]*)*$/u;
async function assertTreefile(treefile, fields) {
  assertNotExcluded(treefile), assertRepovars(treefile, fields), assertRef(treefile, fields);
  for (let { value, place } of fields.items("add-files"))
    assertDestination(String(value[1]), place);
  for (let { value, place } of fields.items("remove-files"))
    assertRemovable(String(value), place);
  for (let { value, place } of fields.items("remove-from-packages"))
    for (let pattern of value.slice(1)) assertPattern(pattern, place);
  if (!treefile.machineidCompat && treefile.units.length > 0) {
    let hint = "Ship a file in /usr/lib/systemd/system-preset instead.", place = fields.items("units")[0]?.place;
    throw remixError(
      "CONFLICTING_KEYS",
      '"units" does not go with machineid-compat: false',
      place,
      hint
    );
  }
  treefile.postprocessScript !== void 0 && await access(treefile.postprocessScript, constants.X_OK).catch(() => {
    let place = fields.item("postprocess-script")?.place, hint = `Run: chmod +x ${treefile.postprocessScript}`;
    throw remixError(
      "FILE_UNREADABLE",
      `postprocess-script: ${treefile.postprocessScript} is not executable`,
      place,
      hint
    );
  });
}
function substitutionWarnings(fields, known) {
  let names = [...known], warnings = [];
  for (let key of TREEFILE_KEYS.values())
    if (!(!key.envsubst || key.merge !== "first" || typeof fields.item(key.name)?.value != "string"))
      for (let variable of referencedVariables(fields.text(key.name) ?? "")) {
        let near = nearestName(variable, names), hint = near === void 0 ? "" : ` Did you mean "${near}"?`, place = fields.item(key.name)?.place;
        warnings.push({
          message: `${key.name}: variable "${variable}" is not defined and stays as it is.${hint}`,
          place
        });
      }
  for (let [name, value] of Object.entries(fields.map("repovars"))) {
    let place = fields.placeInMap("repovars", name);
    if (place === void 0 || referencedVariables(String(value)).length === 0) continue;
    let message = `repovars.${name}: \${...} is not replaced here and reaches the .repo files as it is`;
    warnings.push({ message, place });
  }
  return warnings;
}
function assertNotExcluded(treefile) {
  let { packages, excludePackages } = treefile.origins;
  for (let [name, place] of packages) {
    let excluded = excludePackages.get(name);
    if (excluded === void 0) continue;
    let message = `"${name}" is both in packages and in exclude-packages (${formatPlace(excluded)})`;
    throw remixError("CONFLICTING_KEYS", message, place);
  }
}
function assertRepovars(treefile, fields) {
  for (let name of ["releasever", "basearch"])
    if (Object.hasOwn(treefile.repovars, name)) {
      let hint = name === "releasever" ? 'Use the key "releasever".' : "It is filled in automatically.";
      throw remixError(
        "RESERVED_VARIABLE",
        `repovars cannot set "${name}"`,
        fields.placeInMap("repovars", name),
        hint
      );
    }
}
function assertRef(treefile, fields) {
  let { ref } = treefile;
  if (ref === void 0 || REF.test(ref)) return;
  let place = fields.item("ref")?.place, [missing] = referencedVariables(ref);
  if (missing !== void 0) {
    let near = nearestName(missing, Object.keys(treefile.variables)), hint2 = near === void 0 ? 'Define it under "variables".' : `Did you mean "${near}"?`;
    throw remixError(
      "UNDEFINED_VARIABLE",
      `ref: variable "${missing}" is not defined`,
      place,
      hint2
    );
  }
  throw remixError("BAD_VALUE", `ref: "${ref}" is not a name that OSTree takes`, place, 'Letters, digits, "-", "." and "_", in parts divided by "/".');
}
function assertDestination(path, place) {
  let below = path.replace(/^\/+/, "");
  if (ADD_FILES_PREFIXES.some((prefix) => below.startsWith(prefix)) && !below.startsWith("usr/local/") && !below.split("/").includes("..") && !below.endsWith("/")) return;
  throw remixError("PATH_UNSAFE", `add-files: ${path} cannot be put into a tree`, place, "It must be a file in /usr (not /usr/local), /etc, /bin, /sbin, /lib or /lib64.");
}
function assertRemovable(path, place) {
  if (!path.startsWith("/") && !path.split("/").includes("..") && !/^[./]*$/.test(path)) return;
  throw remixError(
    "PATH_UNSAFE",
    `remove-files: ${path} is not a path inside the tree`,
    place,
    "Write it relative to the root of the tree: usr/share/info."
  );
}
function assertPattern(pattern, place) {
  try {
    new RegExp(pattern);
  } catch (error) {
    let message = error instanceof Error ? error.message : String(error);
    throw remixError("BAD_VALUE", `remove-from-packages: ${message}`, place);
  }
}

// lib/remix/treefile-include.ts
import { readdir, realpath } from "node:fs/promises";
import { basename, dirname, extname, join as join2 } from "node:path";

// lib/remix/condition.ts
function parseCondition(text, place) {
  let match = /^\s*([A-Za-z0-9_]+)\s*([=!<>]+)\s*(true|false|[0-9]+|"(.*)")\s*$/.exec(text), [, variable, operator, literal, quoted] = match ?? [];
  if (variable === void 0 || literal === void 0 || !isOperator(operator))
    throw remixError("BAD_CONDITION", `not a condition: ${text}`, place, "Write a variable, one of == != < <= > >=, and a number, true, false or a string in double quotes.");
  return { variable, operator, value: literalValue(literal, quoted) };
}
function evaluateCondition(condition, variables, place) {
  let { variable, operator, value } = condition, actual = variables.get(variable);
  if (actual === void 0) {
    let near = nearestName(variable, variables.keys()), hint = near === void 0 ? 'Define it under "variables" in this file or in one that includes it.' : `Did you mean "${near}"?`;
    throw remixError("UNDEFINED_VARIABLE", `variable "${variable}" is not defined`, place, hint);
  }
  if (typeof actual != typeof value) {
    let message = `variable "${variable}" is ${typeName(actual)}, compared with ${typeName(value)}`, hint = typeof actual == "string" ? `Compare with "${value}", in double quotes.` : void 0;
    throw remixError("BAD_CONDITION", message, place, hint);
  }
  let equal = actual === value;
  if (operator === "==" || operator === "!=") return equal === (operator === "==");
  if (typeof actual != "number" || typeof value != "number") {
    let message = `${operator} compares numbers, and "${variable}" is ${typeName(actual)}`;
    throw remixError("BAD_CONDITION", message, place, "Use == or !=.");
  }
  return (operator.startsWith("<") ? actual < value : actual > value) || operator.endsWith("=") && equal;
}
function isOperator(text) {
  return text !== void 0 && ["==", "!=", "<", "<=", ">", ">="].includes(text);
}
function literalValue(literal, quoted) {
  return quoted !== void 0 ? quoted : literal === "true" || literal === "false" ? literal === "true" : Number(literal);
}
function typeName(value) {
  return `${typeof value == "string" ? "the string" : typeof value == "number" ? "the number" : "the boolean"} ${JSON.stringify(value)}`;
}

// lib/remix/treefile-layer.ts
function emptyLayer() {
  return { single: /* @__PURE__ */ new Map(), lists: /* @__PURE__ */ new Map(), maps: /* @__PURE__ */ new Map() };
}
function mergeLayer(outer, included) {
  for (let [key, item] of included.single)
    outer.single.has(key) || outer.single.set(key, item);
  for (let [key, items] of included.lists)
    outer.lists.set(key, [...items, ...outer.lists.get(key) ?? []]);
  for (let [key, map] of included.maps)
    outer.maps.set(key, new Map([...map, ...outer.maps.get(key) ?? []]));
}

// lib/remix/kickstart.ts
function parseKickstart(text, file, directory) {
  let layer = emptyLayer(), packages = [], excludes = [], includes = [], section;
  for (let [index, raw] of text.split(/\r?\n/).entries()) {
    let place = { file, line: index + 1, column: 1 }, line = raw.trim();
    if (line === "" || raw.startsWith("#")) continue;
    let [verb = "", ...args] = line.split(/\s+/);
    if (section !== void 0)
      if (line === "%end") section = void 0;
      else {
        if (line.startsWith("%"))
          throw remixError("SYNTAX", `${verb} inside %packages`, place, "Write %end first.");
        line.startsWith("-") ? excludes.push({ value: line.slice(1), place, directory }) : packages.push({ value: line, place, directory });
      }
    else if (verb === "%packages") {
      section = place;
      for (let arg of args) {
        if (arg !== "--exclude-weakdeps")
          throw remixError("SYNTAX", `%packages does not know ${arg}`, place);
        layer.single.set("recommends", { value: !1, place, directory });
      }
    } else if (verb === "%include" && args.length === 1)
      includes.push({ path: args[0] ?? "", place });
    else
      throw remixError("SYNTAX", `not understood: ${line}`, place, 'Only "%include <path>" and "%packages [--exclude-weakdeps] ... %end" are known here.');
  }
  if (section !== void 0) throw remixError("SYNTAX", "%packages without %end", section);
  return layer.lists.set("packages", packages), layer.lists.set("exclude-packages", excludes), { layer, includes, conditionals: [], variables: /* @__PURE__ */ new Map(), warnings: [] };
}

// lib/remix/treefile-implied.ts
var CONTAINER_IMPLIES = {
  "boot-location": "modules",
  selinux: !1,
  "tmp-is-dir": !0,
  "preserve-passwd": !1,
  "check-passwd": { type: "none" },
  "check-groups": { type: "none" }
}, EDITION_2024_IMPLIES = {
  "boot-location": "modules",
  "tmp-is-dir": !0
};
function applyImplied(layer) {
  imply(layer, "container", !0, CONTAINER_IMPLIES, !0), imply(layer, "edition", "2024", EDITION_2024_IMPLIES, !1);
}
function imply(layer, key, value, implied, always) {
  let cause = layer.single.get(key);
  if (cause?.value === value)
    for (let [name, item] of Object.entries(implied))
      (always || !layer.single.has(name)) && layer.single.set(name, { ...cause, value: item });
}

// lib/remix/treefile-keys.ts
var FOREIGN_ARCHES = ["armhfp", "i386", "i686", "loongarch64", "ppc64"], TreefileKeyReader = class {
  warnings = [];
  #document;
  #directory;
  #basearch;
  constructor(document, directory, basearch) {
    this.#document = document, this.#directory = directory, this.#basearch = basearch;
  }
  /** Sorts the keys of a treefile, or of one in place at `path`, by how they merge. */
  read(keys, path) {
    let layer = emptyLayer();
    for (let [name, value] of Object.entries(keys)) {
      let key = TREEFILE_KEYS.get(name), at = [...path, name];
      key === void 0 ? this.#readArchPackages(layer, name, value, at) : key.merge !== "file" && this.#readKey(layer, this.#canonical(key, keys, at), value, at);
    }
    return layer;
  }
  /** Returns the name that counts, and speaks of old names. */
  #canonical(key, keys, path) {
    let place = this.#document.placeOfKey(path), name = key.alias ?? key.name;
    if (key.alias !== void 0 && keys[key.alias] !== void 0)
      throw remixError(
        "CONFLICTING_KEYS",
        `"${key.name}" and "${key.alias}" are two spellings of one key`,
        place
      );
    return key.deprecated && this.warn(`"${name}" is deprecated: ${key.description}`, place), TREEFILE_KEYS.get(name) ?? key;
  }
  #readKey(layer, key, value, path) {
    if (key.merge === "first")
      layer.single.set(key.name, this.#item(value, path));
    else if (key.merge === "map") {
      let entries = Object.entries(value);
      layer.maps.set(
        key.name,
        new Map(entries.map(([name, item]) => [name, this.#item(item, [...path, name])]))
      );
    } else key.name === "packages" || key.name === "bootstrap-packages" ? this.#addPackages(layer, value, path) : layer.lists.set(
      key.name,
      value.map((item, index) => this.#item(item, [...path, index]))
    );
  }
  #readArchPackages(layer, name, value, path) {
    let arch = /^packages-(.+)$/.exec(name)?.[1];
    if (!(arch === void 0 || !Array.isArray(value))) {
      if (arch === this.#basearch)
        this.#addPackages(layer, value, path);
      else if (![...BASEARCHES, ...FOREIGN_ARCHES].includes(arch)) {
        let near = nearestName(arch, BASEARCHES), hint = near === void 0 ? "" : ` Did you mean "packages-${near}"?`;
        this.warn(
          `"${name}" is for no architecture that Treesmith knows.${hint}`,
          this.#document.placeOfKey(path)
        );
      }
    }
  }
  #addPackages(layer, elements, path) {
    let added = elements.flatMap((element, index) => {
      let item = this.#item(element, [...path, index]);
      return splitPackages(element, item.place).map((value) => ({ ...item, value }));
    });
    layer.lists.set("packages", [...layer.lists.get("packages") ?? [], ...added]);
  }
  warn(message, place) {
    this.warnings.push({ message, place });
  }
  #item(value, path) {
    return { value, place: this.#document.placeOf(path), directory: this.#directory };
  }
};

// lib/remix/treefile-parse.ts
function parseTreefile(document, directory, basearch) {
  return new TreefileParser(document, directory, basearch).parse();
}
var TreefileParser = class {
  #document;
  #basearch;
  #reader;
  constructor(document, directory, basearch) {
    this.#document = document, this.#basearch = basearch, this.#reader = new TreefileKeyReader(document, directory, basearch);
  }
  parse() {
    let { value } = this.#document;
    if (!isRecord(value))
      throw remixError(
        "WRONG_TYPE",
        "expected a treefile: a mapping of keys to values",
        this.#document.placeOf([])
      );
    let keys = withoutEmpty(value);
    this.#assertSchema(keys);
    let layer = this.#reader.read(keys, []);
    return this.#assertBasearch(layer), applyImplied(layer), {
      layer,
      includes: [
        ...this.#includes(keys.include, ["include"]),
        ...this.#archIncludes(keys["arch-include"])
      ],
      conditionals: this.#conditionals(keys["conditional-include"]),
      variables: this.#variables(keys),
      warnings: this.#reader.warnings
    };
  }
  #assertSchema(keys) {
    let faults = validateTreefile(this.#document, keys), ignored = this.#document.format === "json" ? faults.filter((fault) => fault.code === "UNKNOWN_KEY") : [];
    for (let fault of ignored)
      /^(comment|_|#|\/\/)/.test(String(fault.path.at(-1))) || this.#reader.warn(`${fault.message} is ignored. ${fault.hint ?? ""}`.trim(), fault.place);
    assertNoFaults(faults.filter((fault) => !ignored.includes(fault)));
  }
  #includes(value, path) {
    return value === void 0 ? [] : typeof value == "string" ? [{ path: value, place: this.#document.placeOf(path) }] : value.map((file, index) => ({
      path: file,
      place: this.#document.placeOf([...path, index])
    }));
  }
  #archIncludes(value) {
    return this.#includes(value?.[this.#basearch], [
      "arch-include",
      this.#basearch
    ]);
  }
  #conditionals(value) {
    return (value ?? []).map((entry, index) => {
      let path = ["conditional-include", index], listed = typeof entry.if != "string", conditions = [entry.if].flat().map((text, nth) => {
        let place = this.#document.placeOf([...path, "if", ...listed ? [nth] : []]);
        return { condition: parseCondition(text, place), place };
      }), includePath = [...path, "include"];
      return isRecord(entry.include) ? { conditions, files: [], inline: this.#inline(entry.include, includePath) } : { conditions, files: this.#includes(entry.include, includePath), inline: void 0 };
    });
  }
  /** The keys of a treefile in place. What rpm-ostree would drop without a word is an error here. */
  #inline(value, path) {
    let keys = withoutEmpty(value);
    for (let [name, item] of Object.entries(keys)) {
      let key = TREEFILE_KEYS.get(name), namesFile = key?.external === !0 || isRecord(item) && /^check-/.test(name) && item.type === "file";
      if (key?.merge === "file" || namesFile) {
        let hint = "Put it into a file of its own and include that.", place = this.#document.placeOfKey([...path, name]);
        throw remixError(
          "INLINE_EXTERNAL",
          `"${name}" cannot stand in a treefile in place`,
          place,
          hint
        );
      }
    }
    return this.#reader.read(keys, path);
  }
  #variables(keys) {
    let variables = /* @__PURE__ */ new Map();
    for (let [name, value] of Object.entries(
      keys.variables ?? {}
    ))
      assertVariable(name, value, this.#document.placeOfKey(["variables", name])), variables.set(name, value);
    let releasever = keys.releasever;
    return releasever !== void 0 && variables.set("releasever", releasever), variables;
  }
  #assertBasearch(layer) {
    let item = layer.single.get("basearch");
    if (item === void 0 || item.value === this.#basearch) return;
    let message = `this treefile is for ${String(item.value)}, not for ${this.#basearch}`;
    throw remixError("BASEARCH_MISMATCH", message, item.place);
  }
};
function withoutEmpty(value) {
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry) => entry[1] !== null && entry[1] !== void 0
    )
  );
}
function isRecord(value) {
  return value !== null && typeof value == "object" && !Array.isArray(value);
}

// lib/remix/treefile-include.ts
var MAX_DEPTH = 50, MAX_FILES = 500, MAX_FILE_BYTES = 512 * 1024;
async function loadTreefile(path, basearch, variables) {
  let loader = new Loader(basearch, variables);
  return { layer: await loader.load(path, 0), files: loader.files, variables: loader.variables, warnings: loader.warnings };
}
var Loader = class {
  files = [];
  variables;
  warnings = [];
  #basearch;
  /** Identity of each file read, to the place that asked for it. */
  #seen = /* @__PURE__ */ new Map();
  #finalizeFolders = /* @__PURE__ */ new Set();
  constructor(basearch, variables) {
    this.#basearch = basearch, this.variables = new Map([...variables, ["basearch", basearch]]);
  }
  /** `path` is also how messages call the file; `place` is where it was asked for. */
  async load(path, depth, place) {
    let parsed = await this.#parse(path, place);
    this.warnings.push(...parsed.warnings, ...await this.#finalizeWarnings(path));
    for (let [variable, value] of parsed.variables)
      this.variables.has(variable) || this.variables.set(variable, value);
    let includes = [...parsed.includes, ...this.#applyConditions(parsed)];
    for (let include of includes) {
      if (depth === MAX_DEPTH)
        throw remixError(
          "INCLUDE_TOO_DEEP",
          `includes are nested deeper than ${MAX_DEPTH} levels`,
          include.place
        );
      assertRelative(include.path, "include", include.place);
      let included = await pathBeside(path, include.path);
      mergeLayer(parsed.layer, await this.load(included, depth + 1, include.place));
    }
    return parsed.layer;
  }
  /** rpm-ostree runs what is executable in `finalize.d` on the host, as root and without a sandbox. */
  async #finalizeWarnings(path) {
    let folder = join2(dirname(path), "finalize.d");
    return this.#finalizeFolders.has(folder) ? [] : (this.#finalizeFolders.add(folder), (await readdir(folder).catch(() => [])).length === 0 ? [] : [{ message: `${folder} is left out: Treesmith runs nothing outside the sandbox. Use "postprocess".`, place: { file: path } }]);
  }
  async #parse(path, place) {
    let { text, identity } = await readSource(path, path, MAX_FILE_BYTES, place);
    if (this.#seen.has(identity)) {
      let first = this.#seen.get(identity), where = first === void 0 ? "as the outermost file" : `from ${first.file}:${first.line}`;
      throw remixError("INCLUDE_TWICE", `${path} was included already, ${where}`, place);
    }
    if (this.#seen.set(identity, place), this.#seen.size > MAX_FILES)
      throw remixError("INCLUDE_TOO_DEEP", `more than ${MAX_FILES} treefiles are included`, place);
    let directory = await realpath(dirname(path));
    this.files.push(join2(directory, basename(path)));
    let extension = extname(path);
    return extension === ".ks" ? parseKickstart(text, path, directory) : parseTreefile(parseDocument(text, path, extension === ".yaml" || extension === ".yml" ? "yaml" : "json"), directory, this.#basearch);
  }
  /** Merges keys in place that count, and returns the files that do. */
  #applyConditions(parsed) {
    return parsed.conditionals.flatMap(({ conditions, files, inline }) => conditions.map(
      ({ condition, place }) => evaluateCondition(condition, this.variables, place)
    ).includes(!1) ? [] : (inline !== void 0 && mergeLayer(parsed.layer, inline), files));
  }
};

// lib/remix/treefile.ts
async function readTreefile(path, options) {
  let { basearch } = options, loaded = await loadTreefile(
    path,
    basearch,
    new Map(Object.entries(options.variables ?? {}))
  ), absolute = resolve(path), treefile = await buildTreefile(loaded, {
    path: absolute,
    directory: dirname2(absolute),
    basearch
  }), fields = new TreefileFields(loaded.layer, loaded.variables);
  return await assertTreefile(treefile, fields), {
    ...treefile,
    warnings: [...loaded.warnings, ...substitutionWarnings(fields, loaded.variables.keys())]
  };
}

// lib/build/workspace.ts
async function openWorkspace(options, log) {
  let remix = await readRemix(options.remixPath), architectures = remix.architectures.filter(
    (basearch) => options.basearch === void 0 || basearch === options.basearch
  );
  if (architectures.length === 0)
    throw new ConfigError(
      "ARCHITECTURE_NOT_IN_REMIX",
      `${options.basearch} is not an architecture of this remix, which has ${remix.architectures.join(", ")}`,
      { place: { file: remix.path } }
    );
  let treefiles = /* @__PURE__ */ new Map();
  for (let basearch of remix.architectures) {
    let treefile = await readTreefile(remix.treefile, { basearch });
    treefiles.set(basearch, treefile);
  }
  let warned = /* @__PURE__ */ new Set();
  for (let { message, place } of [...treefiles.values()].flatMap(({ warnings }) => warnings)) {
    let once = `${place.file}:${place.line}:${message}`;
    warned.has(once) || log.warn(message, place), warned.add(once);
  }
  return {
    ...options,
    remix,
    treefiles,
    architectures,
    store: new Store(options.storePath),
    http: new HttpClient(),
    log,
    repoPath: repositoryPath(options.outDir)
  };
}
function repositoryPath(outDir) {
  return join3(outDir, "repo");
}

export {
  openWorkspace,
  repositoryPath
};
