import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  require_saxes
} from "./chunk-MRV3FBH2.mjs";
import {
  readSource
} from "./chunk-DC543OIF.mjs";
import {
  remixError
} from "./chunk-PRTFM5JL.mjs";
import {
  redactUrl
} from "./chunk-MMSKSHK2.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __toESM
} from "./chunk-FIQGJKUD.mjs";

// lib/remix/repositories.ts
import { readdir } from "node:fs/promises";
import { join } from "node:path";

// lib/rpm/repo-file.ts
function parseRepoFile(text, file) {
  return [...readSections(text, file)].filter(([id]) => id !== "main").map(([id, { options, line }]) => defineRepository(id, options, { file, line }));
}
function readSections(text, file) {
  let sections = /* @__PURE__ */ new Map(), section, last;
  for (let [index, raw] of text.replace(/^\uFEFF/, "").split(/\r?\n/).entries()) {
    let line = index + 1, trimmed = raw.trim();
    if (trimmed === "" || /^[#;]/.test(trimmed)) continue;
    let header = /^\[([^\]]*)\]\s*(?:[#;].*)?$/.exec(trimmed);
    if (header !== null) {
      let id = (header[1] ?? "").trim();
      if (!/^[\w.:@~+-]+$/.test(id)) throw bad(file, line, `[${id}] is no repository id`);
      if (sections.has(id)) throw bad(file, line, `[${id}] stands there twice`);
      section = { line, options: /* @__PURE__ */ new Map() }, sections.set(id, section), last = void 0;
    } else {
      if (section === void 0)
        throw bad(file, line, `expected [repository-id], got ${JSON.stringify(trimmed)}`);
      if (/^\s/.test(raw) && last !== void 0)
        section.options.get(last)?.values.push(trimmed);
      else {
        let separator = trimmed.search(/[=:]/);
        if (separator < 1)
          throw bad(file, line, `expected key=value, got ${JSON.stringify(trimmed)}`);
        last = trimmed.slice(0, separator).trim().toLowerCase();
        let before = section.options.get(last), value = trimmed.slice(separator + 1).trim();
        if (before !== void 0 && (before.values.length > 1 || before.values[0] !== value))
          throw bad(file, line, `${last} stands there twice, first in line ${before.line}`);
        section.options.set(last, { values: [value], line });
      }
    }
  }
  return sections;
}
function textOf({ values }) {
  let value = values.join(`
`).trim();
  return /^(["'])([\s\S]*)\1$/.exec(value)?.[2] ?? value;
}
function defineRepository(id, options, place) {
  let fail = (name2, expected) => {
    let option = options.get(name2), got = JSON.stringify(option && textOf(option));
    return bad(place.file, option?.line ?? place.line, `${name2}: expected ${expected}, got ${got}`);
  }, text = (name2) => {
    let option = options.get(name2);
    return option === void 0 ? void 0 : textOf(option) || void 0;
  }, list = (name2) => (text(name2) ?? "").split(/[\s,]+/).filter((item) => item !== ""), flag = (name2, otherwise) => {
    let value = text(name2)?.toLowerCase();
    if (value === void 0) return otherwise;
    if (["1", "yes", "true", "on", "enabled"].includes(value)) return !0;
    if (["0", "no", "false", "off", "disabled"].includes(value)) return !1;
    throw fail(name2, "1 or 0");
  }, whole = (name2, otherwise) => {
    let value = text(name2);
    if (value === void 0) return otherwise;
    if (!/^-?\d{1,9}$/.test(value)) throw fail(name2, "a whole number");
    return Number(value);
  }, [name, mirrorlist, metalink] = [text("name"), text("mirrorlist"), text("metalink")], baseurl = list("baseurl").map((url) => url.startsWith("/") ? `file://${url}` : url);
  if (baseurl.length === 0 && mirrorlist === void 0 && metalink === void 0)
    throw bad(place.file, place.line, `[${id}] has no baseurl, mirrorlist or metalink`);
  return {
    id,
    place,
    keyPlaces: new Map([...options].map(([key, { line }]) => [key, { file: place.file, line }])),
    ...name === void 0 ? {} : { name },
    ...mirrorlist === void 0 ? {} : { mirrorlist },
    ...metalink === void 0 ? {} : { metalink },
    enabled: flag("enabled", !0),
    baseurl,
    gpgkey: list("gpgkey"),
    // Differs from dnf, whose default is off: a package nobody vouches for must be asked for.
    gpgcheck: flag("gpgcheck", !0),
    repoGpgcheck: flag("repo_gpgcheck", !1),
    priority: whole("priority", 99),
    cost: whole("cost", 1e3),
    excludepkgs: [...list("excludepkgs"), ...list("exclude")],
    includepkgs: list("includepkgs"),
    moduleHotfixes: flag("module_hotfixes", !1),
    skipIfUnavailable: flag("skip_if_unavailable", !1),
    sslverify: flag("sslverify", !0)
  };
}
function bad(file, line, what) {
  return new ConfigError("BAD_REPO_FILE", what, { place: { file, line } });
}

// lib/rpm/repo-variables.ts
var VARIABLE = /\$(?:\{([A-Za-z0-9_]+)(\}|:[-+])|([A-Za-z0-9_]+))/y, DEPTH_LIMIT = 32;
function substituteVariables(text, variables, place) {
  return new Substitution(text, variables, place).run(0);
}
var Substitution = class {
  #text;
  #variables;
  #place;
  #at = 0;
  constructor(text, variables, place) {
    this.#text = text, this.#variables = variables, this.#place = place;
  }
  /** Goes on to the end of the text; inside a word (`depth` above 0) to the brace that closes it. */
  run(depth, used = !0) {
    let result = "";
    for (; this.#at < this.#text.length; ) {
      let next = this.#text[this.#at];
      if (next === "}" && depth > 0) break;
      VARIABLE.lastIndex = this.#at;
      let match = next === "$" ? VARIABLE.exec(this.#text) : null;
      match === null ? (result += next, this.#at += 1) : (this.#at = VARIABLE.lastIndex, result += this.#expand(match, depth, used));
    }
    return result;
  }
  #expand(match, depth, used) {
    let [whole, braced, mode, bare] = match, value = this.#valueOf(braced ?? bare ?? "");
    if (mode === ":-" || mode === ":+") {
      if (depth >= DEPTH_LIMIT) throw this.#failure(`more than ${DEPTH_LIMIT} levels of ${whole}`);
      let set = value !== void 0 && value !== "", word = this.run(depth + 1, used && set === (mode === ":+"));
      if (this.#text[this.#at] !== "}") throw this.#failure(`${whole} is not closed`);
      return this.#at += 1, mode === ":-" ? set ? value : word : set ? word : "";
    }
    if (value !== void 0 || !used) return value ?? "";
    throw this.#failure(`${whole} has no value`, braced ?? bare);
  }
  #valueOf(name) {
    if (Object.hasOwn(this.#variables, name)) return this.#variables[name];
    let part = /^releasever_(major|minor)$/.exec(name)?.[1];
    if (part === void 0) return;
    let [major, ...minor] = this.#variables.releasever?.split(".") ?? [];
    return part === "major" || major === void 0 ? major : minor.join(".");
  }
  #failure(what, name) {
    let key = name?.startsWith("releasever") === !0 ? ' or with "releasever:"' : "";
    return new ConfigError("UNDEFINED_VARIABLE", `${what} in ${this.#text}`, {
      place: this.#place,
      ...name === void 0 ? {} : {
        hint: `Set it with "repovars:" in the treefile${key}, or with --repo-var ${name}=VALUE.`
      }
    });
  }
};

// lib/remix/repositories.ts
var MAX_FILE_BYTES = 1024 * 1024;
async function readRepositories(treefile, repoVars = {}) {
  let known = await readDefinitions(treefile.directory), variables = {
    basearch: treefile.basearch,
    arch: treefile.basearch,
    ...treefile.releasever === void 0 ? {} : { releasever: treefile.releasever },
    ...treefile.repovars,
    ...repoVars
  }, pick = (id) => {
    let found = known.get(id);
    if (found === void 0) throw unknownRepository(id, treefile, [...known.keys()]);
    return found;
  }, active = treefile.repos.length > 0 ? [...new Set(treefile.repos)].map(pick) : [...known.values()].filter(({ enabled }) => enabled);
  if (active.length === 0)
    throw remixError(
      "NO_REPOSITORY",
      `no .repo file in ${treefile.directory} defines an enabled repository`,
      { file: treefile.path },
      'Put a .repo file beside the treefile, or name repositories under "repos".'
    );
  let lockedOnly = treefile.lockfileRepos.map(pick).filter((found) => !active.includes(found));
  return {
    active: active.map((found) => substitute(found, variables)),
    lockedOnly: lockedOnly.map((found) => substitute(found, variables)),
    written: [...active, ...lockedOnly]
  };
}
function repositoryInputs({ written, lockedOnly }) {
  return {
    repositories: written.map((definition) => ({
      id: definition.id,
      baseurl: definition.baseurl,
      mirrorlist: definition.mirrorlist ?? null,
      metalink: definition.metalink ?? null,
      gpgkey: definition.gpgkey,
      gpgcheck: definition.gpgcheck,
      repoGpgcheck: definition.repoGpgcheck,
      priority: definition.priority,
      cost: definition.cost,
      excludepkgs: definition.excludepkgs,
      includepkgs: definition.includepkgs
    })),
    lockedOnly: lockedOnly.map(({ id }) => id)
  };
}
async function readDefinitions(directory) {
  let known = /* @__PURE__ */ new Map(), names = (await readdir(directory)).filter((name) => name.endsWith(".repo"));
  for (let name of names.sort(compareBytes)) {
    let path = join(directory, name), { text } = await readSource(path, path, MAX_FILE_BYTES);
    for (let definition of parseRepoFile(text, path)) {
      let before = known.get(definition.id);
      if (before !== void 0) {
        let message = `[${definition.id}] stands in ${before.place.file}, too`;
        throw remixError("DUPLICATE_KEY", message, definition.place);
      }
      known.set(definition.id, definition);
    }
  }
  return known;
}
function substitute(definition, variables) {
  let place = (key) => definition.keyPlaces.get(key) ?? definition.place, replace = (key) => (text) => substituteVariables(text, variables, place(key)), { mirrorlist, metalink, ...rest } = definition;
  return {
    ...rest,
    baseurl: definition.baseurl.map(replace("baseurl")),
    gpgkey: definition.gpgkey.map(replace("gpgkey")),
    ...mirrorlist === void 0 ? {} : { mirrorlist: replace("mirrorlist")(mirrorlist) },
    ...metalink === void 0 ? {} : { metalink: replace("metalink")(metalink) }
  };
}
function unknownRepository(id, treefile, known) {
  let near = nearestName(id, known), hint = near === void 0 ? `The .repo files in ${treefile.directory} define ${known.join(", ") || "none"}.` : `Did you mean "${near}"?`, place = treefile.origins.repos.get(id) ?? { file: treefile.path };
  return remixError(
    "UNKNOWN_REPOSITORY",
    `no .repo file defines the repository "${id}"`,
    place,
    hint
  );
}

// lib/remix/repository-keys.ts
import { dirname as dirname2, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// lib/remix/cached-get.ts
import { readFile } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";
async function getKept({ store, http, offline }, url, limitBytes) {
  let path = join2(store.path, "urls", sha256(url));
  if (url.startsWith("file:")) return http.getBytes(url, { limitBytes });
  if (!offline) {
    let bytes = await http.getBytes(url, { limitBytes });
    return await keep(path, bytes), bytes;
  }
  return readFile(path).catch(() => {
    throw remixError(
      "NOT_CACHED",
      `${redactUrl(url)} is not in the store, and nothing may be fetched`,
      void 0,
      "Run once without --offline."
    );
  });
}
async function keep(path, bytes) {
  (await readFile(path).catch(() => {
  }))?.equals(bytes) !== !0 && (await makeFolder(dirname(path)), await writeFileAtomic(path, bytes));
}

// lib/remix/repository-keys.ts
var MAX_KEY_BYTES = 1024 * 1024, ARMOUR = /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g;
async function readRepositoryKeys(repository, access) {
  if (repository.gpgkey.length === 0)
    throw remixError(
      "NO_KEY",
      `[${repository.id}] names no key, so nothing of it can be verified`,
      repository.place,
      'Add "gpgkey=" with the URL or path of its public key, or "gpgcheck=0" if nobody signs it.'
    );
  let blocks = [];
  for (let key of repository.gpgkey) {
    let found = (await readKey(key, repository, access)).match(ARMOUR) ?? [];
    if (found.length === 0) {
      let message = `[${repository.id}] gpgkey: ${key} has no armoured OpenPGP public key`;
      throw remixError("BAD_KEY", message, repository.place);
    }
    blocks.push(...found);
  }
  return blocks;
}
async function readKey(key, repository, access) {
  let url = /^[a-z]+:/i.test(key) ? key : pathToFileURL(resolve(dirname2(repository.place.file), key)).href;
  try {
    return (await getKept(access, url, MAX_KEY_BYTES)).toString("latin1");
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    let message = `[${repository.id}] gpgkey: ${key} cannot be had: ${error.message}`;
    throw remixError("BAD_KEY", message, repository.place, error.hint);
  }
}

// lib/rpm/checksum.ts
var HEX_DIGITS = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128
};
function parseChecksum(type, hex) {
  let name = type === "sha" ? "sha1" : type;
  if (name === void 0 || !Object.hasOwn(HEX_DIGITS, name)) return;
  let known = name, digits = hex.toLowerCase();
  return /^[0-9a-f]+$/.test(digits) && digits.length === HEX_DIGITS[known] ? { type: known, hex: digits } : void 0;
}

// lib/rpm/xml.ts
var import_saxes = __toESM(require_saxes(), 1);
var DEPTH_LIMIT2 = 32, XmlReader = class {
  #parser = new import_saxes.SaxesParser({ xmlns: !1, position: !1 });
  #format;
  constructor(format, handler) {
    this.#format = format;
    let texts = [];
    this.#parser.on("error", (error) => {
      throw this.#failure(`it is not well-formed XML: ${error.message}`);
    }), this.#parser.on("doctype", (doctype) => {
      if (doctype.includes("[")) throw this.#failure("it declares entities or elements of its own");
    }), this.#parser.on("opentag", (tag) => {
      let name = localName(tag.name);
      if (texts.length === 0 && name !== format.root)
        throw this.#failure(`its root element is ${name}, expected ${format.root}`);
      if (texts.length >= DEPTH_LIMIT2) throw this.#failure(`deeper than ${DEPTH_LIMIT2} elements`);
      texts.push(""), handler.open(name, tag.attributes);
    }), this.#parser.on("text", (text) => {
      texts.length > 0 && (texts[texts.length - 1] += text);
    }), this.#parser.on("closetag", (tag) => {
      handler.close(localName(tag.name), (texts.pop() ?? "").trim());
    });
  }
  /** Throws BuildError with the format's code. */
  write(text) {
    this.#parser.write(text);
  }
  /** Throws BuildError with the format's code when the document is not complete. */
  end() {
    this.#parser.close();
  }
  #failure(message) {
    return new BuildError(this.#format.code, `${this.#format.what}: ${message}`);
  }
};
function parseXml(text, format, handler) {
  let reader = new XmlReader(format, handler);
  reader.write(text), reader.end();
}
function localName(name) {
  let colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

// lib/rpm/mirrors.ts
var METALINK = { what: "metalink", root: "metalink", code: "BAD_METALINK" }, REPOMD = "repodata/repomd.xml";
function parseMirrorlist(text) {
  let lines = text.split(`
`).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")), urls = lines.filter((line) => /^(https?|file):\/\/\S+$/i.test(line));
  if (urls.length > 0) return urls;
  let got = lines.length === 0 ? "nothing" : JSON.stringify(lines[0]?.slice(0, 100));
  throw new BuildError("BAD_MIRRORLIST", `the mirrorlist names no mirror: it has ${got}`, {
    hint: "Look at its URL in a browser; often $releasever or $basearch has a value that the server does not know."
  });
}
function parseMetalink(text) {
  let urls = [], checksums = [], inRepomd = !1, preference = 0, hashType;
  if (parseXml(text, METALINK, {
    open(name, attributes) {
      name === "file" && (inRepomd = attributes.name === "repomd.xml"), name === "url" && (preference = Number(attributes.preference ?? "0") || 0), name === "hash" && (hashType = attributes.type);
    },
    close(name, content) {
      if (name === "file" && (inRepomd = !1), !!inRepomd) {
        if (name === "hash") {
          let checksum = parseChecksum(hashType, content);
          checksum !== void 0 && /^sha(256|384|512)$/.test(checksum.type) && checksums.push(checksum);
        }
        name === "url" && /^(https?|file):\/\//.test(content) && content.endsWith(REPOMD) && urls.push({ url: content.slice(0, -REPOMD.length), preference });
      }
    }
  }), urls.length === 0)
    throw new BuildError("BAD_METALINK", "the metalink names no mirror of repomd.xml");
  if (checksums.length === 0)
    throw new BuildError("BAD_METALINK", "the metalink has no SHA-256 of repomd.xml");
  return {
    baseUrls: urls.sort((a, b) => b.preference - a.preference).map(({ url }) => url),
    repomdChecksums: checksums
  };
}

// lib/remix/repository-mirrors.ts
var MAX_LIST_BYTES = 4 * 1024 * 1024;
async function readMirrors(repository, access) {
  let { metalink, mirrorlist } = repository, read = async (url) => (await getKept(access, url, MAX_LIST_BYTES)).toString("utf8");
  if (metalink !== void 0) {
    let { baseUrls, repomdChecksums } = parseMetalink(await read(metalink));
    return { baseUrls: unique([...repository.baseurl, ...baseUrls]), repomdChecksums };
  }
  let listed = mirrorlist === void 0 ? [] : parseMirrorlist(await read(mirrorlist));
  return { baseUrls: unique([...repository.baseurl, ...listed]) };
}
function alternateUrls(url, baseUrls) {
  let base = baseUrls.find((candidate) => url.startsWith(candidate));
  if (base === void 0) return [url];
  let path = url.slice(base.length);
  return unique([url, ...baseUrls.map((other) => other + path)], "");
}
function unique(urls, end = "/") {
  return [...new Set(urls.map((url) => url.endsWith(end) ? url : url + end))];
}

export {
  readRepositories,
  repositoryInputs,
  parseChecksum,
  XmlReader,
  parseXml,
  keep,
  readRepositoryKeys,
  readMirrors,
  alternateUrls
};
