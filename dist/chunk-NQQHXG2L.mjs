import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-S6FOOEAW.mjs";

// lib/media/media-model.ts
var CHUNK_BYTES = 64 * 1024;

// lib/media/chunk-map.ts
var ChunkMap = class _ChunkMap {
  sizeBytes;
  bits;
  constructor(sizeBytes, bits) {
    this.sizeBytes = sizeBytes;
    const needed = Math.ceil(Math.ceil(sizeBytes / CHUNK_BYTES) / 8);
    this.bits = bits ?? new Uint8Array(new SharedArrayBuffer(needed));
  }
  /** Of all chunks, the last of which may be shorter. */
  get count() {
    return Math.ceil(this.sizeBytes / CHUNK_BYTES);
  }
  has(index) {
    return ((this.bits[index >>> 3] ?? 0) & 1 << (index & 7)) !== 0;
  }
  set(index, isUsed) {
    const mask = 1 << (index & 7);
    const byte = this.bits[index >>> 3] ?? 0;
    this.bits[index >>> 3] = isUsed ? byte | mask : byte & ~mask;
  }
  /** Whether any of the chunks in `[first, end)` is used. */
  hasAny(first, end) {
    for (let index = first; index < end; index += 1) if (this.has(index)) return true;
    return false;
  }
  /** Used chunks, those that follow each other as one run, within `[from, to)`. */
  *runs(from = 0, to = this.count) {
    let first = -1;
    for (let index = from; index <= to; index += 1) {
      const isUsed = index < to && this.has(index);
      if (isUsed && first === -1) first = index;
      if (isUsed || first === -1) continue;
      yield { first, count: index - first };
      first = -1;
    }
  }
  copy() {
    const map = new _ChunkMap(this.sizeBytes);
    map.bits.set(this.bits);
    return map;
  }
};

// lib/media/encode-batch.ts
import * as zlib from "node:zlib";

// lib/media/adler32.ts
var MODULUS = 65521;
var BYTES_AT_ONCE = 5552;
function adler32(data) {
  let low = 1;
  let high = 0;
  for (let at = 0; at < data.length; ) {
    const end = Math.min(at + BYTES_AT_ONCE, data.length);
    for (; at < end; at += 1) {
      low += data[at] ?? 0;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return (high << 16 | low) >>> 0;
}

// lib/media/media-tasks.ts
var BATCH_CHUNKS = 32;
var BATCH_BYTES = BATCH_CHUNKS * CHUNK_BYTES;
var UNPATCHED = -1;

// lib/media/patches.ts
function isPatched(patches, offsetBytes, sizeBytes) {
  return patches.some(
    (patch) => patch.offsetBytes < offsetBytes + sizeBytes && patch.offsetBytes + patch.bytes.length > offsetBytes
  );
}
function applyPatches(patches, offsetBytes, data) {
  for (const patch of patches) {
    const from = Math.max(patch.offsetBytes, offsetBytes);
    const to = Math.min(patch.offsetBytes + patch.bytes.length, offsetBytes + data.length);
    if (from >= to) continue;
    const bytes = patch.bytes.subarray(from - patch.offsetBytes, to - patch.offsetBytes);
    data.set(bytes, from - offsetBytes);
  }
}

// lib/media/read-disk.ts
import { readSync } from "node:fs";
function readDisk(file, usedChunks, offsetBytes, data) {
  const first = offsetBytes / CHUNK_BYTES;
  const end = Math.min(usedChunks.count, Math.ceil((offsetBytes + data.length) / CHUNK_BYTES));
  let filled = 0;
  for (const run of usedChunks.runs(first, end)) {
    const from = run.first * CHUNK_BYTES - offsetBytes;
    const to = Math.min(
      from + run.count * CHUNK_BYTES,
      data.length,
      usedChunks.sizeBytes - offsetBytes
    );
    data.fill(0, filled, from);
    for (let at = from; at < to; ) {
      const count = readSync(file, data, at, to - at, offsetBytes + at);
      if (count === 0) {
        throw new BuildError("DISK_BAD", "the disk became shorter while it was read");
      }
      at += count;
    }
    filled = to;
  }
  data.fill(0, filled);
}

// lib/media/encode-batch.ts
var MEM_LEVEL = 9;
var BatchEncoder = class {
  settings;
  file;
  usedChunks;
  variantChunks;
  batch = Buffer.alloc(BATCH_BYTES);
  patched = Buffer.alloc(BATCH_BYTES);
  constructor(settings, file) {
    this.settings = settings;
    this.file = file;
    this.usedChunks = new ChunkMap(settings.sizeBytes, settings.usedChunks);
    this.variantChunks = settings.variantChunks.map(
      (bits) => new ChunkMap(settings.sizeBytes, bits)
    );
  }
  /** Returns the pieces of a batch, in the order of the chunks. A chunk of zeros has none. */
  encode(batch) {
    readDisk(this.file, this.usedChunks, batch * BATCH_BYTES, this.batch);
    const first = batch * BATCH_CHUNKS;
    const end = Math.min(first + BATCH_CHUNKS, this.usedChunks.count);
    const pieces = [];
    for (const [want, { encoding, variants }] of this.settings.wants.entries()) {
      const step = encoding.kind === "zstd-batch" ? end - first : 1;
      for (let chunk = first; chunk < end; chunk += step) {
        for (const variant of this.distinct(variants, chunk, step)) {
          const data = this.view(variant, first, chunk, step);
          pieces.push({ want, variant, chunk, ...encode(encoding, data) });
        }
      }
    }
    return pieces;
  }
  /** Variants in which these chunks are not all zeros; those that leave them alone are one. */
  distinct(variants, chunk, count) {
    const found = /* @__PURE__ */ new Set();
    for (const variant of variants) {
      if (this.variantChunks[variant]?.hasAny(chunk, chunk + count) !== true) continue;
      found.add(variantOf(this.settings, variant, chunk, count));
    }
    return found;
  }
  view(variant, first, chunk, count) {
    const offset = chunk * CHUNK_BYTES;
    const at = (chunk - first) * CHUNK_BYTES;
    const sizeBytes = count === 1 ? CHUNK_BYTES : Math.min(count * CHUNK_BYTES, this.settings.sizeBytes - offset);
    const data = this.batch.subarray(at, at + sizeBytes);
    if (variant === UNPATCHED) return data;
    const patched = this.patched.subarray(0, sizeBytes);
    data.copy(patched);
    applyPatches(this.settings.variants[variant] ?? [], offset, patched);
    return patched;
  }
};
function variantOf({ variants }, variant, chunk, count) {
  const patches = variants[variant] ?? [];
  return isPatched(patches, chunk * CHUNK_BYTES, count * CHUNK_BYTES) ? variant : UNPATCHED;
}
function compressZstd(data, level) {
  return zlib.zstdCompressSync(data, {
    params: { [zlib.constants.ZSTD_c_compressionLevel]: level }
  });
}
function encode(encoding, data) {
  if (encoding.kind === "plain") return { ...whole(Buffer.from(data)), isPlain: true };
  if (encoding.kind === "zstd-batch") return whole(compressZstd(data, encoding.level));
  if (encoding.kind === "zstd") return smaller(compressZstd(data, encoding.level), data);
  const { level, windowBits, isOpen } = encoding;
  const { Z_SYNC_FLUSH, Z_FINISH } = zlib.constants;
  const stream = zlib.deflateRawSync(data, {
    level,
    windowBits,
    memLevel: MEM_LEVEL,
    chunkSize: CHUNK_BYTES + 4096,
    finishFlush: isOpen ? Z_SYNC_FLUSH : Z_FINISH
  });
  if (!isOpen) return smaller(stream, data);
  return {
    isPlain: false,
    crc32: zlib.crc32(data),
    adler32: adler32(data),
    bytes: stream
  };
}
function smaller(stream, data) {
  const isPlain = stream.length >= data.length;
  return { ...whole(isPlain ? Buffer.from(data) : stream), isPlain };
}
function whole(bytes) {
  return { isPlain: false, crc32: 0, adler32: 0, bytes };
}

// lib/media/collect-garbage.ts
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
function collectGarbage() {
  collect ??= exposeCollector();
  collect({ type: "minor" });
}
var collect;
function exposeCollector() {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

export {
  CHUNK_BYTES,
  ChunkMap,
  BATCH_CHUNKS,
  BATCH_BYTES,
  isPatched,
  applyPatches,
  readDisk,
  BatchEncoder,
  variantOf,
  compressZstd,
  collectGarbage
};
