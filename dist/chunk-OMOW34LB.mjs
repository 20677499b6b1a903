import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatPath,
  parseDocument,
  readSource
} from "./chunk-DC543OIF.mjs";
import {
  remixError
} from "./chunk-PRTFM5JL.mjs";
import {
  isBasearch
} from "./chunk-FPEYAMT3.mjs";
import {
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";

// lib/remix/block-yaml.ts
var LINE = /^( *)(- )?([A-Za-z_][A-Za-z0-9_-]*):(?: (.+))?$/, WHOLE_NUMBER = /^(0|[1-9][0-9]{0,15})$/, PLAIN = /^[A-Za-z0-9][A-Za-z0-9._+~^:/=@%-]*$/, LOOKS_OTHERWISE = [
  /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i,
  // Numbers with exponents, in bases, in sixties; dates.
  /^[0-9][0-9._]*([eE][+-]?[0-9]*)?$/,
  /^0[xXoObB][0-9a-fA-F_]*$/,
  /^[0-9][0-9_]*(:[0-9]+)+(\.[0-9_]*)?$/,
  /^[0-9]{4}-[0-9]{1,2}(-|$)/,
  /:$/
];
function formatScalar(value) {
  return typeof value == "number" || isPlain(value) ? String(value) : JSON.stringify(value);
}
function parseBlockYaml(text) {
  try {
    return new BlockParser(text).parse();
  } catch (error) {
    if (error instanceof NotPlain) return;
    throw error;
  }
}
var NotPlain = class extends Error {
}, BlockParser = class {
  #lines;
  #next = 0;
  constructor(text) {
    this.#lines = text.split(`
`).filter((line) => line !== "" && line !== "---" && !line.startsWith("#")).map(parseLine);
  }
  parse() {
    let value = this.#mapping(0, 0);
    if (this.#next !== this.#lines.length) throw new NotPlain();
    return value;
  }
  /** A mapping whose keys stand at `indent`; its first line may follow a dash. */
  #mapping(indent, depth) {
    if (depth > 8) throw new NotPlain();
    let entries = /* @__PURE__ */ new Map();
    for (let line = this.#lines[this.#next]; line?.indent === indent && !(line.dash && entries.size > 0); line = this.#lines[this.#next]) {
      if (entries.has(line.key)) throw new NotPlain();
      this.#next += 1, entries.set(
        line.key,
        line.rest === void 0 ? this.#block(indent, depth) : parseScalar(line.rest)
      );
    }
    return Object.fromEntries(entries);
  }
  /** What stands under a key at `indent`. */
  #block(indent, depth) {
    let line = this.#lines[this.#next];
    if (line === void 0) throw new NotPlain();
    if (!line.dash) {
      if (line.indent <= indent) throw new NotPlain();
      return this.#mapping(line.indent, depth + 1);
    }
    if (line.indent !== indent + 2) throw new NotPlain();
    let items = [];
    for (let item = line; item?.dash === !0 && item.indent === line.indent; )
      items.push(this.#mapping(line.indent, depth + 1)), item = this.#lines[this.#next];
    return items;
  }
};
function parseLine(text) {
  let [, indent, dash, key, rest] = LINE.exec(text) ?? [];
  if (indent === void 0 || key === void 0) throw new NotPlain();
  return { indent: indent.length + (dash?.length ?? 0), dash: dash !== void 0, key, rest };
}
function parseScalar(text) {
  if (text === "[]") return [];
  if (WHOLE_NUMBER.test(text)) return Number(text);
  if (isPlain(text)) return text;
  if (!/^"([^"\\]|\\.)*"$/.test(text)) throw new NotPlain();
  try {
    return JSON.parse(text);
  } catch {
    throw new NotPlain();
  }
}
function isPlain(text) {
  return PLAIN.test(text) && !LOOKS_OTHERWISE.some((pattern) => pattern.test(text));
}

// lib/remix/lockfile-check.ts
var HINT = 'Lockfiles are not written by hand. Run "treesmith lock".';
function checkLockfile(value, locate) {
  return new LockfileChecker(locate).lockfile(value);
}
var LockfileChecker = class {
  #locate;
  constructor(locate) {
    this.#locate = locate;
  }
  lockfile(value) {
    let fields = this.#mapping(value, []);
    fields.lockfileVersion !== 1 && this.#fail(["lockfileVersion"], "1", fields.lockfileVersion), fields.lockfileVendor !== "redhat" && this.#fail(["lockfileVendor"], "redhat", fields.lockfileVendor);
    let arches = this.#list(fields.arches, ["arches"]).map(
      (item, index) => this.#arch(item, ["arches", index])
    );
    return this.#assertDiffer(
      arches.map(({ arch }) => arch),
      (index) => ["arches", index, "arch"]
    ), {
      lockfileVersion: 1,
      lockfileVendor: "redhat",
      arches,
      treesmith: this.#origin(fields.treesmith, ["treesmith"])
    };
  }
  #arch(value, path) {
    let fields = this.#mapping(value, path), arch = this.#text(fields, path, "arch", /^[a-z0-9_]+$/, "a base architecture");
    isBasearch(arch) || this.#fail([...path, "arch"], "a base architecture that Treesmith knows", arch);
    let packages = this.#packages(fields.packages, [...path, "packages"]), source = this.#packages(fields.source ?? [], [...path, "source"]), modules = this.#list(fields.module_metadata ?? [], [...path, "module_metadata"]);
    return modules.length > 0 && this.#fail(
      [...path, "module_metadata"],
      "an empty list (modules are not supported)",
      modules
    ), { arch, packages, source, module_metadata: [] };
  }
  #packages(value, path) {
    let packages = this.#list(value, path).map(
      (item, index) => this.#package(item, [...path, index])
    );
    return this.#assertDiffer(
      packages.map(({ name, evr, arch }) => `${name}-${evr}.${arch}`),
      (index) => [...path, index, "name"]
    ), packages;
  }
  #package(value, path) {
    let fields = this.#mapping(value, path), signer = fields.signer;
    return {
      url: this.#url(fields, path),
      repoid: this.#text(fields, path, "repoid", /^[^\s/]+$/, "the id of a repository"),
      size: this.#count(fields, path, "size"),
      checksum: this.#text(
        fields,
        path,
        "checksum",
        /^sha256:[0-9a-f]{64}$/,
        "sha256: and 64 hex digits"
      ),
      name: this.#text(
        fields,
        path,
        "name",
        /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/,
        "the name of a package"
      ),
      evr: this.#text(
        fields,
        path,
        "evr",
        /^([0-9]+:)?[A-Za-z0-9._+~^]+-[A-Za-z0-9._+~^]+$/,
        "[epoch:]version-release"
      ),
      sourcerpm: this.#text(
        fields,
        path,
        "sourcerpm",
        /^$|^[A-Za-z0-9._+~^-]+\.(no)?src\.rpm$/,
        "the name of a source RPM"
      ),
      arch: this.#text(fields, path, "arch", /^[a-z0-9_]+$/, "an RPM architecture"),
      buildtime: this.#count(fields, path, "buildtime"),
      ...signer === void 0 ? {} : {
        signer: this.#text(
          fields,
          path,
          "signer",
          /^([0-9A-F]{40}|[0-9A-F]{64})$/,
          "a fingerprint in upper case"
        )
      }
    };
  }
  #origin(value, path) {
    if (value === void 0)
      throw remixError("BAD_LOCKFILE", '"treesmith" is missing: another tool wrote this lockfile', this.#locate([]), HINT);
    let fields = this.#mapping(value, path), repositories = this.#list(fields.repositories, [...path, "repositories"]).map(
      (item, index) => this.#repository(item, [...path, "repositories", index])
    );
    return {
      inputHash: this.#text(fields, path, "inputHash", /^[0-9a-f]{64}$/, "64 hex digits"),
      repositories
    };
  }
  #repository(value, path) {
    let fields = this.#mapping(value, path);
    return {
      repoid: this.#text(fields, path, "repoid", /^[^\s/]+$/, "the id of a repository"),
      arch: this.#text(fields, path, "arch", /^[a-z0-9_]+$/, "a base architecture"),
      repomd: this.#text(
        fields,
        path,
        "repomd",
        /^sha256:[0-9a-f]{64}$/,
        "sha256: and 64 hex digits"
      ),
      // createrepo_c writes a number there unless told otherwise.
      revision: String(fields.revision ?? "")
    };
  }
  #url(fields, path) {
    let text = this.#text(fields, path, "url", /^[\x21-\x7e]+$/, "a URL"), url = URL.parse(text);
    return (!(url !== null && ["http:", "https:", "file:"].includes(url.protocol)) || url.username !== "" || url.password !== "") && this.#fail([...path, "url"], "an http, https or file URL without user and password", text), text;
  }
  #text(fields, path, key, pattern, expected) {
    let value = fields[key];
    return (typeof value != "string" || !pattern.test(value)) && this.#fail([...path, key], expected, value), value;
  }
  #count(fields, path, key) {
    let value = fields[key];
    return (typeof value != "number" || !Number.isSafeInteger(value) || value < 0) && this.#fail([...path, key], "a whole number, 0 or more", value), value;
  }
  #mapping(value, path) {
    return (value === null || typeof value != "object" || Array.isArray(value)) && this.#fail(path, "a mapping", value), value;
  }
  #list(value, path) {
    return Array.isArray(value) || this.#fail(path, "a list", value), value;
  }
  #assertDiffer(names, pathOf) {
    let seen = /* @__PURE__ */ new Set();
    for (let [index, name] of names.entries()) {
      if (seen.has(name))
        throw remixError(
          "BAD_LOCKFILE",
          `${name} stands here twice`,
          this.#locate(pathOf(index)),
          HINT
        );
      seen.add(name);
    }
  }
  #fail(path, expected, value) {
    let got = value === void 0 ? "nothing" : (JSON.stringify(value) ?? "nothing").slice(0, 80), name = path.length === 0 ? "the lockfile" : formatPath(path);
    throw remixError(
      "BAD_LOCKFILE",
      `${name}: expected ${expected}, got ${got}`,
      this.#locate(path),
      HINT
    );
  }
};

// lib/remix/lockfile.ts
var MAX_FILE_BYTES = 64 * 1024 * 1024, HEAD = `---
# Written by "treesmith lock". What is changed by hand is lost with the next lock.
`;
function parseLockfile(text, file) {
  let value = parseBlockYaml(text) ?? parseDocument(text, file, "yaml").value;
  return checkLockfile(value, (path) => parseDocument(text, file, "yaml").placeOf(path));
}
function formatLockfile(lockfile) {
  let arches = lockfile.arches.toSorted((a, b) => compareBytes(a.arch, b.arch)), repositories = lockfile.treesmith.repositories.toSorted(
    (a, b) => compareBytes(a.repoid, b.repoid) || compareBytes(a.arch, b.arch)
  );
  return [
    HEAD,
    formatFields("", {
      lockfileVersion: lockfile.lockfileVersion,
      lockfileVendor: lockfile.lockfileVendor
    }),
    arches.length === 0 ? `arches: []
` : `arches:
`,
    ...arches.map(formatArch),
    `treesmith:
`,
    formatFields("  ", { inputHash: lockfile.treesmith.inputHash }),
    repositories.length === 0 ? `  repositories: []
` : `  repositories:
`,
    ...repositories.map(
      ({ repoid, arch, repomd, revision }) => formatItem("  ", { repoid, arch, repomd, revision })
    )
  ].join("");
}
async function readLockfile(path) {
  let { text } = await readSource(path, path, MAX_FILE_BYTES);
  return parseLockfile(text, path);
}
async function writeLockfile(path, lockfile) {
  await writeFileAtomic(path, formatLockfile(lockfile));
}
function formatArch({ arch, packages, source }) {
  return [
    `- arch: ${arch}
`,
    formatPackages("packages", packages),
    formatPackages("source", source),
    `  module_metadata: []
`
  ].join("");
}
function formatPackages(key, packages) {
  if (packages.length === 0) return `  ${key}: []
`;
  let nevra = ({ name, evr, arch }) => `${name}-${evr}.${arch}`, sorted = packages.toSorted((a, b) => compareBytes(nevra(a), nevra(b)));
  return `  ${key}:
${sorted.map((locked) => formatItem("  ", orderFields(locked))).join("")}`;
}
function orderFields(locked) {
  let { url, repoid, size, checksum, name, evr, sourcerpm, arch, buildtime, signer } = locked, known = { url, repoid, size, checksum, name, evr, sourcerpm, arch, buildtime };
  return signer === void 0 ? known : { ...known, signer };
}
function formatItem(indent, fields) {
  return `${indent}- ${formatFields(`${indent}  `, fields).slice(indent.length + 2)}`;
}
function formatFields(indent, fields) {
  return Object.entries(fields).map(([key, value]) => `${indent}${key}: ${formatScalar(value)}
`).join("");
}

export {
  formatLockfile,
  readLockfile,
  writeLockfile
};
