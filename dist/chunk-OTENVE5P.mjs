import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/tar/parse.ts
var TAR_BLOCK_BYTES = 512;
function parseTarHeader(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES && fail(`a header of ${data.length} bytes`), data.every((byte) => byte === 0)) return;
  isTarHeader(data) || fail("the checksum of a header is wrong");
  let magic = data.toString("latin1", 257, 265), flavour = magic === "ustar\x0000" ? "ustar" : magic === "ustar  \0" ? "gnu" : "v7", prefix = flavour === "ustar" ? textAt(data, 345, 155) : "", name = textAt(data, 0, 100), type = data[156] === 0 ? "0" : String.fromCharCode(data[156] ?? 0);
  return {
    flavour,
    name: prefix === "" ? name : `${prefix}/${name}`,
    modeOctal: numberAt(data, 100, 8) & 4095,
    uid: numberAt(data, 108, 8),
    gid: numberAt(data, 116, 8),
    sizeBytes: numberAt(data, 124, 12),
    mtimeSeconds: numberAt(data, 136, 12),
    type,
    linkName: textAt(data, 157, 100),
    sparse: type === "S" ? {
      realSizeBytes: numberAt(data, 483, 12),
      chunks: parseChunks(data.subarray(386, 482)),
      isExtended: data[482] !== 0
    } : void 0
  };
}
function isTarHeader(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES) return !1;
  let sum = 256;
  for (let [index, byte] of data.entries()) (index < 148 || index >= 156) && (sum += byte);
  return /^ *[0-7]{1,7}[\0 ]/.test(data.toString("latin1", 148, 156)) && numberAt(data, 148, 8) === sum;
}
function parseSparseExtension(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return data.length !== TAR_BLOCK_BYTES && fail(`a sparse map of ${data.length} bytes`), { chunks: parseChunks(data.subarray(0, 504)), isExtended: data[504] !== 0 };
}
function parsePaxRecords(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), records = /* @__PURE__ */ new Map();
  for (let at = 0; at < data.length; ) {
    let length = /^(\d{1,8}) /.exec(data.toString("latin1", at, at + 9))?.[1], end = at + Number(length);
    (length === void 0 || end > data.length || end <= at) && fail("a pax record has no length");
    let record = data.toString("utf8", at + length.length + 1, end), equals = record.indexOf("=");
    (equals < 1 || !record.endsWith(`
`)) && fail("a pax record is no key=value"), records.set(record.slice(0, equals), record.slice(equals + 1, -1)), at = end;
  }
  return records;
}
function parseChunks(data) {
  let chunks = [];
  for (let at = 0; at + 24 <= data.length && !data.subarray(at, at + 24).every((byte) => byte === 0); at += 24)
    chunks.push({ offsetBytes: numberAt(data, at, 12), sizeBytes: numberAt(data, at + 12, 12) });
  return chunks;
}
function numberAt(data, at, length) {
  let field = data.subarray(at, at + length);
  if (((field[0] ?? 0) & 128) !== 0) {
    let value2 = field.reduce(
      (sum, byte, index) => sum * 256 + (index === 0 ? byte & 127 : byte),
      0
    );
    return Number.isSafeInteger(value2) ? value2 : fail("a number is too large");
  }
  let text = field.toString("latin1").replace(/[\0 ]+$/, "").trimStart();
  if (text === "") return 0;
  let value = /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
  return Number.isSafeInteger(value) ? value : fail("a number is not octal");
}
function textAt(data, at, length) {
  let field = data.subarray(at, at + length), end = field.indexOf(0);
  return field.toString("utf8", 0, end === -1 ? length : end);
}
function fail(what) {
  throw new BuildError("TAR_BAD", `not a sound tar archive: ${what}`);
}

export {
  TAR_BLOCK_BYTES,
  parseTarHeader,
  isTarHeader,
  parseSparseExtension,
  parsePaxRecords
};
