import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  POOL_FLAGS,
  SOLVER_FLAGS,
  runTestsolv
} from "./chunk-GAMZBRHF.mjs";
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import {
  currentLock,
  isLockStale,
  lockInputHash,
  readIfThere,
  readInputs
} from "./chunk-BZZJ3KKZ.mjs";
import {
  XmlReader,
  keep,
  parseChecksum,
  parseXml,
  readMirrors,
  readRepositoryKeys
} from "./chunk-KOPMJIKM.mjs";
import {
  assertToolsOf
} from "./chunk-ZFV4BBRI.mjs";
import {
  meets,
  parseCapability,
  parseDependency
} from "./chunk-36L3BH6V.mjs";
import {
  formatLockfile,
  writeLockfile
} from "./chunk-OMOW34LB.mjs";
import {
  downloadFile
} from "./chunk-HPCPK726.mjs";
import {
  redactUrl
} from "./chunk-MMSKSHK2.mjs";
import {
  parsePackageFacts
} from "./chunk-QSWBYFUT.mjs";
import {
  compareEvr,
  findNevraFault,
  formatEvr,
  formatNevra,
  parseEvr
} from "./chunk-77DXW6FU.mjs";
import {
  compressionOf,
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  findTool,
  makeFolder,
  startTool
} from "./chunk-DBSRCAXI.mjs";
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256,
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/lock.ts
import { dirname as dirname2 } from "node:path";

// lib/lock/plain-text.ts
function plainText(text) {
  let plain = text.replace(/[^A-Za-z0-9._+~^:-]/gu, "?");
  return plain.length <= MAX_LENGTH ? plain : `${plain.slice(0, MAX_LENGTH - 1)}\u2026`;
}
var MAX_LENGTH = 120;

// lib/lock/format-changes.ts
var KINDS = ["added", "removed", "upgraded", "downgraded", "rebuilt"], MAX_MARKDOWN_BYTES = 56e3;
function formatChanges(changes, format) {
  if (changes.length === 0) return `No changes.
`;
  let groups = [...groupBy(changes, ({ basearch }) => basearch)], limitBytes = Math.floor(MAX_MARKDOWN_BYTES / groups.length);
  return groups.map(
    ([basearch, found]) => format === "text" ? formatText(basearch, found) : formatMarkdown(basearch, found, limitBytes)
  ).join(`
`);
}
function summarizeChanges(changes) {
  let counts = KINDS.flatMap((kind) => {
    let count3 = changes.filter((change) => change.kind === kind).length;
    return count3 === 0 ? [] : [`${count3} ${kind}`];
  }), grown = changes.reduce(
    (sum, { oldSizeBytes = 0, newSizeBytes = 0 }) => sum + newSizeBytes - oldSizeBytes,
    0
  );
  return `${counts.join(", ")} (${signed(grown)})`;
}
function changedVersions({ oldEvr, newEvr }, quote = plainText) {
  return oldEvr === void 0 || newEvr === void 0 || oldEvr === newEvr ? quote(newEvr ?? oldEvr ?? "") : `${quote(oldEvr)} \u2192 ${quote(newEvr)}`;
}
function formatText(basearch, changes) {
  let lines = KINDS.flatMap((kind) => {
    let found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    let names = found.map(({ name }) => plainText(name)), width = Math.max(...names.map(({ length }) => length));
    return [
      `  ${kind}:`,
      ...found.map(
        (change, index) => `    ${(names[index] ?? "").padEnd(width)}  ${changedVersions(change)}  ${sizes(change)}`
      )
    ];
  });
  return [`${basearch}: ${summarizeChanges(changes)}`, ...lines, ""].join(`
`);
}
function formatMarkdown(basearch, changes, limitBytes) {
  let sorted = KINDS.flatMap((kind) => changes.filter((change) => change.kind === kind)), rows = [], bytes = 0;
  for (let change of sorted) {
    let versions = changedVersions(change, code), row = `| ${change.kind} | ${code(change.name)} | ${versions} | ${sizes(change)} |`;
    if (bytes += Buffer.byteLength(row) + 1, bytes > limitBytes) break;
    rows.push(row);
  }
  let left = sorted.length - rows.length;
  return [
    `### ${plainText(basearch)}`,
    "",
    summarizeChanges(changes),
    "",
    "| | Package | Version | Size |",
    "| --- | --- | --- | --- |",
    ...rows,
    ...left === 0 ? [] : [`| | \u2026 and ${left} more | | |`],
    ""
  ].join(`
`);
}
function code(text) {
  return `\`${plainText(text)}\``;
}
function sizes({ oldSizeBytes, newSizeBytes }) {
  return oldSizeBytes === void 0 ? formatBytes(newSizeBytes ?? 0) : newSizeBytes === void 0 ? `-${formatBytes(oldSizeBytes)}` : `${formatBytes(newSizeBytes)} (${signed(newSizeBytes - oldSizeBytes)})`;
}
function signed(sizeBytes) {
  return `${sizeBytes < 0 ? "-" : "+"}${formatBytes(Math.abs(sizeBytes))}`;
}

// lib/lock/errors.ts
function lockConfigError(code2, message, details = {}) {
  return new ConfigError(code2, message, details);
}
function lockBuildError(code2, message, details = {}) {
  return new BuildError(code2, message, details);
}

// lib/lock/metadata.ts
import { stat } from "node:fs/promises";

// lib/lock/package-url.ts
function locationUrls({ href, baseUrl }, mirrors) {
  let path = escapePath(href);
  return (baseUrl === void 0 ? mirrors : [baseUrl]).map((base) => base + path);
}
function escapePath(href) {
  return href.replace(
    /[^\x21-\x7e]|["<>\\^`{|}]|%(?![0-9a-f]{2})/giu,
    (character) => encodeURIComponent(character)
  );
}

// lib/lock/metadata.ts
var MAX_METADATA_BYTES = 512 * 1024 * 1024, DOWNLOAD_CODES = {
  DOWNLOAD_FAILED: "METADATA_UNAVAILABLE",
  CHECKSUM_MISMATCH: "REPOMD_MISMATCH"
};
async function fetchMetadata(repository, state, data, access) {
  let { checksum, sizeBytes } = data, what = `[${repository.id}] ${data.href}`;
  if (!/^sha(256|384|512)$/.test(checksum.type))
    throw lockBuildError(
      "WEAK_CHECKSUM",
      `${what}: repomd.xml gives ${checksum.type}, expected SHA-256 or better`,
      { place: repository.place }
    );
  if (sizeBytes !== void 0 && sizeBytes > MAX_METADATA_BYTES) {
    let message = `${what} has ${sizeBytes} bytes, expected at most ${MAX_METADATA_BYTES}`;
    throw lockBuildError("METADATA_TOO_LARGE", message, { place: repository.place });
  }
  let path = metadataPath(checksum, access.store);
  if (await stat(path).catch(() => {
  }) !== void 0) return path;
  if (access.offline)
    throw lockConfigError("NOT_CACHED", `${what} is not in the store`, {
      place: repository.place,
      hint: "Run once without --offline."
    });
  try {
    await downloadFile(access.http, locationUrls(data, state.baseUrls), path, {
      checksum,
      limitBytes: MAX_METADATA_BYTES,
      partPath: `${path}.part`,
      ...sizeBytes === void 0 ? {} : { sizeBytes },
      log: access.log
    });
  } catch (error) {
    let code2 = error instanceof TreesmithError ? DOWNLOAD_CODES[error.code] : void 0;
    throw code2 === void 0 || !(error instanceof TreesmithError) ? error : lockBuildError(
      code2,
      `${what} cannot be had as repomd.xml describes it: ${error.message}`,
      {
        place: repository.place,
        cause: error,
        hint: "The repository may be changing at this moment: try again in some minutes."
      }
    );
  }
  return path;
}
function metadataPath({ type, hex }, store) {
  return store.repodata(type === "sha256" ? hex : `${type}-${hex}`);
}

// lib/lock/metadata-cache.ts
import { join as join2 } from "node:path";

// lib/lock/solv-cache.ts
import { mkdir, readFile, rename, stat as stat2, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

// lib/rpm/primary.ts
import { StringDecoder } from "node:string_decoder";

// lib/rpm/location.ts
function parseLocation(attributes, what) {
  let href = attributes.href ?? "";
  if (!isBelow(href))
    throw badLocation(
      `${what} has the location ${JSON.stringify(href)}`,
      "a path below the repository"
    );
  let base = attributes["xml:base"];
  if (base === void 0 || base === "") return { href };
  let url = /^https?:\/\/[^\s\\?#]+$/i.test(base) && URL.canParse(base) ? new URL(base) : void 0;
  if (url === void 0 || url.username !== "" || url.password !== "")
    throw badLocation(`${what} has the xml:base ${JSON.stringify(base)}`, "an http or https URL");
  return { href, baseUrl: url.href.endsWith("/") ? url.href : `${url.href}/` };
}
function isBelow(href) {
  let path = href.replace(/%2e/gi, ".").replace(/%2f/gi, "/").replace(/%5c/gi, "\\");
  return path !== "" && path === path.trim() && !path.startsWith("/") && // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  !/[\\?#\x00-\x1f\x7f]/.test(path) && !/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.split("/").some((part) => part.trim() === "..");
}
function badLocation(what, expected) {
  return new BuildError("BAD_LOCATION", `${what}, expected ${expected}`, {
    hint: "The metadata is broken or hostile; nothing was fetched from there."
  });
}

// lib/rpm/primary-fields.ts
var HEAD = /^<package type="rpm">\s*<name>([^<]*)<\/name>\s*<arch>([^<]*)<\/arch>\s*<version epoch="([^"]*)" ver="([^"]*)" rel="([^"]*)"\s*\/>\s*<checksum type="([^"]*)" pkgid="YES">([^<]*)<\/checksum>/, PLACE = /<time file="[^"]*" build="([^"]*)"\s*\/>\s*<size package="([^"]*)" installed="([^"]*)" archive="[^"]*"\s*\/>\s*<location href="([^"]*)"\s*\/>/, SOURCE = /<rpm:sourcerpm>([^<]*)<\/rpm:sourcerpm>/, RANGE = /<rpm:header-range start="([^"]*)" end="([^"]*)"\s*\/>/, OBSOLETES = /<rpm:obsoletes>([\s\S]*?)<\/rpm:obsoletes>/, ENTRY = /^<rpm:entry name="([^"]*)"(?: flags="([^"]*)" epoch="([^"]*)" ver="([^"]*)"(?: rel="([^"]*)")?)?\s*\/>$/, ENCODED = /[&\x80-\xff]/;
function readCanonicalPackage(block) {
  let head = HEAD.exec(block), place = PLACE.exec(block), source = SOURCE.exec(block), range = RANGE.exec(block);
  if (head === null || place === null || source === null || range === null || block.includes("<!")) return;
  let captured = [...head.slice(1), ...place.slice(1), ...source.slice(1), ...range.slice(1)];
  if (captured.some((text) => ENCODED.test(text))) return;
  let obsoletes = block.includes("<rpm:obsoletes") ? readObsoletes(block) : [];
  if (obsoletes === void 0) return;
  let [name = "", arch = "", epoch = "", ver = "", rel = "", checksumType, checksum = ""] = captured, [build = "", size = "", installed = "", href = "", sourceRpm = "", start = "", end = ""] = captured.slice(7), fields = {
    name,
    arch,
    version: { epoch, ver, rel },
    checksumType,
    checksum,
    location: { href },
    size: { package: size, installed },
    time: { build },
    range: { start, end },
    sourceRpm,
    obsoletes
  }, format = block.indexOf("<format>", place.index);
  return format === -1 ? void 0 : { fields, details: { start: head[0].length, end: format } };
}
function readObsoletes(block) {
  let list = OBSOLETES.exec(block)?.[1];
  if (list === void 0 || ENCODED.test(list)) return;
  let entries = [];
  for (let line of list.trim().split(/(?<=>)\s*/)) {
    let found = ENTRY.exec(line);
    if (found === null) return;
    let [, name = "", flags, epoch = "", ver = "", rel] = found;
    entries.push({
      name,
      ...flags === void 0 ? {} : { flags, epoch, ver },
      ...rel === void 0 ? {} : { rel }
    });
  }
  return entries;
}

// lib/rpm/primary.ts
var FORMAT = { what: "primary.xml", root: "metadata", code: "BAD_PRIMARY" }, PACKAGE_START = "<package ", PACKAGE_END = "</package>", PACKAGE_LIMIT_BYTES = 4 * 1024 * 1024, PrimaryParser = class {
  #decoder = new StringDecoder("utf8");
  #reader;
  #onPackage;
  #onSolvable;
  #declared;
  #count = 0;
  #rest = Buffer.alloc(0);
  /**
   * `onSolvable` gets the pieces of a primary.xml of the same packages and dependencies, which leaves
   * out of most packages what a solver does not look at: half of the bytes.
   */
  constructor(onPackage, onSolvable = () => {
  }) {
    let fields = {}, inObsoletes = !1;
    this.#onPackage = onPackage, this.#onSolvable = onSolvable, this.#reader = new XmlReader(FORMAT, {
      open: (name, attributes) => {
        name === "package" ? fields = {} : name === "metadata" ? this.#declared = count(attributes.packages) : name === "obsoletes" ? inObsoletes = !0 : name === "entry" ? inObsoletes && (fields.obsoletes = [...fields.obsoletes ?? [], attributes]) : openField(fields, name, attributes);
      },
      close: (name, text) => {
        name === "package" ? this.#found(fields) : name === "obsoletes" ? inObsoletes = !1 : name === "name" ? fields.name = text : name === "arch" ? fields.arch = text : name === "checksum" ? fields.checksum = text : name === "sourcerpm" && (fields.sourceRpm = text);
      }
    });
  }
  /** Throws BuildError BAD_PRIMARY, BAD_LOCATION. */
  write(chunk) {
    let bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]), at = 0;
    for (; ; ) {
      let start = bytes.indexOf(PACKAGE_START, at), last = start === -1 ? -1 : bytes.indexOf(PACKAGE_END, start);
      if (last === -1) break;
      let end = last + PACKAGE_END.length, found = readCanonicalPackage(bytes.toString("latin1", start, end));
      found === void 0 ? this.#parse(bytes.subarray(at, end)) : (isBlank(bytes, at, start) || this.#parse(bytes.subarray(at, start)), this.#onSolvable(bytes.subarray(start, start + found.details.start)), this.#onSolvable(bytes.subarray(start + found.details.end, end)), this.#found(found.fields)), at = end;
    }
    this.#rest = bytes.subarray(at), this.#rest.length > PACKAGE_LIMIT_BYTES && this.#flush();
  }
  /** Throws BuildError BAD_PRIMARY when the document is cut short. */
  end() {
    if (this.#flush(), this.#reader.write(this.#decoder.end()), this.#reader.end(), this.#declared !== void 0 && this.#declared !== this.#count)
      throw bad(`it says ${this.#declared} packages and has ${this.#count}`);
  }
  #found(fields) {
    this.#count += 1, this.#onPackage(finish(fields));
  }
  #flush() {
    this.#parse(this.#rest), this.#rest = Buffer.alloc(0);
  }
  #parse(bytes) {
    bytes.length !== 0 && (this.#onSolvable(bytes), this.#reader.write(this.#decoder.write(bytes)));
  }
};
function isBlank(bytes, start, end) {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) > 32) return !1;
  return !0;
}
function openField(fields, name, attributes) {
  name === "version" ? fields.version = attributes : name === "checksum" ? fields.checksumType = attributes.type : name === "size" ? fields.size = attributes : name === "time" ? fields.time = attributes : name === "header-range" ? fields.range = attributes : name === "location" && (fields.location = attributes);
}
function finish(fields) {
  let { version, location } = fields, nevra = {
    name: fields.name ?? "",
    epoch: version?.epoch ?? "0",
    version: version?.ver ?? "",
    release: version?.rel ?? "",
    arch: fields.arch ?? ""
  }, fault = findNevraFault(nevra);
  if (fault !== void 0) throw bad(`package ${JSON.stringify(nevra.name)}: ${fault}`);
  let what = formatNevra(nevra), checksum = parseChecksum(fields.checksumType, fields.checksum ?? ""), sizeBytes = count(fields.size?.package);
  if (location === void 0 || checksum === void 0 || sizeBytes === void 0)
    throw bad(`package ${what} lacks its location, checksum or size`);
  let start = count(fields.range?.start) ?? 0, end = count(fields.range?.end) ?? 0;
  if (start > end) throw bad(`package ${what} has a header that ends before it begins`);
  return {
    ...nevra,
    checksum,
    ...parseLocation(location, `package ${what}`),
    sizeBytes,
    installedSizeBytes: count(fields.size?.installed) ?? 0,
    buildTime: count(fields.time?.build) ?? 0,
    sourceRpm: fields.sourceRpm ?? "",
    headerRange: { start, end },
    obsoletes: (fields.obsoletes ?? []).map(formatEntry)
  };
}
var SIGNS = { LT: "<", LE: "<=", EQ: "=", GE: ">=", GT: ">" };
function formatEntry(entry) {
  let { name = "", flags = "", epoch = "0", ver = "", rel = "" } = entry, sign = SIGNS[flags];
  return sign === void 0 ? name : `${name} ${sign} ${formatEvr({ epoch: epoch || "0", version: ver, release: rel })}`;
}
function count(text) {
  if (text === void 0) return;
  let value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw bad(`${text} is not a count`);
  return value;
}
function bad(what) {
  return new BuildError("BAD_PRIMARY", `primary.xml: ${what}`);
}

// lib/lock/make-solv.ts
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
async function makeSolv(chunks, solvPath) {
  let tool = await startTool(["rpmmd2solv"], { stdio: ["pipe", "pipe", "pipe"] }), { stdin, stdout, stderr } = tool;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = [];
  stderr.on("data", (chunk) => complaint.push(chunk)), stdin.on("error", () => {
  });
  let ended = once(tool, "close"), written = pipeline(stdout, createWriteStream(solvPath));
  written.catch(() => {
  });
  try {
    for await (let chunk of chunks)
      !stdin.write(chunk) && !stdin.destroyed && await Promise.race([once(stdin, "drain"), ended]);
    stdin.end(), await written;
    let [exitCode] = await ended;
    if (exitCode !== 0) {
      let why = Buffer.concat(complaint).toString("utf8").trim();
      throw lockBuildError("SOLVER_FAILED", `rpmmd2solv failed (${exitCode}): ${why}`);
    }
  } finally {
    tool.kill("SIGKILL"), await ended;
  }
}

// lib/lock/open-metadata.ts
import { createHash } from "node:crypto";
var MAX_OPEN_BYTES = 4 * 1024 ** 3;
async function* openMetadata(repoid, data, path) {
  let { openSizeBytes, openChecksum } = data, what = `[${repoid}] ${data.href}`;
  if (openSizeBytes !== void 0 && openSizeBytes > MAX_OPEN_BYTES) {
    let message = `${what} has ${openSizeBytes} bytes when decompressed, expected at most ${MAX_OPEN_BYTES}`;
    throw lockBuildError("METADATA_TOO_LARGE", message);
  }
  let hash = openChecksum === void 0 ? void 0 : createHash(openChecksum.type), sizeBytes = 0;
  for await (let read of openDecompressed(path, compressionOf(data.href), MAX_OPEN_BYTES)) {
    let chunk = read;
    if (hash?.update(chunk), sizeBytes += chunk.length, openSizeBytes !== void 0 && sizeBytes > openSizeBytes) break;
    yield chunk;
  }
  if (openSizeBytes !== void 0 && sizeBytes !== openSizeBytes) {
    let got = sizeBytes > openSizeBytes ? "more" : `${sizeBytes} bytes`, message = `${what} has ${got} when decompressed, repomd.xml says ${openSizeBytes}`;
    throw lockBuildError("REPOMD_MISMATCH", message);
  }
  let found = hash?.digest("hex");
  if (openChecksum !== void 0 && found !== openChecksum.hex) {
    let { type, hex } = openChecksum, message = `${what} has ${type} ${found} when decompressed, repomd.xml says ${hex}`;
    throw lockBuildError("REPOMD_MISMATCH", message);
  }
}

// lib/lock/sorted-lines.ts
function packLines(lines) {
  lines.sort();
  let unique = lines.filter((line, index) => line !== lines[index - 1]);
  return Buffer.from(unique.length === 0 ? "" : `${unique.join(`
`)}
`);
}
var SortedLines = class {
  #bytes;
  constructor(bytes) {
    this.#bytes = bytes;
  }
  /** Returns the fields of each line whose first field is `key`. */
  of(key) {
    let start = Buffer.from(`${key}	`), found = [];
    for (let at = this.#lowerBound(start); at < this.#bytes.length; ) {
      let end = this.#lineEnd(at);
      if (this.#compare(start, at, end) !== 0) break;
      found.push(this.#bytes.toString("utf8", at, end).split("	")), at = end + 1;
    }
    return found;
  }
  /** The fields of every line, in order. */
  *all() {
    for (let at = 0; at < this.#bytes.length; ) {
      let end = this.#lineEnd(at);
      yield this.#bytes.toString("utf8", at, end).split("	"), at = end + 1;
    }
  }
  /** Every first field, once, in order. */
  *keys() {
    let last = "";
    for (let at = 0; at < this.#bytes.length; at = this.#lineEnd(at) + 1) {
      let key = this.#bytes.toString("utf8", at, this.#bytes.indexOf("	", at));
      key !== last && (yield key), last = key;
    }
  }
  /** Returns the start of the first line that is not below `start`. */
  #lowerBound(start) {
    let low = 0, high = this.#bytes.length;
    for (; low < high; ) {
      let middle = low + high >>> 1, from = middle === 0 ? 0 : this.#bytes.lastIndexOf(10, middle - 1) + 1, end = this.#lineEnd(from);
      this.#compare(start, from, end) < 0 ? low = end + 1 : high = from;
    }
    return low;
  }
  /** Below 0 when the line from `from` to `end` comes before those that begin with `start`, 0 when it is one. */
  #compare(start, from, end) {
    return this.#bytes.compare(start, 0, start.length, from, Math.min(from + start.length, end));
  }
  #lineEnd(at) {
    let end = this.#bytes.indexOf(10, at);
    return end === -1 ? this.#bytes.length : end;
  }
};

// lib/lock/package-index.ts
var EVR = /^(\d+:)?[A-Za-z0-9._+~^]+-[A-Za-z0-9._+~^]+$/, SOURCE_RPM = /^[A-Za-z0-9._+~^-]+\.(no)?src\.rpm$/, PackageIndexBuilder = class {
  #packages = [];
  #obsoletes = [];
  #repoid;
  constructor(repoid) {
    this.#repoid = repoid;
  }
  /** Throws BuildError BAD_METADATA for a version that no RPM can have. */
  add(found) {
    if (found.arch === "src" || found.arch === "nosrc") return;
    let evr = formatEvr(found);
    if (!EVR.test(evr)) {
      let shown = JSON.stringify(evr), message = `[${this.#repoid}] primary.xml: package ${found.name} has the version ${shown}`;
      throw lockBuildError("BAD_METADATA", message);
    }
    let { name, arch, checksum, headerRange } = found;
    this.#packages.push(
      [
        name,
        evr,
        arch,
        found.sizeBytes,
        found.buildTime,
        headerRange.start,
        headerRange.end,
        `${checksum.type}:${checksum.hex}`,
        SOURCE_RPM.test(found.sourceRpm) ? found.sourceRpm : "",
        found.href,
        found.baseUrl ?? ""
      ].join("	")
    );
    for (let text of found.obsoletes) {
      let [obsoleted = ""] = text.split(" ");
      /[\t\n]/.test(text) || this.#obsoletes.push([obsoleted, text, name, evr, arch].join("	"));
    }
  }
  /** Returns the two files of the index. */
  toBytes() {
    return { packages: packLines(this.#packages), obsoletes: packLines(this.#obsoletes) };
  }
}, PackageIndex = class {
  #packages;
  #obsoletes;
  constructor({ packages, obsoletes }) {
    this.#packages = new SortedLines(packages), this.#obsoletes = new SortedLines(obsoletes);
  }
  /** Returns every package called `name`. */
  named(name) {
    return this.#packages.of(name).map(parseFields);
  }
  /** Returns the package of that full name, or undefined. */
  find(name, evr, arch) {
    return this.named(name).find((found) => found.evr === evr && found.arch === arch);
  }
  /** Returns the packages that obsolete some version of `name`. */
  obsoleters(name) {
    return this.#obsoletes.of(name).map(([, obsoletes = "", by = "", evr = "", arch = ""]) => ({
      obsoletes,
      name: by,
      evr,
      arch
    }));
  }
  /** Every package, in the order of names. */
  *all() {
    for (let fields of this.#packages.all()) yield parseFields(fields);
  }
  /** Every name, once, in order. */
  names() {
    return this.#packages.keys();
  }
};
function parseFields(fields) {
  let [name, evr, arch, size, buildTime, start, end, checksum, sourceRpm, href, baseUrl] = fields;
  return {
    name: name ?? "",
    evr: evr ?? "",
    arch: arch ?? "",
    sizeBytes: Number(size),
    buildTime: Number(buildTime),
    headerStart: Number(start),
    headerEnd: Number(end),
    checksum: checksum ?? "",
    sourceRpm: sourceRpm ?? "",
    href: href ?? "",
    ...baseUrl === void 0 || baseUrl === "" ? {} : { baseUrl }
  };
}

// lib/lock/solv-cache.ts
var VERSION = 4;
async function openSolvRepository(repoid, data, primaryPath, store) {
  let folder = await solvFolder(data, store), solvPath = join(folder, "repo.solv"), kept = await readIndex(folder).catch(() => {
  });
  if (kept !== void 0) return { solvPath, index: new PackageIndex(kept) };
  let index = await makeKept(folder, store, async (made) => {
    let bytes = await convert(repoid, data, primaryPath, join(made, "repo.solv"));
    return await writeFile(join(made, "packages.tsv"), bytes.packages), await writeFile(join(made, "obsoletes.tsv"), bytes.obsoletes), bytes;
  });
  return { solvPath, index: new PackageIndex(index) };
}
async function solvFolder(data, store) {
  let key = stageKey("solv", VERSION, {
    primary: `${data.checksum.type}:${data.checksum.hex}`,
    href: compressionOf(data.href),
    tool: await toolIdentity()
  });
  return store.solv(key);
}
async function readIndex(folder) {
  return {
    packages: await readFile(join(folder, "packages.tsv")),
    obsoletes: await readFile(join(folder, "obsoletes.tsv"))
  };
}
async function makeKept(folder, store, body) {
  var _stack = [];
  try {
    await makeFolder(dirname(folder));
    let temp = __using(_stack, await makeTempDir(join(store.path, "tmp")), !0);
    let made = join(temp.path, "made");
    await mkdir(made);
    let result = await body(made);
    await rename(made, folder).catch((error) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
    return result;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function convert(repoid, data, primaryPath, solvPath) {
  let builder = new PackageIndexBuilder(repoid);
  return await makeSolv(readPackages(openMetadata(repoid, data, primaryPath), builder), solvPath), builder.toBytes();
}
async function* readPackages(chunks, builder) {
  let pieces = [], parser = new PrimaryParser(
    (found) => builder.add(found),
    (bytes) => pieces.push(bytes)
  );
  for await (let chunk of chunks)
    parser.write(chunk), yield Buffer.concat(pieces.splice(0));
  parser.end(), yield Buffer.concat(pieces);
}
async function toolIdentity() {
  let path = findTool("rpmmd2solv");
  if (path === void 0) return "";
  let { size, mtimeMs } = await stat2(path);
  return `${path} ${size} ${Math.floor(mtimeMs)}`;
}

// lib/lock/metadata-cache.ts
async function repositoryFiles({ repomd, sha256: sha2562 }, store) {
  let primary = repomd.data.get("primary"), strong = [...repomd.data.values()].filter(
    ({ checksum }) => /^sha(256|384|512)$/.test(checksum.type)
  );
  return {
    repomdSha256: sha2562,
    files: strong.map(({ checksum }) => ({ path: metadataPath(checksum, store), checksum })),
    solv: primary === void 0 ? join2(store.path, "solv") : await solvFolder(primary, store)
  };
}

// lib/lock/exclusions.ts
function excludedPackages({ definition, index }, rules) {
  let out = /* @__PURE__ */ new Map(), put = ({ name, evr, arch }, exclusion) => {
    out.set(`${name}-${evr}.${arch}`, exclusion);
  }, { id, excludepkgs, includepkgs } = definition;
  if (rules.lockedOnly.has(id)) {
    let exclusion = { kind: "lockfile-repos", repoid: id };
    for (let found of index.all())
      rules.lockedNevras.has(`${found.name}-${found.evr}.${found.arch}`) || put(found, exclusion);
  }
  if (includepkgs.length > 0) {
    let included = packageMatcher(includepkgs);
    for (let found of index.all())
      included(found) === void 0 && put(found, { kind: "includepkgs", repoid: id });
  }
  if (excludepkgs.length > 0) {
    let excluded = packageMatcher(excludepkgs);
    for (let found of candidatesOf(index, excludepkgs)) {
      let pattern = excluded(found);
      pattern !== void 0 && put(found, { kind: "excludepkgs", pattern, repoid: id });
    }
  }
  for (let name of rules.excludePackages)
    for (let found of index.named(name)) put(found, { kind: "exclude-packages" });
  return out;
}
function candidatesOf(index, patterns) {
  return patterns.every((pattern) => /^[A-Za-z0-9_+]+$/.test(pattern)) ? patterns.flatMap((name) => index.named(name)) : index.all();
}
function packageMatcher(patterns) {
  let exact = new Map(patterns.map((pattern) => [pattern, pattern])), globs = patterns.filter((pattern) => /[*?[]/.test(pattern)).map((pattern) => ({ pattern, expression: globExpression(pattern) }));
  return (found) => {
    let forms = packageForms(found);
    for (let form of forms) {
      let pattern = exact.get(form);
      if (pattern !== void 0) return pattern;
    }
    return globs.find(({ expression }) => forms.some((form) => expression.test(form)))?.pattern;
  };
}
function globExpression(glob) {
  let source = glob.replace(/\[(!?)([^\]]*)\]|[*?]|[^*?[]+|\[/g, (part, not, set) => part === "*" ? ".*" : part === "?" ? "." : set !== void 0 && set !== "" ? `[${not === "" ? "" : "^"}${String(set).replace(/[\\\]^]/g, "\\$&")}]` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source}$`, "s");
}
function packageForms({ name, evr, arch }) {
  let colon = evr.indexOf(":"), versionRelease = evr.slice(colon + 1), version = versionRelease.slice(0, versionRelease.indexOf("-")), epoch = colon === -1 ? "0" : evr.slice(0, colon), forms = [
    name,
    `${name}-${version}`,
    `${name}-${versionRelease}`,
    `${name}-${epoch}:${version}`,
    `${name}-${epoch}:${versionRelease}`
  ];
  return [...forms, ...forms.map((form) => `${form}.${arch}`)];
}

// lib/lock/pool.ts
function solvableId({ name, evr, arch, repository }) {
  return `${name}-${evr}.${arch}@${repository.alias}`;
}
function nevraOf({ name, evr, arch }) {
  return `${name}-${evr}.${arch}`;
}
function createPool(repositories, rpmArches, rules) {
  let out = new Map(
    repositories.map((repository) => [repository, excludedPackages(repository, rules)])
  );
  return {
    repositories,
    rpmArches,
    named: (name) => repositories.flatMap(
      (repository) => repository.index.named(name).map((found) => ({ ...found, repository }))
    ),
    obsoleters: (name) => repositories.flatMap(
      (repository) => repository.index.obsoleters(name).flatMap(({ obsoletes, ...by }) => {
        let found = repository.index.find(by.name, by.evr, by.arch);
        return found === void 0 ? [] : [{ obsoletes, candidate: { ...found, repository } }];
      })
    ),
    disqualify: ({ repository, ...found }) => rpmArches.includes(found.arch) ? out.get(repository)?.get(nevraOf(found)) : { kind: "arch", arch: found.arch },
    disabled: repositories.flatMap(
      (repository) => [...out.get(repository) ?? []].filter(([nevra]) => rpmArches.some((arch) => nevra.endsWith(`.${arch}`))).map(([nevra]) => `${nevra}@${repository.alias}`)
    ),
    withRepositories: (others) => createPool(others, rpmArches, rules)
  };
}

// lib/lock/repomd.ts
import { createHash as createHash2 } from "node:crypto";
import { readFile as readFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/rpm/repomd.ts
var FORMAT2 = { what: "repomd.xml", root: "repomd", code: "BAD_REPOMD" };
function parseRepomd(text) {
  let data = /* @__PURE__ */ new Map(), revision = "", type = "", fields = {}, checksumType, checksum = (hex) => {
    let parsed = parseChecksum(checksumType, hex);
    if (parsed === void 0) throw bad2(`${type} has no usable checksum (${checksumType})`);
    return parsed;
  };
  return parseXml(text, FORMAT2, {
    open(name, attributes) {
      name === "data" && (type = attributes.type ?? "", fields = {}), name === "location" && Object.assign(fields, parseLocation(attributes, `repomd.xml: ${type}`)), (name === "checksum" || name === "open-checksum") && (checksumType = attributes.type);
    },
    close(name, content) {
      if (name === "revision" && (revision = content), name === "checksum" && (fields.checksum = checksum(content)), name === "open-checksum" && (fields.openChecksum = checksum(content)), name === "size" && (fields.sizeBytes = count2(type, content)), name === "open-size" && (fields.openSizeBytes = count2(type, content)), name === "timestamp" && (fields.timestamp = count2(type, content.replace(/\.\d+$/, ""))), name !== "data") return;
      let { href, checksum: found } = fields;
      if (href === void 0 || found === void 0)
        throw bad2(`${type} has no location or checksum`);
      if (data.has(type)) throw bad2(`${type} stands there twice`);
      data.set(type, { ...fields, type, href, checksum: found });
    }
  }), { revision, data };
}
function count2(type, text) {
  let value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw bad2(`${type} has the number ${JSON.stringify(text)}`);
  return value;
}
function bad2(what) {
  return new BuildError("BAD_REPOMD", `repomd.xml: ${what}`);
}

// lib/lock/openpgp.ts
async function parseKeyring(blocks, onBroken) {
  let { readKeys } = await import("./chunk-AQQN6UPU.mjs"), keys = [];
  for (let block of blocks) {
    let found = await readKeys({ armoredKeys: block }).catch((error) => (onBroken(messageOf(error)), []));
    keys.push(...found.map((key) => key.toPublic()));
  }
  let fingerprints = keys.flatMap((key) => key.getKeys().map((part) => fingerprintOf(part)));
  return { keys, fingerprints: new Set(fingerprints) };
}
async function verifyDetached(data, signature, keyring) {
  let { createMessage, readSignature, verify } = await import("./chunk-AQQN6UPU.mjs");
  try {
    let parsed = typeof signature == "string" ? await readSignature({ armoredSignature: signature }) : await readSignature({ binarySignature: signature }), { signatures } = await verify({
      message: await createMessage({ binary: data }),
      signature: parsed,
      verificationKeys: [...keyring.keys],
      format: "binary",
      date: null,
      // Owners extend a key by a newer self-signature; what they signed before stays good.
      config: { allowInsecureVerificationWithReformattedKeys: !0 }
    }), reason = "it holds no signature";
    for (let { keyID, verified } of signatures) {
      let failure = await verified.then(
        () => {
        },
        (error) => messageOf(error)
      ), part = keyring.keys.flatMap((key) => key.getKeys(keyID))[0];
      if (failure === void 0 && part !== void 0) return { signer: fingerprintOf(part) };
      reason = failure ?? `key ${keyID.toHex()} is not known`;
    }
    return { reason };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}
function fingerprintOf(part) {
  return part.getFingerprint().toUpperCase();
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

// lib/lock/repomd.ts
var MAX_REPOMD_BYTES = 4 * 1024 * 1024, MAX_SIGNATURE_BYTES = 64 * 1024, PATH = "repodata/repomd.xml";
async function fetchRepomd(repository, access) {
  let kept = keptPath(repository, access);
  if (access.offline) return readKept(repository, kept);
  let mirrors = await readMirrors(repository, access).catch((error) => {
    throw error instanceof TreesmithError ? unavailable(repository, [error.message]) : error;
  }), failures = [];
  for (let base of mirrors.baseUrls)
    try {
      let bytes = await fetchFrom(base, repository, mirrors, access), others = mirrors.baseUrls.filter((url) => url !== base), state = { baseUrls: [base, ...others], bytes: bytes.toString("base64") }, parsed = stateOf(state);
      return await keep(kept, Buffer.from(JSON.stringify(state))), parsed;
    } catch (error) {
      if (!(error instanceof TreesmithError) || /^(NO|BAD)_KEY$/.test(error.code)) throw error;
      failures.push(error);
    }
  let telling = failures.find(({ code: code2 }) => code2.startsWith("REPOMD_"));
  throw telling !== void 0 && failures.length === 1 ? telling : unavailable(
    repository,
    failures.map(({ message }) => message)
  );
}
async function fetchFrom(base, repository, { repomdChecksums }, access) {
  let url = `${base}${PATH}`, bytes = await access.http.getBytes(url, { limitBytes: MAX_REPOMD_BYTES, attempts: 2 });
  if (repomdChecksums?.some(
    ({ type, hex }) => createHash2(type).update(bytes).digest("hex") === hex
  ) === !1) {
    let message = `[${repository.id}] ${redactUrl(url)} is not the file that the metalink names`;
    throw lockBuildError("REPOMD_MISMATCH", message);
  }
  return repository.repoGpgcheck && await assertSigned(bytes, url, repository, access), bytes;
}
async function assertSigned(bytes, url, repository, access) {
  let signature = await access.http.getBytes(`${url}.asc`, { limitBytes: MAX_SIGNATURE_BYTES, attempts: 2 }).catch((error) => {
    let message = `[${repository.id}] repomd.xml has no signature, and repo_gpgcheck asks for one`;
    throw lockConfigError("REPOMD_UNSIGNED", message, {
      place: repository.place,
      cause: error,
      hint: "Set repo_gpgcheck=0 if the repository signs its packages only."
    });
  }), blocks = await readRepositoryKeys(repository, access), broken = [], keyring = await parseKeyring(blocks, (reason) => broken.push(reason)), verdict = await verifyDetached(bytes, signature.toString("latin1"), keyring);
  if ("signer" in verdict) return;
  let reasons = [verdict.reason, ...broken.map((reason) => `a key is unusable: ${reason}`)];
  throw lockBuildError(
    "REPOMD_BAD_SIGNATURE",
    `[${repository.id}] the signature of repomd.xml is not good: ${reasons.join("; ")}`,
    { place: repository.place, hint: "Look at gpgkey=, and at who runs the repository." }
  );
}
function keptPath(repository, { store }) {
  let { id, baseurl, mirrorlist = "", metalink = "", repoGpgcheck, gpgkey } = repository, key = JSON.stringify([id, baseurl, mirrorlist, metalink, repoGpgcheck, repoGpgcheck ? gpgkey : []]);
  return join3(store.path, "repositories", sha256(key));
}
async function readKept(repository, path) {
  let text = await readFile2(path, "utf8").catch(() => {
    throw lockConfigError("NOT_CACHED", `[${repository.id}] was never read before`, {
      place: repository.place,
      hint: "Run once without --offline."
    });
  });
  return stateOf(JSON.parse(text));
}
function stateOf({ baseUrls, bytes }) {
  let raw = Buffer.from(bytes, "base64");
  return { repomd: parseRepomd(raw.toString("utf8")), sha256: sha256(raw), baseUrls };
}
function unavailable(repository, reasons) {
  let message = [`[${repository.id}] no mirror has a good repomd.xml`, ...reasons].join(`
  `);
  return lockBuildError("REPOSITORY_UNAVAILABLE", message, {
    place: repository.place,
    hint: "Look at baseurl, mirrorlist or metalink, and at the network; --offline uses what an earlier run has kept."
  });
}

// lib/lock/dependency-graph.ts
var DependencyGraph = class {
  #requires = /* @__PURE__ */ new Map();
  #providers = /* @__PURE__ */ new Map();
  #requirements = /* @__PURE__ */ new Map();
  /** Ids and what they provide, in turn; most of it nobody requires, so it is not parsed yet. */
  #provided = [];
  /** How many packages lie between one that is broken and what it comes from: 0, it may not be chosen. */
  #broken = /* @__PURE__ */ new Map();
  #id = "";
  #section = "";
  /** `  - nevra@alias`, `    solvable:requires:`, `      bash >= 5`. */
  addLine(line) {
    line.startsWith("  - ") ? (this.#id = line.slice(4), this.#section = "", this.#requires.set(this.#id, [])) : line.startsWith("      ") ? (this.#section === "requires" && this.#addRequirement(line.slice(6)), this.#section === "provides" && this.#provided.push(this.#id, line.slice(6))) : this.#section = /^ {4}solvable:(\w+):/.exec(line)?.[1] ?? "";
  }
  /**
   * Finds out what is broken; `isOut` tells of an id whether it may not be chosen. File names that
   * nobody provides by name are taken to be in some package unless `missing` has them. Providers are
   * known afterwards of what some package requires, and of `names`.
   */
  settle(isOut, missing, names = []) {
    let byName = /* @__PURE__ */ new Map();
    for (let requirement of this.#requirements.values())
      for (let { name } of requirement.capabilities) append(byName, name, requirement);
    for (let name of names) byName.has(name) || byName.set(name, []);
    this.#parseProvided(byName);
    let provides = /* @__PURE__ */ new Map();
    for (let [name, providers] of this.#providers)
      for (let { id } of providers) provides.set(id, (provides.get(id) ?? /* @__PURE__ */ new Set()).add(name));
    let out = [...this.#requires.keys()].filter(isOut);
    for (let id of out) this.#broken.set(id, 0);
    let doubtful = new Set(this.#requirements.values());
    for (let round = 1; doubtful.size > 0; round += 1) {
      let unmet = [...doubtful].filter(
        (one) => one.unmetDistance === void 0 && !this.#holds(one.dependency, missing)
      ), found = /* @__PURE__ */ new Set();
      for (let requirement of unmet) {
        requirement.unmetDistance = round;
        for (let id of requirement.requirers) this.#broken.has(id) || found.add(id);
      }
      for (let id of found) this.#broken.set(id, round);
      doubtful = new Set(
        [...found].flatMap(
          (id) => [...provides.get(id) ?? []].flatMap((name) => byName.get(name) ?? [])
        )
      );
    }
  }
  /** True when the package can never be installed, or may not be chosen. */
  isBroken(id) {
    return this.#broken.has(id);
  }
  /** Returns how many packages lie between a broken one and what it comes from. */
  distance(id) {
    return this.#broken.get(id) ?? 0;
  }
  /** Returns what a package requires that cannot be had and is nearest to what that comes from. */
  unmet(id) {
    let distanceOf = (text) => this.#requirements.get(text)?.unmetDistance;
    return (this.#requires.get(id) ?? []).filter((text) => distanceOf(text) !== void 0).toSorted((a, b) => (distanceOf(a) ?? 0) - (distanceOf(b) ?? 0))[0];
  }
  /** Returns the capabilities in a dependency. */
  capabilities(text) {
    return this.#requirements.get(text)?.capabilities ?? collect(parseDependency(text));
  }
  /** Returns the ids of the packages that meet a capability, broken ones too. */
  providers(asked) {
    let found = this.#providers.get(asked.name) ?? [];
    return [...new Set(found.filter(({ provided }) => meets(provided, asked)).map(({ id }) => id))];
  }
  /** Returns what is provided under the name, in any version. */
  versions(name) {
    return this.#providers.get(name) ?? [];
  }
  #addRequirement(text) {
    if (text.startsWith("rpmlib(")) return;
    this.#requires.get(this.#id)?.push(text);
    let known = this.#requirements.get(text);
    if (known !== void 0) known.requirers.push(this.#id);
    else {
      let dependency = parseDependency(text), capabilities = collect(dependency), requirement = { dependency, capabilities, requirers: [this.#id] };
      this.#requirements.set(text, requirement);
    }
  }
  #parseProvided(wanted) {
    for (let at = 0; at < this.#provided.length; at += 2) {
      let [id = "", text = ""] = this.#provided.slice(at, at + 2), provided = parseCapability(text);
      wanted.has(provided.name) && append(this.#providers, provided.name, { id, provided });
    }
    this.#provided = [];
  }
  #holds(dependency, missing) {
    switch (dependency.kind) {
      case "conditional":
        return !0;
      case "any":
        return dependency.parts.some((part) => this.#holds(part, missing));
      case "all":
        return dependency.parts.every((part) => this.#holds(part, missing));
      case "capability": {
        let asked = dependency.capability, providers = this.#providers.get(asked.name);
        return providers === void 0 ? asked.name.startsWith("/") && !missing.has(asked.name) : providers.some(
          ({ id, provided }) => !this.#broken.has(id) && meets(provided, asked)
        );
      }
    }
  }
};
function collect(dependency) {
  switch (dependency.kind) {
    case "conditional":
      return [];
    case "capability":
      return [dependency.capability];
    default:
      return dependency.parts.flatMap(collect);
  }
}
function append(lists, key, value) {
  let list = lists.get(key);
  list === void 0 ? lists.set(key, [value]) : list.push(value);
}

// lib/lock/reasons.ts
function formatReasons({ text, because }) {
  return [text, ...formatBranches(because, "  ")].join(`
`);
}
function formatBranches(reasons, indent) {
  return reasons.flatMap(({ text, because }, index) => {
    let last = index === reasons.length - 1;
    return [
      `${indent}${last ? "\u2514\u2500" : "\u251C\u2500"} ${text}`,
      ...formatBranches(because, `${indent}${last ? "   " : "\u2502  "}`)
    ];
  });
}

// lib/lock/solver.ts
async function solve(pool, jobs, { recommends, log }) {
  let text = [
    poolLines(pool),
    ...pool.disabled.map((solvable) => `disable pkg ${solvable}`),
    `solverflags ${SOLVER_FLAGS}${recommends ? "" : " ignorerecommended"}`,
    ...jobs.map((job) => `job ${job}`),
    "result transaction,problems <inline>"
  ].join(`
`), chosen = [], problems = /* @__PURE__ */ new Set(), blamed = /* @__PURE__ */ new Set();
  return await askTestsolv(["-r"], text, pool, (line) => {
    let [, solvable] = /^install (\S+)$/.exec(line) ?? [], [, problem] = /^problem \S+ info (.*)$/.exec(line) ?? [], [, job] = /^problem \S+ solution \S+ deljob (.*)$/.exec(line) ?? [];
    solvable !== void 0 && chosen.push(solvable), problem !== void 0 && problems.add(problem), job !== void 0 && blamed.add(job);
  }, log), { chosen, problems: [...problems], blamed: [...blamed] };
}
function missingFrom({ problems }) {
  return problems.flatMap((text) => {
    let [, name] = /^nothing provides (?:requested )?(\S+)/.exec(text) ?? [];
    return name === void 0 ? [] : [name];
  });
}
async function lookUp(pool, queries, log) {
  if (queries.length === 0) return [];
  let text = [
    poolLines(pool),
    ...pool.disabled.map((solvable) => `disable pkg ${solvable}`),
    // libsolv counts tests only when there are several.
    ...[...queries, void 0].map(
      (query) => query === void 0 ? "result jobs <inline>" : `job noop selection ${query.what} ${query.flags}
result jobs <inline>
nextjob`
    )
  ].join(`
`), found = queries.map(() => {
  }), test = -1;
  return await askTestsolv(["-r"], text, pool, (line) => {
    let [, number] = /^test (\d+):$/.exec(line) ?? [], [, what] = /^job noop (.*)$/.exec(line) ?? [];
    number !== void 0 && (test = Number(number) - 1), what !== void 0 && test < queries.length && (found[test] = what);
  }, log), found;
}
async function listDependencies(pool, onLine, log) {
  let text = ["system unset rpm", ...poolLines(pool).split(`
`).filter((line) => line.startsWith("repo "))].join(`
`);
  await askTestsolv(["-L", "*"], text, pool, onLine, log);
}
function poolLines({ repositories, rpmArches }) {
  return [
    ...repositories.map(
      ({ alias, definition }) => (
        // Ours is the lower the better, libsolv's the higher; cost decides between equals.
        `repo ${alias} ${99 - definition.priority}.${-definition.cost} solv ${alias}.solv`
      )
    ),
    `system :${rpmArches.join(":")} rpm`,
    `poolflags ${POOL_FLAGS}`
  ].join(`
`);
}
async function askTestsolv(options, text, { repositories }, onLine, log) {
  let files = repositories.map(({ alias, solvPath }) => ({ alias, path: solvPath })), complaint = await runTestsolv(text, { files, options, onLine, log });
  if (complaint !== "") throw lockBuildError("SOLVER_FAILED", `testsolv complains: ${complaint}`);
}

// lib/lock/unmet.ts
function unmetRequests(unmet, treefile, pool) {
  let excluded = unmet.some(
    ({ candidates }) => candidates.some((found) => pool.disqualify(found)?.kind === "exclude-packages")
  ), [first] = unmet, hint = unmet.length === 1 && first !== void 0 ? hintFor(first, pool) : void 0, trees = unmet.map((found) => {
    let { text, because } = describeUnmet(found, treefile, pool), more = unmet.length === 1 ? void 0 : hintFor(found, pool);
    return formatReasons({ text: more === void 0 ? text : `${text}. ${more}`, because });
  });
  return lockConfigError(excluded ? "EXCLUDED_PACKAGE" : "NO_PACKAGE", trees.join(`
`), {
    place: first?.request.place ?? { file: treefile.path },
    ...hint === void 0 ? {} : { hint }
  });
}
function describeUnmet({ request: { text, repoid }, candidates }, treefile, pool) {
  if (repoid !== void 0 && pool.repositories.every(({ definition }) => definition.id !== repoid))
    return {
      text: `"${text}" is to come from [${repoid}], which "repos" does not name`,
      because: []
    };
  let where = repoid === void 0 ? "no repository has a" : `[${repoid}] has no`, what = repoid === void 0 ? "package, provide or file" : "package";
  return {
    text: candidates.length === 0 ? `${where} ${what} "${text}" for ${treefile.basearch}` : `no package meets "${text}" for ${treefile.basearch}`,
    because: candidates.map((found) => ({
      text: `${describeCandidate(found)} ${whyNot(found, text, treefile, pool)}`,
      because: []
    }))
  };
}
function describeCandidate(found) {
  return `${nevraOf(found)} [${found.repository.definition.id}]`;
}
function describeExclusion(exclusion, basearch) {
  switch (exclusion.kind) {
    case "arch":
      return `is for ${exclusion.arch}, which does not install on ${basearch}`;
    case "exclude-packages":
      return 'is excluded by "exclude-packages" of the treefile';
    case "excludepkgs":
      return `is excluded by excludepkgs=${exclusion.pattern} of [${exclusion.repoid}]`;
    case "includepkgs":
      return `is not among includepkgs of [${exclusion.repoid}]`;
    case "lockfile-repos":
      return `is not locked, and [${exclusion.repoid}] of "lockfile-repos" gives only what is`;
  }
}
function whyNot(found, text, { basearch }, pool) {
  let exclusion = pool.disqualify(found);
  return exclusion === void 0 ? `is not ${text}` : describeExclusion(exclusion, basearch);
}
function hintFor({ request: { text, repoid }, candidates }, pool) {
  if (candidates.length > 0) return;
  let elsewhere = repoid === void 0 ? [] : pool.named(text);
  if (elsewhere.length > 0)
    return `It is in ${[...new Set(elsewhere.map(({ repository }) => repository.definition.id))].join(", ")}.`;
  let [name = text] = text.split(/\s/), names = pool.repositories.flatMap(({ index }) => [...index.names()]), near = nearestName(name, names);
  return near === void 0 ? void 0 : `Did you mean "${near}"?`;
}

// lib/lock/explain.ts
var MAX_DEPTH = 12, MAX_BRANCHES = 12, MAX_REQUESTS = 5;
async function explainFailure(failure) {
  let { solution, resolved, treefile, pool, log } = failure, teller = new Teller(pool, treefile.basearch), graph = new DependencyGraph();
  await listDependencies(pool, (line) => graph.addLine(line), log);
  let requested = (jobs) => graph.capabilities(jobs[0]?.replace(/^install (provides|name) /, "") ?? ""), names = resolved.flatMap(({ jobs }) => requested(jobs).map(({ name }) => name));
  graph.settle(isOutOf(pool), new Set(missingFrom(solution)), names), teller.graph = graph;
  let hopeless = resolved.map(({ request, candidates, jobs }) => {
    let ids = candidates.length > 0 ? candidates.map(solvableId) : requested(jobs).flatMap((asked) => graph.providers(asked));
    return { request, ids, distance: Math.max(...ids.map((id) => graph.distance(id))) };
  }).filter(({ ids }) => ids.length > 0 && ids.every((id) => graph.isBroken(id))).sort((a, b) => a.distance - b.distance), impossible = hopeless.slice(0, MAX_REQUESTS).map(({ request, ids }) => ({
    request,
    reason: { text: describeRequest(request), because: teller.tellAll(ids, 0) }
  })), more = hopeless.slice(MAX_REQUESTS).map(({ request }) => request.text), rest = more.length === 0 ? [] : [{ text: `and, as a consequence, ${more.join(", ")}`, because: [] }], blamed = resolved.filter(({ jobs }) => jobs.some((job) => solution.blamed.includes(job))), reasons = impossible.length > 0 ? [...impossible.map(({ reason }) => reason), ...rest] : [
    ...solution.problems.map((text) => ({ text, because: [] })),
    {
      text: "these requests have to do with it:",
      because: blamed.map(({ request }) => ({ text: describeRequest(request), because: [] }))
    }
  ], place = (impossible[0]?.request ?? blamed[0]?.request)?.place ?? { file: treefile.path };
  return lockConfigError(
    teller.sawTreefileExclusion ? "EXCLUDED_PACKAGE" : "UNSATISFIABLE",
    formatReasons({
      text: `the packages asked for cannot be installed together on ${treefile.basearch}`,
      because: reasons
    }),
    { place }
  );
}
function describeRequest({ text, place, repoid }) {
  let from = repoid === void 0 ? "" : ` from [${repoid}]`;
  return `${text}${from}${place === void 0 ? "" : ` (${formatPlace(place)})`}`;
}
function isOutOf({ disabled, rpmArches }) {
  let out = new Set(disabled);
  return (id) => out.has(id) || !rpmArches.includes(/\.([^.@]+)@r\d+$/.exec(id)?.[1] ?? "");
}
var Teller = class {
  graph;
  sawTreefileExclusion = !1;
  #pool;
  #basearch;
  #told = /* @__PURE__ */ new Set();
  constructor(pool, basearch) {
    this.#pool = pool, this.#basearch = basearch;
  }
  tellAll(ids, depth) {
    let shown = ids.slice(0, MAX_BRANCHES).map((id) => this.#tell(id, depth)), more = ids.length - shown.length;
    return more > 0 ? [...shown, { text: `and ${more} more like these`, because: [] }] : shown;
  }
  #tell(id, depth) {
    let candidate = this.#candidate(id), name = candidate === void 0 ? id : describeCandidate(candidate), exclusion = candidate === void 0 ? void 0 : this.#pool.disqualify(candidate);
    if (exclusion !== void 0)
      return exclusion.kind === "exclude-packages" && (this.sawTreefileExclusion = !0), { text: `${name} ${describeExclusion(exclusion, this.#basearch)}`, because: [] };
    if (this.#told.has(id)) return { text: `${name} cannot be installed, see above`, because: [] };
    this.#told.add(id);
    let unmet = this.graph?.unmet(id);
    return depth >= MAX_DEPTH || unmet === void 0 ? { text: `${name} cannot be installed`, because: [] } : this.#requirement(name, unmet, depth);
  }
  #requirement(who, text, depth) {
    let asked = this.graph?.capabilities(text) ?? [], ids = [...new Set(asked.flatMap((one) => this.graph?.providers(one) ?? []))];
    if (ids.length > 0)
      return { text: `${who} requires ${text}`, because: this.tellAll(ids, depth + 1) };
    let others = asked.flatMap(({ name }) => this.graph?.versions(name) ?? []);
    return {
      text: `${who} requires ${text}, which nothing provides`,
      because: others.slice(0, MAX_BRANCHES).map(({ id, provided }) => {
        let candidate = this.#candidate(id), version = provided.evr === void 0 ? "without a version" : `${provided.sign} ${provided.evr}`;
        return { text: `${candidate === void 0 ? id : describeCandidate(candidate)} provides ${provided.name} ${version}`, because: [] };
      })
    };
  }
  #candidate(id) {
    let [, name, evr, arch, alias] = /^(.+)-([^-]+-[^-]+)\.([^.@]+)@(r\d+)$/.exec(id) ?? [], repository = this.#pool.repositories.find((one) => one.alias === alias), found = repository?.index.find(name ?? "", evr ?? "", arch ?? "");
    return repository === void 0 || found === void 0 ? void 0 : { ...found, repository };
  }
};

// lib/lock/extra-files.ts
import { stat as stat3 } from "node:fs/promises";
import { join as join4 } from "node:path";

// lib/rpm/filelists.ts
import { StringDecoder as StringDecoder2 } from "node:string_decoder";
var FORMAT3 = { what: "filelists.xml", root: "filelists", code: "BAD_FILELISTS" }, FilelistsParser = class {
  #decoder = new StringDecoder2("utf8");
  #reader;
  constructor(onPackage) {
    let head = { name: "", arch: "", pkgid: "" }, evr = { epoch: "0", version: "", release: "" }, files = [];
    this.#reader = new XmlReader(FORMAT3, {
      open(name, attributes) {
        name === "package" ? (head = {
          name: attributes.name ?? "",
          arch: attributes.arch ?? "",
          pkgid: attributes.pkgid ?? ""
        }, files = []) : name === "version" && (evr = {
          epoch: attributes.epoch ?? "0",
          version: attributes.ver ?? "",
          release: attributes.rel ?? ""
        });
      },
      close(name, text) {
        name === "file" ? files.push(text) : name === "package" && onPackage({ ...head, ...evr, files });
      }
    });
  }
  /** Throws BuildError BAD_FILELISTS. */
  write(chunk) {
    this.#reader.write(this.#decoder.write(chunk));
  }
  /** Throws BuildError BAD_FILELISTS when the document is cut short. */
  end() {
    this.#reader.write(this.#decoder.end()), this.#reader.end();
  }
};

// lib/lock/package-blocks.ts
var END = "</package>";
async function* packageBlocks(chunks) {
  let rest = Buffer.alloc(0);
  for await (let chunk of chunks) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), at = 0;
    for (let end = bytes.indexOf(END); end !== -1; end = bytes.indexOf(END, at))
      yield bytes.subarray(at, end + END.length), at = end + END.length;
    rest = Buffer.from(bytes.subarray(at)), rest.length > 67108864 && (yield rest, rest = Buffer.alloc(0));
  }
  yield rest;
}

// lib/lock/extra-files.ts
var VERSION2 = 1;
async function withFiles(repository, paths, access) {
  let { definition, state } = repository, filelists = state.repomd.data.get("filelists"), primary = state.repomd.data.get("primary");
  if (filelists === void 0 || primary === void 0) return repository;
  let key = stageKey("solv-files", VERSION2, {
    primary: primary.checksum.hex,
    filelists: filelists.checksum.hex,
    paths: paths.toSorted(compareBytes),
    tool: await toolIdentity()
  }), folder = access.store.solv(key), solvPath = join4(folder, "repo.solv");
  if (await stat3(solvPath).catch(() => {
  }) !== void 0)
    return { ...repository, solvPath };
  let open2 = async (data) => openMetadata(definition.id, data, await fetchMetadata(definition, state, data, access)), owners = await findOwners(await open2(filelists), new Set(paths));
  if (owners.size === 0) return repository;
  let blocks = addFiles(packageBlocks(await open2(primary)), owners);
  return await makeKept(folder, access.store, (made) => makeSolv(blocks, join4(made, "repo.solv"))), { ...repository, solvPath };
}
async function findOwners(chunks, paths) {
  let owners = /* @__PURE__ */ new Map(), wanted = [...paths].map((path) => Buffer.from(`>${escapeXml(path)}<`));
  for await (let block of packageBlocks(chunks)) {
    if (!wanted.some((path) => block.includes(path))) continue;
    let start = block.indexOf("<package "), parser = new FilelistsParser(({ pkgid, files }) => {
      let found = files.filter((file) => paths.has(file));
      found.length > 0 && owners.set(pkgid, found);
    });
    parser.write(Buffer.from("<filelists>")), parser.write(block.subarray(start)), parser.write(Buffer.from("</filelists>")), parser.end();
  }
  return owners;
}
async function* addFiles(blocks, owners) {
  for await (let block of blocks) {
    let text = block.toString("latin1"), [, pkgid = ""] = /pkgid="YES">\s*([0-9a-f]+)/i.exec(text) ?? [], files = owners.get(pkgid.toLowerCase()), end = text.lastIndexOf("</format>");
    if (files === void 0 || end === -1) yield block;
    else {
      let added = files.map((path) => `<file>${escapeXml(path)}</file>`).join("");
      yield Buffer.concat([block.subarray(0, end), Buffer.from(added), block.subarray(end)]);
    }
  }
}
function escapeXml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// lib/lock/groups.ts
import { readFile as readFile3 } from "node:fs/promises";

// lib/rpm/comps.ts
var FORMAT4 = { what: "comps.xml", root: "comps", code: "BAD_COMPS" };
function parseComps(text) {
  let groups = /* @__PURE__ */ new Map(), environments = /* @__PURE__ */ new Map(), path = [], id = "", title = "", translated = !1, packages = [], request = {}, members = [], options = [];
  return parseXml(text, FORMAT4, {
    open(name, attributes) {
      path.push(name), (name === "group" || name === "environment") && (id = "", title = "", [packages, members, options] = [[], [], []]), name === "name" && (translated = attributes["xml:lang"] !== void 0), name === "packagereq" && (request = { type: packageType(attributes.type) }, attributes.requires !== void 0 && (request.requires = word(attributes.requires)));
    },
    close(name, content) {
      path.pop();
      let parent = path.at(-1);
      if (name === "id" && (parent === "group" || parent === "environment") && (id = word(content)), name === "name" && !translated && (title = content), name === "packagereq" && packages.push({ type: "mandatory", ...request, name: word(content) }), name === "groupid" && path.at(-2) === "environment" && (parent === "optionlist" ? options : members).push(word(content)), name === "group") {
        if (id === "") throw bad3("a group has no id");
        groups.set(id, { id, name: title, packages });
      }
      if (name === "environment") {
        if (id === "") throw bad3("an environment has no id");
        environments.set(id, { id, name: title, groups: members, optionalGroups: options });
      }
    }
  }), { groups, environments };
}
function packageType(type) {
  switch (type) {
    case "default":
    case "optional":
    case "conditional":
      return type;
    default:
      return "mandatory";
  }
}
function word(text) {
  if (/^[^\s\p{Cc}]+$/u.test(text)) return text;
  throw bad3(`${JSON.stringify(text)} is no name or id`);
}
function bad3(what) {
  return new BuildError("BAD_COMPS", `comps.xml: ${what}`);
}

// lib/lock/groups.ts
var MAX_COMPS_BYTES = 64 * 1024 * 1024;
async function expandGroups(groups, repositories, access) {
  let requests = [], conditional = [];
  if (groups.length === 0) return { requests, conditional };
  let comps = await readComps(repositories, access);
  for (let group of groups)
    for (let found of packagesOf(group, comps)) {
      if (group.blacklist.includes(found.name)) continue;
      let request = { text: found.name, place: group.origin, optional: !0 };
      found.type === "conditional" ? conditional.push({ request, requires: found.requires ?? "" }) : (found.type !== "optional" || group.optional) && requests.push(request);
    }
  return { requests, conditional };
}
function packagesOf(request, comps) {
  let ofGroup = (id) => comps.flatMap((one) => one.groups.get(id)?.packages ?? []);
  if (request.kind === "group") {
    if (!comps.some(({ groups }) => groups.has(request.id))) throw unknown(request, comps);
    return ofGroup(request.id);
  }
  let environments = comps.flatMap((one) => one.environments.get(request.id) ?? []);
  if (environments.length === 0) throw unknown(request, comps);
  return environments.flatMap(({ groups }) => groups.flatMap(ofGroup));
}
async function readComps(repositories, access) {
  let found = [];
  for (let { definition, state } of repositories) {
    let type = ["group_zst", "group_xz", "group_gz", "group"].find(
      (name) => state.repomd.data.has(name)
    ), data = type === void 0 ? void 0 : state.repomd.data.get(type);
    if (data === void 0) continue;
    let path = await fetchMetadata(definition, state, data, access), compression = compressionOf(data.href);
    if (compression === "none") found.push(parseComps(await readFile3(path, "utf8")));
    else {
      let chunks = [];
      for await (let chunk of openDecompressed(path, compression, MAX_COMPS_BYTES))
        chunks.push(chunk);
      found.push(parseComps(Buffer.concat(chunks).toString("utf8")));
    }
  }
  return found;
}
function unknown(request, comps) {
  let { id, kind, origin } = request, known = comps.flatMap((one) => [
    ...(kind === "group" ? one.groups : one.environments).keys()
  ]), near = nearestName(id, known);
  return lockConfigError("UNKNOWN_GROUP", `no repository has the ${kind} "${id}"`, {
    place: origin,
    hint: near === void 0 ? `The repositories have ${known.length === 0 ? "none" : `${known.length}, among them ${known.sort().slice(0, 8).join(", ")}`}.` : `Did you mean "${near}"?`
  });
}

// lib/lock/requests.ts
var COMPARISON = /^(\S+)\s+(<|<=|==?|>=|>)\s+(\S+)$/;
async function resolveRequests(requests, pool, log) {
  let named = requests.map((request) => resolveByName(request, pool)), queries = [];
  for (let [at, request] of requests.entries())
    named[at] !== void 0 || !isCapability(request) || (queries.push({ at, query: { what: request.text, flags: "provides,rel" } }), request.text.startsWith("/") && queries.push({ at, query: { what: request.text, flags: "filelist,flat" } }));
  let answers = await lookUp(
    pool,
    queries.map(({ query }) => query),
    log
  );
  return requests.map((request, at) => {
    let name = named[at];
    if (name !== void 0) return orObsoleter(name, pool);
    let answer = answers.find((found, nth) => found !== void 0 && queries[nth]?.at === at);
    return { request, jobs: answer === void 0 ? [] : [`install ${answer}`], candidates: [] };
  });
}
function isCapability({ text, repoid }) {
  return repoid !== void 0 || /[*?]/.test(text) ? !1 : !/\s/.test(text) || COMPARISON.test(text);
}
function resolveByName(request, pool) {
  let { text, repoid } = request, inRepository = (found) => found.filter(({ repository }) => repoid === void 0 || repository.definition.id === repoid), resolved = (candidates, whole) => {
    if (candidates.length === 0) return;
    let usable = candidates.filter((found) => pool.disqualify(found) === void 0), name2 = candidates[0]?.name, job = whole && repoid === void 0 ? `install name ${name2}` : `install oneof ${usable.map(solvableId).join(" ")}`;
    return { request, jobs: usable.length === 0 ? [] : [job], candidates };
  };
  if (/[*?[]/.test(text)) return resolveGlob(request, pool, inRepository);
  let [, name = text, sign, version] = COMPARISON.exec(text) ?? [];
  if (sign !== void 0 && version !== void 0) {
    let wanted = parseWanted(version);
    if (wanted === void 0) return;
    let called = inRepository(pool.named(name)), fitting = called.filter(({ evr }) => holds(compareEvr(parseEvr(evr), wanted), sign));
    return called.length > 0 && fitting.length === 0 ? { request, jobs: [], candidates: called } : resolved(fitting, !1);
  }
  return resolved(inRepository(pool.named(text)), !0) ?? resolved(inRepository(byNevra(text, pool)), !1);
}
function orObsoleter(resolved, pool) {
  let { request, jobs, candidates } = resolved;
  if (jobs[0] !== `install name ${request.text}`) return resolved;
  let usable = candidates.filter((found) => pool.disqualify(found) === void 0), versions = usable.map(({ name, evr }) => parseCapability(`${name} = ${evr}`)), obsoleters = pool.obsoleters(request.text).filter(({ obsoletes, candidate }) => {
    let range = parseCapability(obsoletes);
    return pool.disqualify(candidate) === void 0 && versions.some((one) => meets(one, range));
  });
  if (obsoleters.length === 0) return resolved;
  let ids = [...usable, ...obsoleters.map(({ candidate }) => candidate)].map(solvableId);
  return { request, jobs: [`install oneof ${[...new Set(ids)].join(" ")}`], candidates };
}
function resolveGlob(request, pool, inRepository) {
  let expression = globExpression(request.text), names = /* @__PURE__ */ new Set();
  for (let { index } of pool.repositories)
    for (let name of index.names()) expression.test(name) && names.add(name);
  let candidates = [...names].sort().flatMap((name) => inRepository(pool.named(name)));
  if (candidates.length === 0) return;
  let usable = candidates.filter((found) => pool.disqualify(found) === void 0), jobs = [...groupBy(usable, ({ name }) => name)].map(
    ([name, found]) => request.repoid === void 0 ? `install name ${name}` : `install oneof ${found.map(solvableId).join(" ")}`
  );
  return { request, jobs, candidates };
}
function byNevra(text, pool) {
  let dot = text.lastIndexOf("."), [bare, arch] = dot === -1 ? [text, ""] : [text.slice(0, dot), text.slice(dot + 1)], found = arch === "" ? [] : pool.named(bare).filter((one) => one.arch === arch);
  if (found.length > 0) return found;
  for (let at = text.lastIndexOf("-"), tries = 0; at > 0 && tries < 2; tries += 1) {
    let version = text.slice(at + 1), fitting = pool.named(text.slice(0, at)).filter(
      (one) => evrForms(one.evr).some((form) => [form, `${form}.${one.arch}`].includes(version))
    );
    if (fitting.length > 0) return fitting;
    at = text.lastIndexOf("-", at - 1);
  }
  return [];
}
function evrForms(evr) {
  let { epoch, version, release } = parseEvr(evr), forms = [version, `${version}-${release}`];
  return [...forms, ...forms.map((form) => `${epoch}:${form}`)];
}
function parseWanted(text) {
  return /^(\d+:)?[^:\s-]+(-[^:\s-]+)?$/.test(text) ? parseEvr(text) : void 0;
}
function holds(order, sign) {
  return order === 0 ? sign.includes("=") : order < 0 ? sign.startsWith("<") : sign.startsWith(">");
}

// lib/lock/selection.ts
var MAX_ROUNDS = 32;
async function selectPackages(treefile, given, access) {
  let { log } = access, groups = await expandGroups(treefile.groups, given.repositories, access), requests = uniqueRequests([...treefileRequests(treefile), ...groups.requests]), pool = given, files = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let resolved = await resolveRequests(requests, pool, log), unmet = resolved.filter(({ jobs: jobs2, request }) => jobs2.length === 0 && !request.optional), met = resolved.filter(({ jobs: jobs2 }) => jobs2.length > 0), jobs = met.flatMap((found) => found.jobs), solution = unmet.length > 0 ? void 0 : await solve(pool, jobs, { ...treefile, log }), unknown2 = (solution === void 0 ? unmet.map(({ request }) => request.text) : missingFrom(solution)).filter((name) => name.startsWith("/") && !files.includes(name));
    if (unknown2.length > 0) {
      files = [...files, ...unknown2], pool = await poolWithFiles(given, files, access);
      continue;
    }
    if (solution === void 0) throw unmetRequests(unmet, treefile, pool);
    if (solution.problems.length > 0)
      throw await explainFailure({ solution, resolved: met, treefile, pool, log });
    let candidates = solution.chosen.map((solvable) => findCandidate(solvable, pool)), names = new Set(candidates.map(({ name }) => name)), due = groups.conditional.filter(({ request, requires }) => names.has(requires) && !names.has(request.text)).map(({ request }) => request).filter((request) => !requests.some(({ text }) => text === request.text));
    if (due.length === 0) {
      for (let { request } of resolved.filter((found) => found.jobs.length === 0))
        log.debug(`a group names ${request.text}, which is not there for ${treefile.basearch}`);
      return candidates;
    }
    requests = [...requests, ...due];
  }
  throw lockBuildError("SOLVER_FAILED", `no end of new packages after ${MAX_ROUNDS} rounds`);
}
async function poolWithFiles(pool, files, access) {
  access.log.debug(`looking for ${files.join(", ")} in filelists.xml`);
  let repositories = [];
  for (let repository of pool.repositories)
    repositories.push(await withFiles(repository, files, access));
  return pool.withRepositories(repositories);
}
function treefileRequests(treefile) {
  let { packages, repoPackages, origins, path } = treefile, placeOf = (text) => origins.packages.get(text);
  return [
    ...packages.map((text) => ({ text, ...optionalPlace(placeOf(text)) })),
    ...repoPackages.flatMap(
      ({ repo, packages: names }) => names.map((text) => ({ text, repoid: repo, place: { file: path } }))
    )
  ];
}
function optionalPlace(place) {
  return place === void 0 ? {} : { place };
}
function uniqueRequests(requests) {
  let found = /* @__PURE__ */ new Map();
  for (let request of requests) {
    let before = found.get(request.text);
    (before === void 0 || before.repoid === void 0 && request.repoid !== void 0) && found.set(request.text, request);
  }
  return [...found.values()];
}
function findCandidate(solvable, pool) {
  let [, name, evr, arch, alias] = /^(.+)-([^-]+-[^-]+)\.([^.@]+)@(r\d+)$/.exec(solvable) ?? [], repository = pool.repositories.find((one) => one.alias === alias), found = repository?.index.find(name ?? "", evr ?? "", arch ?? "");
  if (repository === void 0 || found === void 0)
    throw lockBuildError(
      "SOLVER_FAILED",
      `testsolv chose ${solvable}, which the index does not have`
    );
  return { ...found, repository };
}

// lib/lock/signers.ts
import { open } from "node:fs/promises";
var PARALLEL = 16, MAX_HEADER_BYTES = 64 * 1024 * 1024, GUESSED_HEADER_BYTES = 256 * 1024;
async function verifySigners(chosen, previous, access) {
  let signers = /* @__PURE__ */ new Map(), unverified = [];
  for (let [repository, candidates] of groupBy(chosen, (found) => found.repository)) {
    if (!repository.definition.gpgcheck) continue;
    let keyring = await keyringOf(repository, access);
    for (let candidate of candidates) {
      let signer = previous.get(candidate.checksum)?.signer;
      signer !== void 0 && keyring.fingerprints.has(signer) ? signers.set(candidate, signer) : unverified.push({ candidate, keyring });
    }
  }
  if (unverified.length === 0) return signers;
  let progress = access.log.progress("Check signatures", unverified.length, "packages"), limit = pLimit(PARALLEL);
  try {
    await Promise.all(
      unverified.map(
        ({ candidate, keyring }) => limit(async () => {
          signers.set(candidate, await verifySigner(candidate, keyring, access)), progress.advance(1);
        })
      )
    );
  } finally {
    limit.clearQueue(), progress.done();
  }
  return signers;
}
async function keyringOf({ definition }, access) {
  let blocks = await readRepositoryKeys(definition, access);
  return parseKeyring(blocks, (reason) => {
    access.log.warn(`[${definition.id}] a key of gpgkey is unusable: ${reason}`, definition.place);
  });
}
async function verifySigner(candidate, keyring, access) {
  let bytes = await readHeaderBytes(candidate, access), facts = parsePackageFacts(bytes);
  assertSame(candidate, facts);
  let { id, place } = candidate.repository.definition, what = `[${id}] ${nevraOf(candidate)}`;
  if (facts.headerSignatures.length === 0)
    throw lockBuildError("PACKAGE_UNSIGNED", `${what} is not signed`, {
      place,
      hint: "gpgcheck=0 accepts the unsigned packages of this repository."
    });
  let header = bytes.subarray(facts.spans.header.start, facts.spans.header.end), reasons = [];
  for (let signature of facts.headerSignatures) {
    let verdict = await verifyDetached(header, signature, keyring);
    if ("signer" in verdict) return verdict.signer;
    reasons.push(verdict.reason);
  }
  throw lockBuildError(
    "PACKAGE_BAD_SIGNATURE",
    `${what} is not signed by a key that the repository names: ${reasons.join("; ")}`,
    { place, hint: `Its gpgkey= has ${[...keyring.fingerprints].join(", ") || "no usable key"}.` }
  );
}
function assertSame(candidate, facts) {
  let found = `${facts.name}-${formatEvr(facts)}.${facts.arch}`;
  if (found === nevraOf(candidate)) return;
  let { id, place } = candidate.repository.definition;
  throw lockBuildError(
    "HEADER_MISMATCH",
    `[${id}] primary.xml says ${nevraOf(candidate)}, the package at ${candidate.href} says ${found}`,
    { place }
  );
}
async function readHeaderBytes(candidate, access) {
  let { checksum, headerEnd, repository } = candidate, sizeBytes = headerEnd > 0 ? headerEnd : Math.min(GUESSED_HEADER_BYTES, candidate.sizeBytes), kept = await readStart(access.store.rpm(checksum.replace(/^sha256:/, "")), sizeBytes);
  if (kept !== void 0) return kept;
  let { id, place } = repository.definition, reasons = [];
  if (sizeBytes > MAX_HEADER_BYTES)
    reasons.push(`primary.xml gives it a header of ${sizeBytes} bytes`);
  else if (access.offline) reasons.push("nothing may be fetched");
  else {
    let urls = locationUrls(candidate, repository.state.baseUrls);
    for (let url of [...urls, ...urls.slice(0, 1)])
      try {
        return await fetchStart(url, sizeBytes, access);
      } catch (error) {
        if (!(error instanceof TreesmithError)) throw error;
        reasons.push(error.message);
      }
  }
  let message = `[${id}] the header of ${nevraOf(candidate)} cannot be had`;
  throw lockBuildError("HEADER_UNAVAILABLE", [message, ...new Set(reasons)].join(`
  `), {
    place
  });
}
async function fetchStart(url, sizeBytes, { http }) {
  let { body } = await http.get(url, { range: { start: 0, end: sizeBytes - 1 }, attempts: 3 }), chunks = [], received = 0;
  for await (let chunk of body)
    if (chunks.push(chunk), received += chunk.length, received >= sizeBytes) break;
  return Buffer.concat(chunks).subarray(0, sizeBytes);
}
async function readStart(path, sizeBytes) {
  let file = await open(path).catch(() => {
  });
  if (file !== void 0)
    try {
      let bytes = Buffer.alloc(Math.min(sizeBytes, MAX_HEADER_BYTES)), { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
}

// lib/lock/architecture-lock.ts
async function lockArchitecture({ treefile, repositories }, context) {
  let { basearch } = treefile, { active, lockedOnly } = repositories, opened = await Promise.all(
    [...active, ...lockedOnly].map(
      (definition, index) => openRepository(definition, `r${index}`, context)
    )
  ), pool = createPool(opened, ARCHITECTURES[basearch].rpmArches, {
    excludePackages: treefile.excludePackages,
    lockedOnly: new Set(lockedOnly.map(({ id }) => id)),
    lockedNevras: new Set(context.previous.map(({ name, evr, arch }) => `${name}-${evr}.${arch}`))
  }), chosen = await selectPackages(treefile, pool, context);
  for (let { state } of opened)
    await context.metadataCache?.saveMetadata(await repositoryFiles(state, context.store));
  let before = new Map(context.previous.map((locked) => [locked.checksum, locked])), signers = await verifySigners(chosen, before, context), packages = chosen.map(
    (candidate) => lockPackage(
      candidate,
      signers.get(candidate),
      context.keepUrls ? before.get(candidate.checksum)?.url : void 0
    )
  );
  return {
    arch: { arch: basearch, packages, source: [], module_metadata: [] },
    repositories: opened.map(({ definition, state }) => ({
      repoid: definition.id,
      arch: basearch,
      repomd: `sha256:${state.sha256}`,
      revision: state.repomd.revision
    }))
  };
}
async function openRepository(definition, alias, context) {
  definition.sslverify || context.log.warn(
    `[${definition.id}] sslverify=0 is not heeded: certificates are always checked`,
    definition.place
  );
  let state = await fetchRepomd(definition, context), data = state.repomd.data.get("primary");
  if (data === void 0)
    throw lockBuildError("BAD_METADATA", `[${definition.id}] repomd.xml names no primary`, {
      place: definition.place
    });
  state.repomd.data.has("modules") && context.log.warn(
    `[${definition.id}] has modules, which are not supported: their packages count as ordinary ones`,
    definition.place
  ), await context.metadataCache?.restoreMetadata(await repositoryFiles(state, context.store));
  let path = await fetchMetadata(definition, state, data, context);
  return { ...await openSolvRepository(definition.id, data, path, context.store), alias, definition, state };
}
function lockPackage(candidate, signer, before) {
  let { repository, name, evr, arch, href, sizeBytes, checksum, sourceRpm, buildTime } = candidate, { id, place } = repository.definition;
  if (!checksum.startsWith("sha256:")) {
    let message = `[${id}] primary.xml gives ${checksum.split(":")[0]} of ${nevraOf(candidate)}, expected SHA-256`;
    throw lockBuildError("WEAK_CHECKSUM", message, {
      place,
      hint: "createrepo_c --checksum sha256 writes it."
    });
  }
  let kept = before?.endsWith(`/${escapePath(href)}`) === !0 ? before : void 0, [url = ""] = locationUrls(candidate, repository.state.baseUrls);
  return {
    url: kept ?? withoutCredentials(url),
    repoid: id,
    size: sizeBytes,
    checksum,
    name,
    evr,
    sourcerpm: sourceRpm,
    arch,
    buildtime: buildTime,
    ...signer === void 0 ? {} : { signer }
  };
}
function withoutCredentials(url) {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, "$1");
}

// lib/lock/diff.ts
function diffLockfiles(before, after) {
  return [
    ...new Set([...before?.arches ?? [], ...after.arches].map(({ arch }) => arch))
  ].sort(compareBytes).flatMap(
    (basearch) => diffArch(basearch, packagesOf2(before, basearch), packagesOf2(after, basearch))
  );
}
function packagesOf2(lockfile, basearch) {
  let packages = lockfile?.arches.find(({ arch }) => arch === basearch)?.packages ?? [];
  return groupBy(
    packages.toSorted((a, b) => compareEvr(parseEvr(a.evr), parseEvr(b.evr))),
    ({ name }) => name
  );
}
function diffArch(basearch, before, after) {
  return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].sort(compareBytes).flatMap((name) => {
    let gone = (before.get(name) ?? []).filter((old) => !has(after.get(name), old)), come = (after.get(name) ?? []).filter((one) => !has(before.get(name), one));
    return Array.from(
      { length: Math.max(gone.length, come.length) },
      (_, index) => describeChange(basearch, gone[index], come[index])
    ).filter((change) => change !== void 0);
  });
}
function has(packages, wanted) {
  return packages?.some(({ checksum }) => checksum === wanted.checksum) ?? !1;
}
function describeChange(basearch, old, now) {
  let one = now ?? old;
  if (one !== void 0)
    return {
      basearch,
      kind: kindOf(old, now),
      name: one.name,
      arch: one.arch,
      ...old === void 0 ? {} : { oldEvr: old.evr, oldSizeBytes: old.size },
      ...now === void 0 ? {} : { newEvr: now.evr, newSizeBytes: now.size }
    };
}
function kindOf(old, now) {
  if (old === void 0) return "added";
  if (now === void 0) return "removed";
  let order = compareEvr(parseEvr(old.evr), parseEvr(now.evr));
  return order === 0 ? "rebuilt" : order < 0 ? "upgraded" : "downgraded";
}

// lib/lock/lock.ts
async function lockRemix({
  inputs,
  previous,
  log,
  ...access
}) {
  let inputHash = lockInputHash(inputs), keepUrls = previous !== void 0 && !isLockStale(previous, inputHash), arches = [], repositories = [];
  for (let [basearch, input] of inputs) {
    let before = previous?.arches.find(({ arch }) => arch === basearch)?.packages ?? [], made = await log.group(
      `Lock ${basearch}`,
      () => lockArchitecture(input, { ...access, log, keepUrls, previous: before })
    );
    arches.push(made.arch), repositories.push(...made.repositories);
  }
  let lockfile = {
    lockfileVersion: 1,
    lockfileVendor: "redhat",
    arches,
    treesmith: { inputHash, repositories }
  };
  return { lockfile, changes: diffLockfiles(previous, lockfile) };
}

// lib/build/lock.ts
var LISTED_WHEN_NEW = 20;
async function runLock(workspace, mode) {
  let path = workspace.remix.lockfile;
  if (mode === "check") return lockRun(path, await currentLock(workspace), []);
  if (mode === "if-stale") {
    let previous = await readIfThere(path), hash = lockInputHash(await readInputs(workspace));
    if (previous !== void 0 && !isLockStale(previous, hash)) return lockRun(path, previous, []);
  }
  let run = await solveLock(workspace);
  return run.outcome.changed && (await makeFolder(dirname2(path)), await writeLockfile(path, run.lockfile)), run;
}
async function solveLock(workspace) {
  let { remix, store, http, log, offline } = workspace, path = remix.lockfile, inputs = await readInputs(workspace), previous = await readIfThere(path).catch((error) => {
    if (!(error instanceof TreesmithError)) throw error;
    log.warn(`${error.message}; it is made anew`, error.place);
  });
  await assertToolsOf("lock");
  let { lockfile, changes } = await lockRemix({
    inputs,
    ...previous === void 0 ? {} : { previous },
    store,
    http,
    log,
    offline,
    ...workspace.cache === void 0 ? {} : { metadataCache: workspace.cache }
  }), changed = previous === void 0 || formatLockfile(previous) !== formatLockfile(lockfile);
  return lockRun(path, lockfile, changes, changed);
}
function formatLock({ path, packages, changes }) {
  let counts = Object.entries(packages).map(([arch, count3]) => `${arch}: ${count3} packages`), sizeBytes = changes.reduce((sum, { newSizeBytes = 0 }) => sum + newSizeBytes, 0);
  return [...changes.length > 0 && changes.every(({ kind }) => kind === "added") && changes.length > LISTED_WHEN_NEW ? [`${changes.length} packages added, ${formatBytes(sizeBytes)}; the lockfile names them.`] : formatChanges(changes, "text").trimEnd().split(`
`), `${path} (${counts.join(", ")})`];
}
function lockRun(path, lockfile, changes, changed = !1) {
  let packages = Object.fromEntries(
    lockfile.arches.map(({ arch, packages: locked }) => [arch, locked.length])
  );
  return { outcome: { path, changed, packages, changes }, lockfile };
}

export {
  plainText,
  KINDS,
  formatChanges,
  summarizeChanges,
  changedVersions,
  runLock,
  solveLock,
  formatLock
};
