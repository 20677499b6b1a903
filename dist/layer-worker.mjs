import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  TAR_END,
  tarPadding
} from "./chunk-XOI3AFZJ.mjs";
import {
  ContentReader,
  releaseBytes
} from "./chunk-6P2BBEF6.mjs";
import "./chunk-O5OUMCAY.mjs";
import {
  TAR_BLOCK_BYTES
} from "./chunk-OTENVE5P.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  collectGarbage
} from "./chunk-CWMLDEDE.mjs";
import {
  STOP
} from "./chunk-DXYLZNMC.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/container/layer-worker.ts
import { parentPort } from "node:worker_threads";

// lib/container/write-layer.ts
import { closeSync, openSync, writeSync } from "node:fs";

// lib/tar/member.ts
var NAME_BYTES = 100, PREFIX_BYTES = 155, PAX_FOLDER = "PaxHeaders/", PAX_MODE = 420;
function formatTarMember(member) {
  let name = nameBytes(member.name), link = member.linkName === void 0 ? Buffer.alloc(0) : nameBytes(member.linkName), place = splitName(name), records = [];
  place === void 0 && records.push(paxRecord("path", name)), link.length > NAME_BYTES && records.push(paxRecord("linkpath", link));
  let xattrs = [...member.xattrs ?? []].sort(
    ([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  );
  for (let [key, value] of xattrs) records.push(paxRecord(`SCHILY.xattr.${key}`, value));
  let header = formatHeader({
    ...member,
    ...place ?? { prefix: Buffer.alloc(0), name: name.subarray(0, NAME_BYTES) },
    link: link.subarray(0, NAME_BYTES)
  });
  return records.length === 0 ? header : ([name, link].every((bytes) => isUtf8(bytes)) || records.unshift(paxRecord("hdrcharset", Buffer.from("BINARY"))), Buffer.concat([formatPax(name, records), header]));
}
function formatHeader(entry) {
  let header = Buffer.alloc(TAR_BLOCK_BYTES);
  entry.name.copy(header), writeNumber(header, 100, 8, entry.modeOctal & 4095), writeNumber(header, 108, 8, entry.uid), writeNumber(header, 116, 8, entry.gid), writeNumber(header, 124, 12, entry.sizeBytes), writeNumber(header, 136, 12, entry.mtimeSeconds), header.write(entry.type, 156, "latin1"), entry.link.copy(header, 157), header.write("ustar\x0000", 257, "latin1"), entry.device !== void 0 && (writeNumber(header, 329, 8, entry.device.major), writeNumber(header, 337, 8, entry.device.minor)), entry.prefix.copy(header, 345), header.fill(32, 148, 156);
  let sum = 0;
  for (let at = 0; at < TAR_BLOCK_BYTES; at += 1) sum += header[at] ?? 0;
  return header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1"), header;
}
function formatPax(name, records) {
  let body = Buffer.concat(records), plain = (name.toString("latin1").replace(/\/$/, "").split("/").at(-1) ?? "").replace(/[^\x21-\x7e]/g, "_").slice(0, NAME_BYTES - PAX_FOLDER.length), header = formatHeader({
    type: "x",
    sizeBytes: body.length,
    modeOctal: PAX_MODE,
    uid: 0,
    gid: 0,
    mtimeSeconds: 0,
    name: Buffer.from(PAX_FOLDER + plain),
    prefix: Buffer.alloc(0),
    link: Buffer.alloc(0)
  }), padding = (TAR_BLOCK_BYTES - body.length % TAR_BLOCK_BYTES) % TAR_BLOCK_BYTES;
  return Buffer.concat([header, body, Buffer.alloc(padding)]);
}
function paxRecord(key, value) {
  let rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from(`
`)]), length = rest.length + 1;
  for (; String(length).length + rest.length !== length; )
    length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
function splitName(name) {
  if (name.length <= NAME_BYTES) return { prefix: Buffer.alloc(0), name };
  let at = name.lastIndexOf(47, Math.min(PREFIX_BYTES, name.length - 2));
  if (!(at < 1 || name.length - at - 1 > NAME_BYTES))
    return { prefix: name.subarray(0, at), name: name.subarray(at + 1) };
}
function nameBytes(name) {
  let bytes = Buffer.from(name);
  if (bytes.length === 0 || bytes.includes(0))
    throw new BuildError(
      "TAR_BAD",
      `no tar archive can be made: ${JSON.stringify(bytes.toString())} is no name`
    );
  return bytes;
}
function isUtf8(bytes) {
  return Buffer.from(bytes.toString()).equals(bytes);
}
function writeNumber(header, at, length, value) {
  let digits = value.toString(8);
  if (value >= 0 && digits.length < length) {
    header.write(`${digits.padStart(length - 1, "0")}\0`, at, "latin1");
    return;
  }
  header.fill(value < 0 ? 255 : 0, at, at + length), header.writeBigInt64BE(BigInt(value), at + length - 8), length > 8 || value < 0 ? header.writeUInt8(value < 0 ? 255 : 128, at) : header[at] = (header[at] ?? 0) | 128;
}

// lib/container/chunked-sink.ts
import { createHash } from "node:crypto";

// lib/container/chunked-toc.ts
var SKIPPABLE = Buffer.from([80, 42, 77, 24]), FRAME_HEADER_BYTES = 8, FOOTER_MAGIC = Buffer.from("GNUlInUx"), TABLE_TYPE = 1, PREFIX = "io.github.containers.zstd-chunked";
function formatTableOfContents(options) {
  let split = Buffer.from(options.split), splitFrame = options.compress(split), tarSplitDigest = `sha256:${sha256(splitFrame)}`, table = Buffer.from(
    JSON.stringify({ version: 1, entries: options.entries, tarSplitDigest })
  ), tableFrame = options.compress(table), tableAt = options.offset + FRAME_HEADER_BYTES, splitAt = tableAt + tableFrame.length + FRAME_HEADER_BYTES, footer = Buffer.alloc(64), numbers = [
    tableAt,
    tableFrame.length,
    table.length,
    TABLE_TYPE,
    splitAt,
    splitFrame.length,
    split.length
  ];
  for (let [index, number] of numbers.entries())
    footer.writeBigUInt64LE(BigInt(number), index * 8);
  return FOOTER_MAGIC.copy(footer, 56), {
    bytes: Buffer.concat([skippable(tableFrame), skippable(splitFrame), skippable(footer)]),
    annotations: {
      [`${PREFIX}.manifest-checksum`]: `sha256:${sha256(tableFrame)}`,
      [`${PREFIX}.manifest-position`]: `${tableAt}:${tableFrame.length}:${table.length}:${TABLE_TYPE}`,
      [`${PREFIX}.tarsplit-position`]: `${splitAt}:${splitFrame.length}:${split.length}`
    }
  };
}
function skippable(data) {
  let size = Buffer.alloc(4);
  return size.writeUInt32LE(data.length), Buffer.concat([SKIPPABLE, size, data]);
}

// lib/container/collect-after.ts
import { workerData } from "node:worker_threads";
var { garbageBytes = 5 * 2 ** 20 } = workerData ?? {}, uncollectedBytes = 0;
function collectAfter(sizeBytes) {
  uncollectedBytes += sizeBytes, !(uncollectedBytes < garbageBytes) && (uncollectedBytes = 0, collectGarbage());
}

// lib/container/crc64.ts
var TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let high = 0, low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    let carry = low & 1;
    low = low >>> 1 | (high & 1) << 31, high = carry === 1 ? high >>> 1 ^ 3623878656 : high >>> 1;
  }
  return high;
}), Crc64 = class {
  high = -1;
  low = -1;
  update(bytes) {
    let { high, low } = this;
    for (let at = 0; at < bytes.length; at += 1) {
      let entry = TABLE[(low ^ (bytes[at] ?? 0)) & 255] ?? 0;
      low = low >>> 8 | high << 24, high = high >>> 8 ^ entry;
    }
    this.high = high, this.low = low;
  }
  /** Big-endian. */
  digest() {
    let sum = Buffer.alloc(8);
    return sum.writeUInt32BE(~this.high >>> 0), sum.writeUInt32BE(~this.low >>> 0, 4), sum;
  }
};

// lib/container/layer-compressor.ts
import * as zlib from "node:zlib";
function makeCompressor(compression, level) {
  return compression === "gzip" ? new Gzip(level) : new Zstd(level);
}
var WINDOW_BYTES = 32 * 1024, MEMORY = 8, DENSE_MEMORY = 6, GZIP_BLOCK_BYTES = 1024 * 1024, ZSTD_BLOCK_BYTES = 2 * 1024 * 1024, GZIP_HEADER = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]), DEFLATE_END = Buffer.from([3, 0]), Gzip = class {
  block;
  level;
  memory = Buffer.allocUnsafeSlow(WINDOW_BYTES + GZIP_BLOCK_BYTES);
  windowBytes = 0;
  crc = 0;
  totalBytes = 0;
  constructor(level) {
    this.level = level, this.block = this.memory.subarray(WINDOW_BYTES);
  }
  begin() {
    return GZIP_HEADER;
  }
  compress(sizeBytes) {
    let bytes = this.block.subarray(0, sizeBytes), window = this.memory.subarray(WINDOW_BYTES - this.windowBytes, WINDOW_BYTES);
    this.crc = zlib.crc32(bytes, this.crc), this.totalBytes += sizeBytes;
    let compressed = zlib.deflateRawSync(bytes, {
      level: this.level,
      memLevel: this.level >= 9 ? DENSE_MEMORY : MEMORY,
      chunkSize: sizeBytes + 4096,
      finishFlush: zlib.constants.Z_SYNC_FLUSH,
      ...window.length === 0 ? {} : { dictionary: window }
    });
    return this.windowBytes = Math.min(WINDOW_BYTES, this.windowBytes + sizeBytes), this.memory.copyWithin(
      WINDOW_BYTES - this.windowBytes,
      WINDOW_BYTES + sizeBytes - this.windowBytes,
      WINDOW_BYTES + sizeBytes
    ), compressed;
  }
  end() {
    let trailer = Buffer.alloc(8);
    return trailer.writeUInt32LE(this.crc), trailer.writeUInt32LE(this.totalBytes % 2 ** 32, 4), Buffer.concat([DEFLATE_END, trailer]);
  }
}, Zstd = class {
  block = Buffer.allocUnsafeSlow(ZSTD_BLOCK_BYTES);
  level;
  constructor(level) {
    this.level = level;
  }
  begin() {
    return Buffer.alloc(0);
  }
  compress(sizeBytes) {
    return compressFrame(this.block.subarray(0, sizeBytes), this.level);
  }
  end() {
    return Buffer.alloc(0);
  }
};
function compressFrame(bytes, level) {
  return zlib.zstdCompressSync(bytes, {
    // All that can come out, so that it is one buffer.
    chunkSize: Math.max(1024, bytes.length + (bytes.length >> 8) + 512),
    params: { [zlib.constants.ZSTD_c_compressionLevel]: level }
  });
}

// lib/container/chunked-sink.ts
var CHUNK_BYTES = 2 * 1024 * 1024, ChunkedSink = class {
  level;
  append;
  tar = createHash("sha256");
  blob = createHash("sha256");
  chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  filledBytes = 0;
  tarBytes = 0;
  blobBytes = 0;
  /** Headers and padding that are not yet compressed, and not yet in the list of what is between files. */
  between = [];
  segment = [];
  toc = [];
  split = [];
  file;
  /** The table is JSON, which has no names that are not UTF-8: then it is an ordinary layer. */
  isListable = !0;
  constructor(level, append) {
    this.level = level, this.append = append;
  }
  begin(entry, header) {
    this.raw(header), (entry.pathBytes !== void 0 || entry.targetBytes !== void 0) && (this.isListable = !1);
    let name = `${entry.path}${entry.type === "folder" ? "/" : ""}`;
    this.file = {
      name,
      entry: tocEntryOf(entry, name),
      chunks: [],
      hash: createHash("sha256"),
      crc: new Crc64(),
      sizeBytes: 0
    }, this.packSegment();
  }
  write(bytes) {
    let { file } = this;
    if (!(file === void 0 || bytes.length === 0)) {
      file.sizeBytes === 0 && this.compressBetween(), this.tar.update(bytes), this.tarBytes += bytes.length, file.hash.update(bytes), file.crc.update(bytes), file.sizeBytes += bytes.length;
      for (let at = 0; at < bytes.length; ) {
        let piece = bytes.subarray(at, at + CHUNK_BYTES - this.filledBytes);
        this.chunk.set(piece, this.filledBytes), this.filledBytes += piece.length, at += piece.length, this.filledBytes === CHUNK_BYTES && this.closeChunk(file);
      }
    }
  }
  end(padding) {
    let { file } = this;
    file !== void 0 && (this.closeChunk(file), this.toc.push(...tocEntriesOf(file, this.blobBytes)), this.packFile(file), this.raw(padding), this.file = void 0);
  }
  finish(tail) {
    this.raw(tail), this.packSegment(), this.compressBetween();
    let { bytes, annotations } = this.table();
    return this.put(bytes), releaseBytes(this.chunk), {
      tarSha256: this.tar.digest("hex"),
      tarBytes: this.tarBytes,
      sha256: this.blob.digest("hex"),
      sizeBytes: this.blobBytes,
      annotations
    };
  }
  table() {
    return this.isListable ? formatTableOfContents({
      entries: this.toc,
      split: this.split.join(""),
      offset: this.blobBytes,
      compress: (data) => compressFrame(data, this.level)
    }) : { bytes: Buffer.alloc(0), annotations: {} };
  }
  raw(bytes) {
    bytes.length !== 0 && (this.tar.update(bytes), this.tarBytes += bytes.length, this.between.push(bytes), this.segment.push(bytes));
  }
  compressBetween() {
    this.between.length > 0 && this.put(compressFrame(Buffer.concat(this.between), this.level)), this.between = [];
  }
  closeChunk(file) {
    if (this.filledBytes === 0) return;
    let bytes = this.chunk.subarray(0, this.filledBytes), digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    file.chunks.push({ offset: this.blobBytes, sizeBytes: bytes.length, digest });
    let compressed = compressFrame(bytes, this.level);
    this.put(compressed), releaseBytes(compressed) || collectAfter(bytes.length), this.filledBytes = 0;
  }
  /** tar-split: what is not the bytes of a file, as it is. */
  packSegment() {
    let payload = Buffer.concat(this.segment).toString("base64");
    this.segment = [], this.split.push(`${JSON.stringify({ type: 2, payload, position: this.split.length })}
`);
  }
  /** tar-split: a file, by name, size and CRC. */
  packFile({ name, sizeBytes, crc }) {
    let size = sizeBytes === 0 ? {} : { size: sizeBytes }, payload = sizeBytes === 0 ? null : crc.digest().toString("base64"), position = this.split.length;
    this.split.push(`${JSON.stringify({ type: 1, name, ...size, payload, position })}
`);
  }
  put(bytes) {
    this.blob.update(bytes), this.blobBytes += bytes.length, this.append(bytes);
  }
}, TYPES = {
  file: "reg",
  hardlink: "hardlink",
  symlink: "symlink",
  folder: "dir",
  character: "char",
  block: "block",
  pipe: "fifo"
};
function tocEntryOf(entry, name) {
  let { type, mode, uid, gid, target, xattrs = [], device, mtimeSeconds = 0 } = entry;
  return {
    type: TYPES[type],
    name,
    ...target === void 0 ? {} : { linkName: target },
    mode,
    uid,
    gid,
    modtime: new Date(mtimeSeconds * 1e3).toISOString().replace(".000Z", "Z"),
    ...device === void 0 ? {} : { devMajor: device.major, devMinor: device.minor },
    ...xattrs.length === 0 ? {} : {
      xattrs: Object.fromEntries(
        xattrs.map(([key, value]) => [key, Buffer.from(value).toString("base64")])
      )
    }
  };
}
function tocEntriesOf(file, endOffset) {
  let [first, ...rest] = file.chunks;
  if (first === void 0) return [file.entry];
  let whole = {
    ...file.entry,
    size: file.sizeBytes,
    digest: `sha256:${file.hash.digest("hex")}`,
    offset: first.offset,
    endOffset
  };
  if (rest.length === 0) return [whole];
  let chunks = [], chunkOffset = first.sizeBytes;
  for (let { offset, sizeBytes, digest } of rest) {
    let facts = { offset, chunkSize: sizeBytes, chunkOffset, chunkDigest: digest };
    chunks.push({ type: "chunk", name: file.name, ...facts }), chunkOffset += sizeBytes;
  }
  return [{ ...whole, chunkSize: first.sizeBytes, chunkDigest: first.digest }, ...chunks];
}

// lib/container/layer-sink.ts
import { createHash as createHash2 } from "node:crypto";
var LayerSink = class {
  compressor;
  append;
  tar = createHash2("sha256");
  blob = createHash2("sha256");
  block;
  filledBytes = 0;
  tarBytes = 0;
  blobBytes = 0;
  constructor(compressor, append) {
    this.compressor = compressor, this.append = append, this.block = compressor.block, this.put(compressor.begin());
  }
  write(bytes) {
    for (let at = 0; at < bytes.length; ) {
      let piece = bytes.subarray(at, at + this.block.length - this.filledBytes);
      this.block.set(piece, this.filledBytes), this.filledBytes += piece.length, at += piece.length, this.filledBytes === this.block.length && this.flush();
    }
  }
  begin(_entry, header) {
    this.write(header);
  }
  end(padding) {
    this.write(padding);
  }
  finish(tail) {
    return this.write(tail), this.flush(), this.put(this.compressor.end()), releaseBytes(this.block), {
      tarSha256: this.tar.digest("hex"),
      tarBytes: this.tarBytes,
      sha256: this.blob.digest("hex"),
      sizeBytes: this.blobBytes,
      annotations: {}
    };
  }
  flush() {
    if (this.filledBytes === 0) return;
    let bytes = this.block.subarray(0, this.filledBytes);
    this.tar.update(bytes), this.tarBytes += bytes.length;
    let compressed = this.compressor.compress(this.filledBytes);
    this.put(compressed), this.filledBytes = 0, releaseBytes(compressed) || collectAfter(bytes.length);
  }
  put(bytes) {
    bytes.length !== 0 && (this.blob.update(bytes), this.blobBytes += bytes.length, this.append(bytes));
  }
};

// lib/container/write-layer.ts
async function writeLayer(task, reader2 = new ContentReader()) {
  let fd = openSync(task.path, "wx", 420);
  try {
    let append = (bytes) => writeAll(fd, bytes), output = task.compression === "zstd:chunked" ? new ChunkedSink(task.level, append) : new LayerSink(makeCompressor(task.compression, task.level), append), differing = [];
    for (let entry of task.entries) {
      if (output.begin(entry, formatTarMember(memberOf(entry))), entry.type === "file") {
        let other = await reader2.read(entry, (bytes) => output.write(bytes));
        other !== void 0 && differing.push(other);
      }
      output.end(tarPadding(entry.sizeBytes));
    }
    return { ...output.finish(TAR_END), differing };
  } finally {
    closeSync(fd);
  }
}
var TYPES2 = {
  file: "0",
  hardlink: "1",
  symlink: "2",
  character: "3",
  block: "4",
  folder: "5",
  pipe: "6"
};
function memberOf(entry) {
  let { path, pathBytes, type, mode, uid, gid, mtimeSeconds = 0, xattrs = [], device } = entry, isFolder = type === "folder", link = entry.targetBytes ?? entry.target;
  return {
    name: pathBytes === void 0 ? `${path}${isFolder ? "/" : ""}` : Buffer.concat([pathBytes, Buffer.from(isFolder ? "/" : "")]),
    type: TYPES2[type],
    sizeBytes: type === "file" ? entry.sizeBytes : 0,
    modeOctal: mode,
    uid,
    gid,
    mtimeSeconds,
    xattrs,
    ...link === void 0 ? {} : { linkName: link },
    ...device === void 0 ? {} : { device }
  };
}
function writeAll(fd, bytes) {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

// lib/container/layer-worker.ts
var reader = new ContentReader(), last = Promise.resolve();
parentPort?.on("message", (task) => {
  task === STOP && process.exit(), last = last.then(async () => parentPort?.postMessage(await work(task)));
});
async function work(task) {
  try {
    return { path: task.path, facts: await writeLayer(task, reader) };
  } catch (error) {
    let { code, message } = error;
    return { path: task.path, error: { code: code ?? "", message } };
  }
}
