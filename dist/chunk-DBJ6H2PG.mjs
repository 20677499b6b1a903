import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/rpm/header-entries.ts
var TYPE = {
  char: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  string: 6,
  bin: 7,
  stringArray: 8,
  i18nString: 9
}, VALUE_BYTES = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 }, FIRST_TAG = 100, LAST_TAG = 2147483647, REGION_TAG = { signature: 62, header: 63, installed: 63 }, IMAGE_TAG = 61, ARRAY_LIMIT = 1048575, ENTRY_BYTES = 16;
function readEntries(index, data, kind) {
  let entries = /* @__PURE__ */ new Map(), length = index.byteLength / ENTRY_BYTES;
  if (length === 0) throw badHeader("it has no entries");
  let regionEnd = readRegion(index, data, kind), end = 0, filledBytes = 0;
  for (let position = regionEnd === void 0 ? 0 : 1; position < length; position += 1) {
    let at = position * ENTRY_BYTES, tag = index.getUint32(at), entry = readEntry(index, at, tag, data);
    if (tag < FIRST_TAG || tag > LAST_TAG) throw badHeader(`tag ${tag} is not allowed in it`);
    if (entry.offset < end) throw badHeader(`tag ${tag} overlaps the one before`);
    if (end = entry.offset + entry.sizeBytes, regionEnd !== void 0 && end > regionEnd - ENTRY_BYTES && entry.offset < regionEnd)
      throw badHeader(`tag ${tag} overlaps the end of its region`);
    if (entries.has(tag) && kind !== "installed") throw badHeader(`tag ${tag} stands there twice`);
    entries.set(tag, entry);
    let alignBytes = VALUE_BYTES[entry.type] ?? 1;
    filledBytes = Math.ceil(filledBytes / alignBytes) * alignBytes + entry.sizeBytes;
  }
  if (!(filledBytes + (regionEnd === void 0 ? 0 : ENTRY_BYTES) === data.length) && kind !== "installed")
    throw badHeader("there is data in it that belongs to no tag");
  if (regionEnd !== void 0) {
    let region = { type: index.getUint32(4), count: ENTRY_BYTES, offset: regionEnd - ENTRY_BYTES };
    entries.set(index.getUint32(0), { ...region, sizeBytes: ENTRY_BYTES });
  }
  return entries;
}
function readEntry(index, at, tag, data) {
  let type = index.getUint32(at + 4), offset = index.getUint32(at + 8), count = index.getUint32(at + 12);
  if (type < TYPE.char || type > TYPE.i18nString)
    throw badHeader(`tag ${tag} has the unknown type ${type}`);
  if (offset > data.length) throw badHeader(`tag ${tag} lies outside of the data`);
  if (count < 1 || count > data.length || type !== TYPE.bin && count > ARRAY_LIMIT)
    throw badHeader(`tag ${tag} has ${count} values, more than its data can hold`);
  if (type === TYPE.string && count !== 1)
    throw badHeader(`tag ${tag} has ${count} strings, expected one`);
  let valueBytes = VALUE_BYTES[type];
  if (valueBytes === void 0)
    return { type, count, offset, sizeBytes: stringsEnd(data, tag, offset, count) - offset };
  if (offset % valueBytes !== 0) throw badHeader(`tag ${tag} is not aligned`);
  let sizeBytes = count * valueBytes;
  if (offset + sizeBytes > data.length) throw badHeader(`tag ${tag} reaches beyond the data`);
  return { type, count, offset, sizeBytes };
}
function stringsEnd(data, tag, offset, count) {
  let at = offset;
  for (let position = 0; position < count; position += 1) {
    let end = data.indexOf(0, at);
    if (end === -1) throw badHeader(`a string of tag ${tag} has no end`);
    at = end + 1;
  }
  return at;
}
function readRegion(index, data, kind) {
  if (index.getUint32(0) !== REGION_TAG[kind]) return;
  let offset = index.getUint32(8), sane = index.getUint32(4) === TYPE.bin && index.getUint32(12) === ENTRY_BYTES, end = offset + ENTRY_BYTES;
  if (!sane || end > data.length) throw badHeader("the entry of its region is malformed");
  let trailerTag = data.readUInt32BE(offset), fits = trailerTag === REGION_TAG[kind] || kind === "signature" && trailerTag === IMAGE_TAG, shaped = data.readUInt32BE(offset + 4) === TYPE.bin && data.readUInt32BE(offset + 12) === ENTRY_BYTES, indexBytes = -data.readInt32BE(offset + 8);
  if (!fits || !shaped || indexBytes < 0 || indexBytes % ENTRY_BYTES !== 0)
    throw badHeader("the trailer of its region is malformed");
  let within = indexBytes <= index.byteLength, whole = indexBytes === index.byteLength && end === data.length;
  if (kind === "header" ? !whole : !within) throw badHeader("its region does not fit it");
  return end;
}
function badHeader(what) {
  return new BuildError("BAD_HEADER", `bad RPM header: ${what}`);
}

// lib/rpm/header.ts
var LEAD_BYTES = 96, LEAD_MAGIC = 3987467995, HEADER_MAGIC = 2393761793, INTRO_BYTES = 16, ENTRY_BYTES2 = 16, LIMITS = {
  signature: { entries: 32, dataBytes: 64 * 1024 * 1024 },
  header: { entries: 65535, dataBytes: 268435455 },
  installed: { entries: 65535, dataBytes: 268435455 }
}, KIND_NAME = { signature: "signature ", header: "", installed: "" };
function findRpmSpans(bytes) {
  if (bytes.length < LEAD_BYTES || viewOf(bytes).getUint32(0) !== LEAD_MAGIC) throw badLead();
  let signature = headerSpan(bytes, LEAD_BYTES, "signature"), header = headerSpan(bytes, align(signature.end), "header");
  return { signature, header, payloadStart: header.end };
}
function rpmHeaderBytes(bytes) {
  let signatureIntro = LEAD_BYTES + INTRO_BYTES;
  if (bytes.length < signatureIntro) return signatureIntro;
  if (viewOf(bytes).getUint32(0) !== LEAD_MAGIC) throw badLead();
  let headerStart = align(headerEnd(bytes, LEAD_BYTES, "signature")), intro = headerStart + INTRO_BYTES;
  return bytes.length < intro ? intro : headerEnd(bytes, headerStart, "header");
}
function parseHeader(bytes, start = 0, kind = "header") {
  let { end } = headerSpan(bytes, start, kind);
  return readHeader(bytes.subarray(start + INTRO_BYTES, end), entriesAt(bytes, start + 8), kind);
}
function parseInstalledHeader(bytes) {
  if (bytes.length < 8) throw badHeader("it is cut short");
  let entries = entriesAt(bytes, 0), dataBytes = viewOf(bytes).getUint32(4);
  if (assertLimits(entries, dataBytes, "installed"), 8 + entries * ENTRY_BYTES2 + dataBytes !== bytes.length)
    throw badHeader("it has another size than it says");
  return readHeader(bytes.subarray(8), entries, "installed");
}
function readHeader(body, entries, kind) {
  let indexBytes = entries * ENTRY_BYTES2, index = new DataView(body.buffer, body.byteOffset, indexBytes), { buffer, byteOffset, length } = body.subarray(indexBytes), data = Buffer.from(buffer, byteOffset, length);
  return new Header(readEntries(index, data, kind), data);
}
var Header = class {
  #entries;
  #data;
  constructor(entries, data) {
    this.#entries = entries, this.#data = data;
  }
  has(tag) {
    return this.#entries.has(tag);
  }
  /** Tag numbers in the order of the index; that of the region comes last. */
  tags() {
    return [...this.#entries.keys()];
  }
  /** The string, or the first of several: for translated ones that is the untranslated one. */
  text(tag) {
    return this.#strings(tag)[0];
  }
  /** All strings, none when the tag is not there. Translations of one string are no list. */
  texts(tag) {
    if (this.#entries.get(tag)?.type === TYPE.i18nString) throw badHeader(`tag ${tag} is no list`);
    return this.#strings(tag);
  }
  /** The number, or the first of several. */
  number(tag) {
    return this.numbers(tag)[0];
  }
  /** All numbers, unsigned; none when the tag is not there. 64-bit ones above 2^53 are an error. */
  numbers(tag) {
    let entry = this.#entries.get(tag);
    if (entry === void 0) return [];
    let sizeBytes = VALUE_BYTES[entry.type];
    if (sizeBytes === void 0 || entry.type === TYPE.bin)
      throw badHeader(`tag ${tag} is no number`);
    return Array.from(
      { length: entry.count },
      (_, position) => readNumber(this.#data, entry.offset + position * sizeBytes, sizeBytes, tag)
    );
  }
  /** Binary data. Not a copy. */
  bytes(tag) {
    let entry = this.#entries.get(tag);
    if (entry !== void 0) {
      if (entry.type !== TYPE.bin) throw badHeader(`tag ${tag} is not binary`);
      return this.#data.subarray(entry.offset, entry.offset + entry.sizeBytes);
    }
  }
  #strings(tag) {
    let entry = this.#entries.get(tag);
    if (entry === void 0) return [];
    if (VALUE_BYTES[entry.type] !== void 0) throw badHeader(`tag ${tag} is no string`);
    let end = entry.offset + entry.sizeBytes;
    return this.#data.toString("utf8", entry.offset, end - 1).split("\0");
  }
};
function badLead() {
  return new BuildError("BAD_LEAD", "not an RPM package: it does not begin as one");
}
function align(end) {
  return Math.ceil(end / 8) * 8;
}
function headerSpan(bytes, start, kind) {
  if (start + INTRO_BYTES > bytes.length) throw badHeader("it is cut short");
  let end = headerEnd(bytes, start, kind);
  if (end > bytes.length) throw badHeader("it is cut short");
  return { start, end };
}
function headerEnd(bytes, start, kind) {
  let view = viewOf(bytes);
  if (view.getUint32(start) !== HEADER_MAGIC || view.getUint32(start + 4) !== 0)
    throw badHeader("its magic number is wrong");
  let entries = entriesAt(bytes, start + 8), dataBytes = view.getUint32(start + 12);
  return assertLimits(entries, dataBytes, kind), start + INTRO_BYTES + entries * ENTRY_BYTES2 + dataBytes;
}
function entriesAt(bytes, at) {
  return viewOf(bytes).getUint32(at);
}
function assertLimits(entries, dataBytes, kind) {
  let limit = LIMITS[kind];
  if (!(entries <= limit.entries && dataBytes <= limit.dataBytes))
    throw new BuildError(
      "HEADER_LIMIT",
      `an RPM ${KIND_NAME[kind]}header of ${entries} entries and ${dataBytes} bytes, expected at most ${limit.entries} and ${limit.dataBytes}`
    );
}
function readNumber(data, at, sizeBytes, tag) {
  if (sizeBytes < 8) return data.readUIntBE(at, sizeBytes);
  let value = Number(data.readBigUInt64BE(at));
  if (!Number.isSafeInteger(value)) throw badHeader(`tag ${tag} has a number above 2^53`);
  return value;
}
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// lib/rpm/tags.ts
var HEADER_TAG = {
  immutable: 63,
  sigSha256: 273,
  name: 1e3,
  version: 1001,
  release: 1002,
  epoch: 1003,
  summary: 1004,
  buildTime: 1006,
  size: 1009,
  vendor: 1011,
  license: 1014,
  packager: 1015,
  url: 1020,
  arch: 1022,
  oldFilenames: 1027,
  fileStates: 1029,
  fileModes: 1030,
  fileTimes: 1034,
  fileDigests: 1035,
  fileLinkTargets: 1036,
  fileFlags: 1037,
  fileUserNames: 1039,
  fileGroupNames: 1040,
  sourceRpm: 1044,
  provideName: 1047,
  requireFlags: 1048,
  requireName: 1049,
  requireVersion: 1050,
  changelogTimes: 1080,
  fileDevices: 1095,
  fileInodes: 1096,
  sourcePackage: 1106,
  provideFlags: 1112,
  provideVersion: 1113,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  payloadFormat: 1124,
  payloadCompressor: 1125,
  longSize: 5009,
  fileCapabilities: 5010,
  fileDigestAlgorithm: 5011,
  recommendName: 5046,
  payloadDigestAlgorithm: 5093,
  /** Of the payload as it is when nothing compresses it. */
  payloadDigestAlt: 5097,
  rpmFormat: 5114
}, SIGNATURE_TAG = {
  signatures: 62,
  dsa: 267,
  rsa: 268,
  openPgp: 278
};

export {
  badHeader,
  findRpmSpans,
  rpmHeaderBytes,
  parseHeader,
  parseInstalledHeader,
  HEADER_TAG,
  SIGNATURE_TAG
};
