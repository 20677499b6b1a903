import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/ostree/byte-writer.ts
var ByteWriter = class {
  /** What was written, and room for more. */
  buffer = Buffer.allocUnsafe(512);
  length = 0;
  /** Makes room for so many bytes at the end, of any value, and returns where they begin. */
  grow(sizeBytes) {
    let at = this.length;
    return this.reserve(sizeBytes), this.length += sizeBytes, at;
  }
  append(bytes2) {
    let at = this.grow(bytes2.length);
    this.buffer.set(bytes2, at);
  }
  zeros(count) {
    if (count === 0) return;
    let at = this.grow(count);
    this.buffer.fill(0, at, this.length);
  }
  /** UTF-8. */
  text(value) {
    this.reserve(value.length * 3), this.length += this.buffer.write(value, this.length);
  }
  /** A little-endian number; of its bytes above 2^48 there are zeros. */
  unsigned(value, sizeBytes) {
    let at = this.grow(sizeBytes), exact = Math.min(sizeBytes, 6);
    this.buffer.fill(0, at + exact, this.length), this.buffer.writeUIntLE(value, at, exact);
  }
  /** All that was written. */
  bytes() {
    return this.buffer.subarray(0, this.length);
  }
  reserve(sizeBytes) {
    let needed = this.length + sizeBytes;
    if (needed <= this.buffer.length) return;
    let larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer.subarray(0, this.length)), this.buffer = larger;
  }
};

// lib/ostree/gvariant.ts
function typed(codec, value) {
  return { codec, value };
}
function serialise(codec, value) {
  let out = new ByteWriter();
  return codec.put(value, out), out.bytes();
}
var DEPTH_LIMIT = 32;
function malformed(signature, why) {
  return new BuildError(
    "GVARIANT_MALFORMED",
    `not a GVariant of type ${signature}: ${why}`
  );
}
var boolean = {
  signature: "b",
  alignment: 1,
  fixedSize: 1,
  put: (value, out) => out.unsigned(value ? 1 : 0, 1),
  read: (bytes2) => {
    if (bytes2.length !== 1 || (bytes2[0] ?? 2) > 1) throw malformed("b", "neither 0 nor 1");
    return bytes2[0] === 1;
  }
}, byte = {
  signature: "y",
  alignment: 1,
  fixedSize: 1,
  put: (value, out) => out.unsigned(value, 1),
  read: (bytes2) => {
    let [value] = bytes2;
    if (bytes2.length !== 1 || value === void 0) throw malformed("y", "not one byte");
    return value;
  }
}, uint32 = {
  signature: "u",
  alignment: 4,
  fixedSize: 4,
  put: (value, out) => {
    let at = out.grow(4);
    out.buffer.writeUInt32BE(value, at);
  },
  read: (bytes2) => view("u", bytes2, 4).getUint32(0)
}, int32 = {
  signature: "i",
  alignment: 4,
  fixedSize: 4,
  put: (value, out) => {
    let at = out.grow(4);
    out.buffer.writeInt32BE(value, at);
  },
  read: (bytes2) => view("i", bytes2, 4).getInt32(0)
}, uint64 = {
  signature: "t",
  alignment: 8,
  fixedSize: 8,
  put: (value, out) => {
    let at = out.grow(8);
    out.buffer.writeBigUInt64BE(value, at);
  },
  read: (bytes2) => view("t", bytes2, 8).getBigUint64(0)
}, int64 = {
  signature: "x",
  alignment: 8,
  fixedSize: 8,
  put: (value, out) => {
    let at = out.grow(8);
    out.buffer.writeBigInt64BE(value, at);
  },
  read: (bytes2) => view("x", bytes2, 8).getBigInt64(0)
}, double = {
  signature: "d",
  alignment: 8,
  fixedSize: 8,
  put: (value, out) => {
    let at = out.grow(8);
    out.buffer.writeDoubleBE(value, at);
  },
  read: (bytes2) => view("d", bytes2, 8).getFloat64(0)
}, string = {
  signature: "s",
  alignment: 1,
  fixedSize: void 0,
  put: (value, out) => {
    if (value.includes("\0")) throw malformed("s", "a NUL inside");
    out.text(value), out.zeros(1);
  },
  read: (bytes2) => {
    let end = bytes2.length - 1;
    if (end < 0 || bytes2.indexOf(0) !== end) throw malformed("s", "not ended by its only NUL");
    try {
      return new TextDecoder("utf-8", { fatal: !0, ignoreBOM: !0 }).decode(
        bytes2.subarray(0, end)
      );
    } catch (cause) {
      throw new BuildError("GVARIANT_MALFORMED", "a GVariant string is not UTF-8", {
        cause
      });
    }
  }
}, bytes = {
  signature: "ay",
  alignment: 1,
  fixedSize: void 0,
  put: (value, out) => out.append(value),
  read: (value) => value
};
function view(signature, bytes2, sizeBytes) {
  if (bytes2.length !== sizeBytes) throw malformed(signature, `${bytes2.length} bytes`);
  return new DataView(bytes2.buffer, bytes2.byteOffset, sizeBytes);
}

// lib/ostree/gvariant-containers.ts
function array(item) {
  let signature = `a${item.signature}`;
  return {
    signature,
    alignment: item.alignment,
    fixedSize: void 0,
    put: (values, out) => {
      let start = out.length, ends = [];
      for (let value of values) ends.push(putAligned(item, value, out) - start);
      item.fixedSize === void 0 && putOffsets(ends, out, start);
    },
    read: (bytes2) => arrayItems(signature, item, bytes2).map((part) => item.read(part))
  };
}
function tuple(...members) {
  return sequence(`(${members.map((member) => member.signature).join("")})`, members);
}
function entry(key, value) {
  return sequence(`{${key.signature}${value.signature}}`, [key, value]);
}
function maybe(item) {
  return {
    signature: `m${item.signature}`,
    alignment: item.alignment,
    fixedSize: void 0,
    put: (value, out) => {
      value !== null && (item.put(value, out), item.fixedSize === void 0 && out.zeros(1));
    },
    read: (bytes2) => bytes2.length === 0 ? null : item.read(item.fixedSize === void 0 ? bytes2.subarray(0, -1) : bytes2)
  };
}
function variantOf(codecOf2) {
  return {
    signature: "v",
    alignment: 8,
    fixedSize: void 0,
    put: ({ codec, value }, out) => {
      codec.put(value, out), out.zeros(1), out.text(codec.signature);
    },
    read: (bytes2) => {
      let split = bytes2.lastIndexOf(0);
      if (split < 0) throw malformed("v", "no type");
      let codec = codecOf2(Buffer.from(bytes2.subarray(split + 1)).toString("latin1"));
      return { codec, value: codec.read(bytes2.subarray(0, split)) };
    }
  };
}
function sequence(signature, members) {
  let alignment = Math.max(1, ...members.map((member) => member.alignment)), fixedSize = sizeOf(members, alignment);
  return {
    signature,
    alignment,
    fixedSize,
    put: (values, out) => {
      let start = out.length, ends = [];
      members.forEach((member, index) => {
        let end = putAligned(member, values[index], out) - start;
        member.fixedSize === void 0 && index < members.length - 1 && ends.unshift(end);
      }), fixedSize !== void 0 && out.zeros(start + fixedSize - out.length), putOffsets(ends, out, start);
    },
    read: (bytes2) => {
      let items = members.map((member, index) => [member, index]), offsets = members.filter((member) => member.fixedSize === void 0).length - (members.at(-1)?.fixedSize === void 0 ? 1 : 0), size = offsetSize(bytes2.length), body = bytes2.length - Math.max(0, offsets) * size;
      if (body < 0) throw malformed(signature, "too short");
      let start = 0, offset = bytes2.length, values = items.map(([member, index]) => {
        start = align(start, member.alignment);
        let end;
        if (member.fixedSize !== void 0 ? end = start + member.fixedSize : index === members.length - 1 ? end = body : (offset -= size, end = readOffset(bytes2, offset, size)), start > end || end > body) throw malformed(signature, `member ${index} out of bounds`);
        let value = member.read(bytes2.subarray(start, end));
        return start = end, value;
      });
      if (fixedSize !== void 0 && bytes2.length !== fixedSize)
        throw malformed(signature, "wrong size");
      return values;
    }
  };
}
function sizeOf(members, alignment) {
  let size = 0;
  for (let member of members) {
    if (member.fixedSize === void 0) return;
    size = align(size, member.alignment) + member.fixedSize;
  }
  return members.length === 0 ? 1 : align(size, alignment);
}
function arrayItems(signature, item, bytes2) {
  if (bytes2.length === 0) return [];
  let items = [];
  if (item.fixedSize !== void 0) {
    if (bytes2.length % item.fixedSize !== 0)
      throw malformed(signature, "not a multiple of its items");
    for (let at = 0; at < bytes2.length; at += item.fixedSize)
      items.push(bytes2.subarray(at, at + item.fixedSize));
    return items;
  }
  let size = offsetSize(bytes2.length), body = readOffset(bytes2, bytes2.length - size, size);
  if (body > bytes2.length - size || (bytes2.length - body) % size !== 0)
    throw malformed(signature, "offsets out of bounds");
  let start = 0;
  for (let at = body; at < bytes2.length; at += size) {
    let end = readOffset(bytes2, at, size);
    if (start = align(start, item.alignment), start > end || end > body) throw malformed(signature, `item ${items.length} out of bounds`);
    items.push(bytes2.subarray(start, end)), start = end;
  }
  return items;
}
function putAligned(codec, value, out) {
  return out.zeros(align(out.length, codec.alignment) - out.length), codec.put(value, out), out.length;
}
function putOffsets(offsets, out, start) {
  let length = out.length - start, fits = (size) => length + offsets.length * size < 2 ** (8 * size), width = [1, 2, 4].find(fits) ?? 8;
  for (let offset of offsets) out.unsigned(offset, width);
}
function align(offset, alignment) {
  return Math.ceil(offset / alignment) * alignment;
}
function offsetSize(length) {
  return length <= 255 ? 1 : length <= 65535 ? 2 : length <= 4294967295 ? 4 : 8;
}
function readOffset(bytes2, at, size) {
  let value = 0;
  for (let index = size - 1; index >= 0; index -= 1) value = value * 256 + (bytes2[at + index] ?? 0);
  return value;
}

// lib/ostree/gvariant-type.ts
var variant = variantAt(0), vardict = array(entry(string, variant)), BASIC = {
  b: boolean,
  y: byte,
  i: int32,
  u: uint32,
  x: int64,
  t: uint64,
  d: double,
  s: string,
  o: { ...string, signature: "o" },
  g: { ...string, signature: "g" }
};
function codecOf(signature, depth = 0) {
  let reader = { signature, at: 0 }, codec = readType(reader, depth);
  if (reader.at !== signature.length) throw malformed(signature, "more than one type");
  return codec;
}
function variantAt(depth) {
  return variantOf((signature) => {
    if (depth >= DEPTH_LIMIT) throw malformed("v", `nested deeper than ${DEPTH_LIMIT}`);
    return codecOf(signature, depth + 1);
  });
}
function readType(reader, depth) {
  if (depth > DEPTH_LIMIT) throw malformed(reader.signature, `nested deeper than ${DEPTH_LIMIT}`);
  let letter = reader.signature[reader.at] ?? "";
  reader.at += 1;
  let basic = BASIC[letter];
  if (basic !== void 0) return basic;
  switch (letter) {
    case "v":
      return variantAt(depth);
    case "m":
      return maybe(readType(reader, depth + 1));
    case "a":
      return reader.signature[reader.at] === "y" ? (reader.at += 1, bytes) : array(readType(reader, depth + 1));
    case "{": {
      let key = readType(reader, depth + 1), value = readType(reader, depth + 1);
      return expectEnd(reader, "}"), entry(key, value);
    }
    case "(": {
      let members = [];
      for (; reader.signature[reader.at] !== ")"; ) members.push(readType(reader, depth + 1));
      return expectEnd(reader, ")"), tuple(...members);
    }
    default:
      throw malformed(reader.signature, `no type ${JSON.stringify(letter)}`);
  }
}
function expectEnd(reader, letter) {
  if (reader.signature[reader.at] !== letter) throw malformed(reader.signature, `no ${letter}`);
  reader.at += 1;
}

// lib/ostree/objects.ts
var COMMIT = tuple(
  vardict,
  bytes,
  array(tuple(string, bytes)),
  string,
  string,
  uint64,
  bytes,
  bytes
), DIRTREE = tuple(
  array(tuple(string, bytes)),
  array(tuple(string, bytes, bytes))
), DIRMETA = tuple(
  uint32,
  uint32,
  uint32,
  array(tuple(bytes, bytes))
);
function formatCommit(commit) {
  return serialise(COMMIT, [
    commit.metadata,
    commit.parent === void 0 ? new Uint8Array() : checksumBytes(commit.parent),
    [],
    commit.subject,
    commit.body,
    BigInt(commit.timestampSeconds),
    checksumBytes(commit.rootTree),
    checksumBytes(commit.rootMeta)
  ]);
}
function parseCommit(object) {
  let [metadata, parent, , subject, body, timestamp, rootTree, rootMeta] = COMMIT.read(object);
  return {
    metadata,
    parent: parent.length === 0 ? void 0 : checksumHex(parent),
    subject,
    body,
    timestampSeconds: Number(timestamp),
    rootTree: checksumHex(rootTree),
    rootMeta: checksumHex(rootMeta)
  };
}
function parseDirtree(object) {
  let [files, directories] = DIRTREE.read(object);
  return {
    files: files.map(([name, checksum]) => ({
      name: safeName(name),
      checksum: checksumHex(checksum)
    })),
    directories: directories.map(([name, tree, meta]) => ({
      name: safeName(name),
      tree: checksumHex(tree),
      meta: checksumHex(meta)
    }))
  };
}
function formatDirtree({ files, directories }) {
  return serialise(DIRTREE, [
    files.map(({ name, checksum }) => [name, checksumBytes(checksum)]),
    directories.map(
      ({ name, tree, meta }) => [name, checksumBytes(tree), checksumBytes(meta)]
    )
  ]);
}
function parseDirmeta(object) {
  let [uid, gid, mode, xattrs] = DIRMETA.read(object);
  return { uid, gid, mode, xattrs };
}
function formatDirmeta(meta) {
  return serialise(DIRMETA, [meta.uid, meta.gid, meta.mode, meta.xattrs]);
}
function objectChecksum(object) {
  return sha256(object);
}
function objectPath(checksum, type) {
  return `objects/${checksum.slice(0, 2)}/${checksum.slice(2)}.${type}`;
}
function isChecksum(text) {
  return /^[0-9a-f]{64}$/.test(text);
}
function checksumBytes(hex) {
  if (!isChecksum(hex)) throw badChecksum(hex);
  return Buffer.from(hex, "hex");
}
function checksumHex(value) {
  if (value.length !== 32) throw badChecksum(`${value.length} bytes`);
  return Buffer.from(value).toString("hex");
}
function badChecksum(got) {
  return new BuildError(
    "CHECKSUM_MALFORMED",
    `expected a SHA-256, got ${JSON.stringify(got)}`
  );
}
function safeName(name) {
  if (name === "" || name === "." || name === ".." || name.includes("/"))
    throw new BuildError(
      "DIRTREE_NAME_UNSAFE",
      `a dirtree names ${JSON.stringify(name)}`
    );
  return name;
}

export {
  typed,
  serialise,
  boolean,
  uint32,
  uint64,
  int64,
  double,
  string,
  bytes,
  array,
  tuple,
  entry,
  maybe,
  variant,
  vardict,
  formatCommit,
  parseCommit,
  parseDirtree,
  formatDirtree,
  parseDirmeta,
  formatDirmeta,
  objectChecksum,
  objectPath,
  isChecksum,
  checksumBytes
};
