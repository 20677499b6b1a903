import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  collectGarbage
} from "./chunk-CWMLDEDE.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/media/chunk-map.ts
var ChunkMap = class _ChunkMap {
  sizeBytes;
  bits;
  constructor(sizeBytes, bits) {
    this.sizeBytes = sizeBytes;
    let needed = Math.ceil(Math.ceil(sizeBytes / 65536) / 8);
    this.bits = bits ?? new Uint8Array(new SharedArrayBuffer(needed));
  }
  /** Of all chunks, the last of which may be shorter. */
  get count() {
    return Math.ceil(this.sizeBytes / 65536);
  }
  has(index) {
    return ((this.bits[index >>> 3] ?? 0) & 1 << (index & 7)) !== 0;
  }
  set(index, isUsed) {
    let mask = 1 << (index & 7), byte = this.bits[index >>> 3] ?? 0;
    this.bits[index >>> 3] = isUsed ? byte | mask : byte & ~mask;
  }
  /** Whether any of the chunks in `[first, end)` is used. */
  hasAny(first, end) {
    for (let index = first; index < end; index += 1) if (this.has(index)) return !0;
    return !1;
  }
  /** Used chunks, those that follow each other as one run, within `[from, to)`. */
  *runs(from = 0, to = this.count) {
    let first = -1;
    for (let index = from; index <= to; index += 1) {
      let isUsed = index < to && this.has(index);
      isUsed && first === -1 && (first = index), !(isUsed || first === -1) && (yield { first, count: index - first }, first = -1);
    }
  }
  copy() {
    let map = new _ChunkMap(this.sizeBytes);
    return map.bits.set(this.bits), map;
  }
};

// lib/media/encode-batch.ts
import * as zlib from "node:zlib";

// lib/media/adler32.ts
function adler32(data) {
  let low = 1, high = 0;
  for (let at = 0; at < data.length; ) {
    let end = Math.min(at + 5552, data.length);
    for (; at < end; at += 1)
      low += data[at] ?? 0, high += low;
    low %= 65521, high %= 65521;
  }
  return (high << 16 | low) >>> 0;
}

// lib/media/media-tasks.ts
var BATCH_CHUNKS = 32, BATCH_BYTES = BATCH_CHUNKS * 65536, UNPATCHED = -1;

// lib/media/patches.ts
function isPatched(patches, offsetBytes, sizeBytes) {
  return patches.some(
    (patch) => patch.offsetBytes < offsetBytes + sizeBytes && patch.offsetBytes + patch.bytes.length > offsetBytes
  );
}
function applyPatches(patches, offsetBytes, data) {
  for (let patch of patches) {
    let from = Math.max(patch.offsetBytes, offsetBytes), to = Math.min(patch.offsetBytes + patch.bytes.length, offsetBytes + data.length);
    if (from >= to) continue;
    let bytes = patch.bytes.subarray(from - patch.offsetBytes, to - patch.offsetBytes);
    data.set(bytes, from - offsetBytes);
  }
}

// lib/media/piece-memory.ts
var FORM_BYTES = BATCH_CHUNKS * 65536, PieceMemory = class {
  bytes;
  end = 0;
  /**
   * @param used of a batch before
   * @param forms for how many there has to be room; what is not written to takes nothing
   */
  constructor(used, forms) {
    this.bytes = new Uint8Array(used ?? new ArrayBuffer(forms * FORM_BYTES));
  }
  /** Takes a copy of `data`, and returns where it lies. */
  add(data) {
    let from = this.end, to = from + data.length;
    return to > this.bytes.length && this.grow(to), this.bytes.set(data, from), this.end = to, { from, to };
  }
  /** Returns what lies there; only once all was added. */
  view({ from, to }) {
    return this.bytes.subarray(from, to);
  }
  /** The memory itself, to hand it over. */
  get buffer() {
    return this.bytes.buffer;
  }
  grow(sizeBytes) {
    let larger = new Uint8Array(Math.ceil(sizeBytes / FORM_BYTES) * FORM_BYTES);
    larger.set(this.bytes.subarray(0, this.end)), this.bytes = larger;
  }
};

// lib/media/read-disk.ts
import { readSync } from "node:fs";
function readDisk(file, usedChunks, offsetBytes, data) {
  let first = offsetBytes / 65536, end = Math.min(usedChunks.count, Math.ceil((offsetBytes + data.length) / 65536)), filled = 0;
  for (let run of usedChunks.runs(first, end)) {
    let from = run.first * 65536 - offsetBytes, to = Math.min(
      from + run.count * 65536,
      data.length,
      usedChunks.sizeBytes - offsetBytes
    );
    data.fill(0, filled, from);
    for (let at = from; at < to; ) {
      let count = readSync(file, data, at, to - at, offsetBytes + at);
      if (count === 0)
        throw new BuildError("DISK_BAD", "the disk became shorter while it was read");
      at += count;
    }
    filled = to;
  }
  data.fill(0, filled);
}

// lib/media/encode-batch.ts
var MEM_LEVEL = 9, BATCHES_AT_ONCE = 2, BatchEncoder = class {
  settings;
  file;
  usedChunks;
  variantChunks;
  batch = Buffer.alloc(BATCH_BYTES);
  patched = Buffer.alloc(BATCH_BYTES);
  encoded = 0;
  constructor(settings, file) {
    this.settings = settings, this.file = file, this.usedChunks = new ChunkMap(settings.sizeBytes, settings.usedChunks), this.variantChunks = settings.variantChunks.map(
      (bits) => new ChunkMap(settings.sizeBytes, bits)
    );
  }
  /**
   * Returns the pieces of a batch, in the order of the chunks. A chunk of zeros has none.
   *
   * @param used memory that may be written to
   */
  encode(batch, used) {
    let memory = new PieceMemory(used, this.settings.wants.length);
    readDisk(this.file, this.usedChunks, batch * BATCH_BYTES, this.batch);
    let first = batch * BATCH_CHUNKS, end = Math.min(first + BATCH_CHUNKS, this.usedChunks.count), pieces = [];
    for (let [want, { encoding, variants }] of this.settings.wants.entries()) {
      let step = encoding.kind === "zstd-batch" ? end - first : 1;
      for (let chunk = first; chunk < end; chunk += step)
        for (let variant of this.distinct(variants, chunk, step)) {
          let data = this.view(variant, first, chunk, step), { bytes, ...facts } = encode(encoding, data);
          pieces.push({ want, variant, chunk, ...facts, place: memory.add(bytes) });
        }
    }
    return this.encoded += 1, this.encoded % BATCHES_AT_ONCE === 0 && collectGarbage(), {
      pieces: pieces.map(({ place, ...piece }) => ({ ...piece, bytes: memory.view(place) })),
      memory: memory.buffer
    };
  }
  /** Variants in which these chunks are not all zeros; those that leave them alone are one. */
  distinct(variants, chunk, count) {
    let found = /* @__PURE__ */ new Set();
    for (let variant of variants)
      this.variantChunks[variant]?.hasAny(chunk, chunk + count) === !0 && found.add(variantOf(this.settings, variant, chunk, count));
    return found;
  }
  view(variant, first, chunk, count) {
    let offset = chunk * 65536, at = (chunk - first) * 65536, sizeBytes = count === 1 ? 65536 : Math.min(count * 65536, this.settings.sizeBytes - offset), data = this.batch.subarray(at, at + sizeBytes);
    if (variant === UNPATCHED) return data;
    let patched = this.patched.subarray(0, sizeBytes);
    return data.copy(patched), applyPatches(this.settings.variants[variant] ?? [], offset, patched), patched;
  }
};
function variantOf({ variants }, variant, chunk, count) {
  let patches = variants[variant] ?? [];
  return isPatched(patches, chunk * 65536, count * 65536) ? variant : UNPATCHED;
}
function compressZstd(data, level) {
  return zlib.zstdCompressSync(data, {
    params: { [zlib.constants.ZSTD_c_compressionLevel]: level }
  });
}
function encode(encoding, data) {
  if (encoding.kind === "plain") return { ...whole(data), isPlain: !0 };
  if (encoding.kind === "zstd-batch") return whole(compressZstd(data, encoding.level));
  if (encoding.kind === "zstd") return smaller(compressZstd(data, encoding.level), data);
  let { level, windowBits, isOpen } = encoding, { Z_SYNC_FLUSH, Z_FINISH } = zlib.constants, stream = zlib.deflateRawSync(data, {
    level,
    windowBits,
    memLevel: MEM_LEVEL,
    chunkSize: 69632,
    finishFlush: isOpen ? Z_SYNC_FLUSH : Z_FINISH
  });
  return isOpen ? {
    isPlain: !1,
    crc32: zlib.crc32(data),
    adler32: adler32(data),
    bytes: stream
  } : smaller(stream, data);
}
function smaller(stream, data) {
  let isPlain = stream.length >= data.length;
  return { ...whole(isPlain ? data : stream), isPlain };
}
function whole(bytes) {
  return { isPlain: !1, crc32: 0, adler32: 0, bytes };
}

export {
  ChunkMap,
  BATCH_CHUNKS,
  BATCH_BYTES,
  isPatched,
  applyPatches,
  readDisk,
  BatchEncoder,
  variantOf,
  compressZstd
};
