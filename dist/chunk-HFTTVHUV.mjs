import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  TAR_BLOCK_BYTES,
  parseTarHeader
} from "./chunk-OTENVE5P.mjs";
import {
  BuildError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/layers/byte-source.ts
function streamSource(stream) {
  let chunks = stream[Symbol.asyncIterator](), rest = Buffer.alloc(0), take = async (most) => {
    for (; rest.length === 0; ) {
      let { done, value } = await chunks.next();
      if (done === !0) return;
      rest = value;
    }
    let piece = rest.subarray(0, most);
    return rest = rest.subarray(piece.length), piece;
  };
  return {
    read: async (length) => {
      if (rest.length >= length) {
        let whole = rest.subarray(0, length);
        return rest = rest.subarray(length), whole;
      }
      let pieces = [];
      for (let left = length; left > 0; ) {
        let piece = await take(left);
        if (piece === void 0) break;
        pieces.push(piece), left -= piece.length;
      }
      return Buffer.concat(pieces);
    },
    pieces: async function* (length) {
      for (let left = length; left > 0; ) {
        let piece = await take(left);
        if (piece === void 0) return;
        left -= piece.length, yield piece;
      }
    },
    skip: async (length) => {
      let left = length;
      for (; left > 0; ) {
        let piece = await take(left);
        if (piece === void 0) break;
        left -= piece.length;
      }
      return length - left;
    }
  };
}
function fileSource(file, sizeBytes) {
  let at = 0, read = async (length) => {
    let most = Math.min(length, sizeBytes - at), { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, at);
    return at += bytesRead, buffer.subarray(0, bytesRead);
  };
  return {
    read,
    pieces: async function* (length) {
      for (let left = length; left > 0; ) {
        let piece = await read(Math.min(left, 262144));
        if (piece.length === 0) return;
        left -= piece.length, yield piece;
      }
    },
    skip: async (length) => {
      let most = Math.min(length, sizeBytes - at);
      return at += most, most;
    }
  };
}

// lib/layers/layer-member.ts
var NO_ATTRIBUTES = /* @__PURE__ */ new Map(), MADE_FOLDER = {
  name: "",
  type: "folder",
  modeOctal: 493,
  uid: 0,
  gid: 0,
  mtimeSeconds: 0,
  linkName: "",
  sizeBytes: 0,
  offsetBytes: 0,
  major: 0,
  minor: 0,
  attributes: NO_ATTRIBUTES
};

// lib/layers/unsafe.ts
function unsafe(why) {
  return new BuildError(
    "LAYER_UNSAFE",
    `a layer of the container image is bad: ${why}`
  );
}

// lib/layers/pax-records.ts
function parsePaxBytes(data) {
  let records = /* @__PURE__ */ new Map();
  for (let at = 0; at < data.length; ) {
    let digits = /^(\d{1,8}) /.exec(data.toString("latin1", at, at + 9))?.[1], end = at + Number(digits), equals = digits === void 0 ? -1 : data.indexOf("=", at + digits.length + 1);
    if (digits === void 0 || end > data.length || end <= at || equals < 0 || equals >= end)
      throw unsafe("a pax record is no key=value");
    let key = data.toString("utf8", at + digits.length + 1, equals);
    records.set(key, Buffer.from(data.subarray(equals + 1, end - 1))), at = end;
  }
  return records;
}
function paxNumber(value) {
  let number = Math.floor(Number(value.toString("latin1")));
  if (!Number.isSafeInteger(number)) throw unsafe("a number of a pax record is none");
  return number;
}

// lib/layers/layer-reader.ts
var TYPES = {
  0: "file",
  7: "file",
  1: "hard-link",
  2: "link",
  3: "character",
  4: "block",
  5: "folder",
  6: "fifo"
}, MAX_EXTRA_BYTES = 2 ** 20, XATTR = "SCHILY.xattr.";
async function* readLayerEntries(source) {
  let extra = { records: /* @__PURE__ */ new Map(), longName: void 0, longLink: void 0 };
  for (let at = 0; ; ) {
    let block = await source.read(TAR_BLOCK_BYTES);
    if (block.length === 0) return;
    if (block.length < TAR_BLOCK_BYTES) throw unsafe("it is cut short");
    let header = parseTarHeader(block);
    if (header === void 0) return assertEnd(await source.read(TAR_BLOCK_BYTES));
    let offsetBytes = at + TAR_BLOCK_BYTES, dataBytes = dataSize(header, extra.records), paddedBytes = Math.ceil(dataBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
    if (at = offsetBytes + paddedBytes, !Number.isSafeInteger(at)) throw unsafe(`${header.name} has ${dataBytes} bytes`);
    if ("xLKg".includes(header.type)) {
      if (dataBytes > MAX_EXTRA_BYTES) throw unsafe(`a header of ${dataBytes} bytes`);
      let data = await source.read(paddedBytes);
      if (data.length < paddedBytes) throw unsafe("it ends within a header");
      extra = withExtra(extra, header.type, data.subarray(0, dataBytes));
      continue;
    }
    let member = memberOf(header, block, { ...extra, dataBytes, offsetBytes }), left = dataBytes;
    yield {
      member,
      data: async function* () {
        for await (let piece of source.pieces(left))
          left -= piece.length, yield piece;
        if (left > 0) throw cutShort(member);
      }
    };
    let rest = left + paddedBytes - dataBytes;
    if (await source.skip(rest) < rest) throw cutShort(member);
    extra = { records: /* @__PURE__ */ new Map(), longName: void 0, longLink: void 0 };
  }
}
function withExtra(extra, type, data) {
  return type === "x" ? { ...extra, records: parsePaxBytes(data) } : type === "L" ? { ...extra, longName: textOf(data) } : type === "K" ? { ...extra, longLink: textOf(data) } : extra;
}
function dataSize(header, records) {
  let size = "xg".includes(header.type) ? void 0 : records.get("size"), dataBytes = size === void 0 ? header.sizeBytes : paxNumber(size);
  if (dataBytes < 0) throw unsafe(`${header.name} has ${dataBytes} bytes`);
  return dataBytes;
}
function memberOf(header, block, more) {
  let { records, longName, longLink, dataBytes } = more, text = (key) => records.get(key)?.toString("utf8"), number = (key, otherwise) => {
    let value = records.get(key);
    return value === void 0 ? otherwise : paxNumber(value);
  }, [path, linkPath] = [text("path"), text("linkpath")], name = path ?? longName ?? header.name;
  if ((path ?? longName) !== (longName ?? path) || (linkPath ?? longLink) !== (longLink ?? linkPath))
    throw unsafe(`${name} has two names`);
  let type = TYPES[header.type];
  if (type === void 0) throw unsafe(`${name} is of the unknown type ${header.type}`);
  if (type !== "file" && dataBytes > 0) throw unsafe(`${name} has data, and is no file`);
  let octal = (at) => Number.parseInt(block.toString("latin1", at, at + 8).replace(/[^0-7].*$/s, "") || "0", 8);
  return {
    name,
    type,
    modeOctal: header.modeOctal,
    linkName: linkPath ?? longLink ?? header.linkName,
    uid: number("uid", header.uid),
    gid: number("gid", header.gid),
    mtimeSeconds: Math.max(0, number("mtime", header.mtimeSeconds)),
    sizeBytes: dataBytes,
    offsetBytes: more.offsetBytes,
    major: octal(329),
    minor: octal(337),
    attributes: attributesOf(records, name)
  };
}
function attributesOf(records, name) {
  if (records.size === 0) return NO_ATTRIBUTES;
  let found = /* @__PURE__ */ new Map();
  for (let [key, value] of records) {
    if (key.startsWith("GNU.sparse.")) throw unsafe(`${name} is a sparse file`);
    key.startsWith(XATTR) && found.set(key.slice(XATTR.length), value);
  }
  return found.size === 0 ? NO_ATTRIBUTES : found;
}
function assertEnd(block) {
  if (block.some((byte) => byte !== 0)) throw unsafe("it goes on behind a block of zeros");
}
function textOf(bytes) {
  let end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}
function cutShort({ name }) {
  return unsafe(`it ends within ${name}`);
}

// lib/layers/open-layer.ts
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
var MAX_LAYER_BYTES = 64 * 2 ** 30;
async function* openLayer(blob, layer, { diffId, limitBytes = MAX_LAYER_BYTES } = {}) {
  blob.on("error", () => {
  });
  try {
    let compression = layerCompression(layer), outer = new Meter(), inner = new Meter(), limited = Readable.from(outer.pass(blob, layer), { objectMode: !1 }), name = `layer ${layer.digest}`;
    try {
      yield* inner.pass(openDecompressed(limited, compression, limitBytes));
    } catch (error) {
      let code = error instanceof TreesmithError ? error.code : void 0;
      if (code === "DECOMPRESS_FAILED") throw mismatch(`${name} is damaged`, error);
      if (code !== "SIZE_LIMIT") throw error;
      let message = `${name} has more than ${formatBytes(limitBytes)} when decompressed`;
      throw new BuildError("LAYER_LIMIT", message, { cause: error });
    }
    if (outer.sizeBytes !== layer.size)
      throw mismatch(`${name} has ${outer.sizeBytes} bytes, and the manifest says ${layer.size}`);
    let digest = outer.digest();
    if (digest !== layer.digest) throw mismatch(`${name} is damaged: it has the digest ${digest}`);
    if (diffId !== void 0 && diffId !== inner.digest())
      throw mismatch(`${name} is not what the config of the image says, ${diffId} decompressed`);
  } finally {
    blob.destroy();
  }
}
function layerCompression({ mediaType, digest }) {
  let match = /^application\/vnd\.(?:oci\.image\.layer(?:\.nondistributable)?\.v1\.tar|docker\.image\.rootfs(?:\.foreign)?\.diff\.tar)(?:[.+](gzip|zstd))?$/.exec(
    mediaType
  );
  if (match !== null) return match[1] ?? "none";
  let message = `layer ${digest} is of the unknown type ${mediaType}`;
  throw new BuildError("LAYER_UNSUPPORTED", message);
}
var Meter = class {
  sizeBytes = 0;
  hash = createHash("sha256");
  async *pass(chunks, layer) {
    for await (let chunk of chunks) {
      if (this.sizeBytes += chunk.length, layer !== void 0 && this.sizeBytes > layer.size)
        throw mismatch(
          `layer ${layer.digest} has more than the ${layer.size} bytes of the manifest`
        );
      this.hash.update(chunk), yield chunk;
    }
  }
  digest() {
    return `sha256:${this.hash.digest("hex")}`;
  }
};
function mismatch(message, cause) {
  return new BuildError("LAYER_MISMATCH", message, { cause });
}

export {
  streamSource,
  fileSource,
  MADE_FOLDER,
  unsafe,
  readLayerEntries,
  MAX_LAYER_BYTES,
  openLayer,
  layerCompression
};
