import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  HEADER_TAG,
  badHeader,
  parseInstalledHeader
} from "./chunk-DBJ6H2PG.mjs";
import {
  findNevraFault
} from "./chunk-77DXW6FU.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/rpm/installed-package.ts
var ALGORITHMS = {
  1: "md5",
  2: "sha1",
  8: "sha256",
  9: "sha384",
  10: "sha512",
  11: "sha224"
}, SENSE = { less: 2, greater: 4, equal: 8, rpmlib: 1 << 24 }, GHOST = 64;
function parseInstalledPackage(header) {
  let nevra = {
    name: header.text(HEADER_TAG.name) ?? "",
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: header.text(HEADER_TAG.version) ?? "",
    release: header.text(HEADER_TAG.release) ?? "",
    arch: header.text(HEADER_TAG.arch) ?? ""
  };
  if (nevra.name === "gpg-pubkey") return;
  let fault = findNevraFault(nevra);
  if (fault !== void 0) throw badHeader(fault);
  let textOf = (tag) => header.text(tag)?.trim() ?? "";
  return {
    ...nevra,
    summary: textOf(HEADER_TAG.summary),
    license: textOf(HEADER_TAG.license),
    vendor: textOf(HEADER_TAG.vendor) || textOf(HEADER_TAG.packager),
    url: textOf(HEADER_TAG.url),
    sourceRpm: textOf(HEADER_TAG.sourceRpm),
    buildTime: header.number(HEADER_TAG.buildTime) ?? 0,
    headerSha256: textOf(HEADER_TAG.sigSha256),
    changelogTimes: header.numbers(HEADER_TAG.changelogTimes),
    requires: requiresOf(header),
    provides: providesOf(header),
    get files() {
      return filesOf(header);
    }
  };
}
function requiresOf(header) {
  let flags = header.numbers(HEADER_TAG.requireFlags), versions = header.texts(HEADER_TAG.requireVersion);
  return header.texts(HEADER_TAG.requireName).map((name, index) => ({
    ...capability(name, flags[index] ?? 0, versions[index] ?? ""),
    isOfRpm: ((flags[index] ?? 0) & SENSE.rpmlib) !== 0
  }));
}
function providesOf(header) {
  let flags = header.numbers(HEADER_TAG.provideFlags), versions = header.texts(HEADER_TAG.provideVersion);
  return header.texts(HEADER_TAG.provideName).map((name, index) => capability(name, flags[index] ?? 0, versions[index] ?? ""));
}
function capability(name, flags, evr) {
  let sign = ((flags & SENSE.less) === 0 ? "" : "<") + ((flags & SENSE.greater) === 0 ? "" : ">") + ((flags & SENSE.equal) === 0 ? "" : "=");
  return sign === "" || evr === "" ? { name } : { name, sign, evr };
}
function filesOf(header) {
  let bases = header.texts(HEADER_TAG.baseNames), folders = header.texts(HEADER_TAG.dirNames), indexes = header.numbers(HEADER_TAG.dirIndexes), modes = header.numbers(HEADER_TAG.fileModes), digests = header.texts(HEADER_TAG.fileDigests), flags = header.numbers(HEADER_TAG.fileFlags), number = header.number(HEADER_TAG.fileDigestAlgorithm) ?? 1, algorithm = ALGORITHMS[number] ?? "unknown";
  return bases.map((base, index) => {
    let folder = folders[indexes[index] ?? -1];
    if (folder === void 0)
      throw badHeader(`the file ${JSON.stringify(base)} is in no directory`);
    return {
      path: folder + base,
      mode: modes[index] ?? 0,
      digest: digests[index] ?? "",
      algorithm,
      isGhost: ((flags[index] ?? 0) & GHOST) !== 0
    };
  });
}

// lib/rpm/sqlite-table.ts
var MAGIC = "SQLite format 3\0", HEADER_BYTES = 100, LEAF_TABLE = 13, INTERIOR_TABLE = 5, UTF8 = 1, MAX_DEPTH = 20, MAX_COLUMNS = 2e3;
function readSqliteTable(source, name) {
  let database = new Database(source);
  for (let { values } of database.rows(1)) {
    let [type, , table, root] = values;
    if (!(type !== "table" || table !== name)) {
      if (typeof root != "number") throw badRpmdb(`the table ${name} is nowhere`);
      return database.rows(root);
    }
  }
}
function badRpmdb(what, hint = "Treesmith reads rpmdb.sqlite, which rpm writes since 4.16.") {
  return new BuildError("BAD_RPMDB", `bad package database: ${what}`, { hint });
}
var Database = class {
  #source;
  #pageBytes;
  /** What of a page is used: some databases keep the rest for extensions. */
  #usableBytes;
  #pages;
  constructor(source) {
    let header = Buffer.from(source.read(0, HEADER_BYTES));
    if (header.length < HEADER_BYTES || header.toString("latin1", 0, MAGIC.length) !== MAGIC)
      throw badRpmdb("it is no SQLite database");
    let pageBytes = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16), isPower = pageBytes >= 512 && (pageBytes & pageBytes - 1) === 0, usableBytes = pageBytes - (header[20] ?? 0);
    if (!isPower || usableBytes < 480) throw badRpmdb(`its pages have ${pageBytes} bytes`);
    if (header.readUInt32BE(56) !== UTF8) throw badRpmdb("its text is not UTF-8");
    this.#source = source, this.#pageBytes = pageBytes, this.#usableBytes = usableBytes, this.#pages = Math.floor(source.sizeBytes / pageBytes);
  }
  *rows(root) {
    yield* this.#walk(root, 0, /* @__PURE__ */ new Set());
  }
  *#walk(number, depth, seen) {
    if (depth > MAX_DEPTH || seen.has(number)) throw badRpmdb("its pages lead in circles");
    seen.add(number);
    let page = Buffer.from(this.#page(number)), start = number === 1 ? HEADER_BYTES : 0, type = page[start], cells = page.readUInt16BE(start + 3);
    if (type !== LEAF_TABLE && type !== INTERIOR_TABLE)
      throw badRpmdb(`page ${number} is of no table`);
    let pointers = start + (type === LEAF_TABLE ? 8 : 12);
    if (pointers + 2 * cells > this.#usableBytes)
      throw badRpmdb(`page ${number} has too many cells`);
    for (let index = 0; index < cells; index += 1) {
      let at = page.readUInt16BE(pointers + 2 * index);
      if (at + 4 > this.#usableBytes) throw badRpmdb(`a cell of page ${number} is outside of it`);
      type === LEAF_TABLE ? yield this.#row(page, at) : yield* this.#walk(page.readUInt32BE(at), depth + 1, seen);
    }
    type === INTERIOR_TABLE && (yield* this.#walk(page.readUInt32BE(start + 8), depth + 1, seen));
  }
  #row(page, at) {
    let size = readVarint(page, at), rowid = readVarint(page, size.end);
    return { rowid: rowid.value, values: readRecord(this.#payload(page, rowid.end, size.value)) };
  }
  /** The bytes of a cell: those in the page, then those of a chain of pages. */
  #payload(page, at, sizeBytes) {
    if (sizeBytes > this.#source.sizeBytes) throw badRpmdb("a row is larger than the database");
    let localBytes = this.#localBytes(sizeBytes);
    if (at + localBytes > this.#usableBytes) throw badRpmdb("a row is outside of its page");
    if (localBytes === sizeBytes) return page.subarray(at, at + sizeBytes);
    let whole = Buffer.alloc(sizeBytes);
    page.copy(whole, 0, at, at + localBytes);
    let filled = localBytes, next = at + localBytes + 4 <= page.length ? page.readUInt32BE(at + localBytes) : 0;
    for (; filled < sizeBytes; ) {
      let overflow = this.#page(next);
      next = Buffer.from(overflow.buffer, overflow.byteOffset, 4).readUInt32BE();
      let piece = overflow.subarray(4, Math.min(this.#usableBytes, 4 + sizeBytes - filled));
      whole.set(piece, filled), filled += piece.length;
    }
    return whole;
  }
  #localBytes(sizeBytes) {
    let usable = this.#usableBytes;
    if (sizeBytes <= usable - 35) return sizeBytes;
    let least = Math.floor((usable - 12) * 32 / 255) - 23, wanted = least + (sizeBytes - least) % (usable - 4);
    return wanted <= usable - 35 ? wanted : least;
  }
  #page(number) {
    if (number < 1 || number > this.#pages) throw badRpmdb(`there is no page ${number}`);
    let page = this.#source.read((number - 1) * this.#pageBytes, this.#pageBytes);
    if (page.length < this.#pageBytes) throw badRpmdb("it is cut short");
    return page;
  }
};
function readRecord(payload) {
  let header = readVarint(payload, 0);
  if (header.value > payload.length) throw badRpmdb("a row has a header that is larger than it");
  let values = [], at = header.end, body = header.value;
  for (; at < header.value; ) {
    let type = readVarint(payload, at), sizeBytes = typeBytes(type.value);
    if (body + sizeBytes > payload.length || values.length >= MAX_COLUMNS)
      throw badRpmdb("a row has a value outside of it");
    values.push(readValue(payload.subarray(body, body + sizeBytes), type.value)), body += sizeBytes, at = type.end;
  }
  return values;
}
function typeBytes(type) {
  return type >= 12 ? Math.floor((type - 12) / 2) : [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? unknownType(type);
}
function readValue(bytes, type) {
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return bytes.readDoubleBE();
  if (type === 6) {
    let value = bytes.readBigInt64BE();
    return BigInt.asIntN(54, value) === value ? Number(value) : value;
  }
  return type < 7 ? bytes.readIntBE(0, bytes.length) : type % 2 === 0 ? bytes : bytes.toString("utf8");
}
function unknownType(type) {
  throw badRpmdb(`a value is of the unknown type ${type}`);
}
function readVarint(bytes, start) {
  let value = 0;
  for (let at = start; at < start + 8; at += 1) {
    let byte = bytes[at];
    if (byte === void 0 || (value = value * 128 + (byte & 127), !Number.isSafeInteger(value))) break;
    if (byte < 128) return { value, end: at + 1 };
  }
  throw badRpmdb("a number in it is too large or cut short");
}

// lib/rpm/rpmdb.ts
function* readRpmdb(source) {
  let rows = readSqliteTable(source, "Packages");
  if (rows === void 0) throw badRpmdb("it has no table of packages");
  for (let { rowid, values } of rows) {
    let [, blob] = values;
    if (!(blob instanceof Uint8Array)) throw badRpmdb(`package ${rowid} has no header`);
    yield parseInstalledHeader(blob);
  }
}

export {
  parseInstalledPackage,
  badRpmdb,
  readRpmdb
};
