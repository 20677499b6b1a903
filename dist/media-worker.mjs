import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BATCH_BYTES,
  BatchEncoder,
  CHUNK_BYTES,
  ChunkMap,
  applyPatches,
  collectGarbage,
  readDisk
} from "./chunk-NQQHXG2L.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// lib/media/media-worker.ts
import { openSync as openSync2 } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

// lib/media/copy-segments.ts
import { createHash } from "node:crypto";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
var PAGE_BYTES = 4096;
var ZEROS = Buffer.alloc(1024 * 1024);
function copySegments(task, source) {
  const files = task.files.map(({ path, tail }) => ({ tail, file: openSync(path, "wx") }));
  try {
    const all = files.map(({ file: file2 }) => file2);
    const hash = createHash("sha256");
    const headBytes = copyAll(task.head, source, all, 0, hash);
    return files.map(({ file: file2, tail }) => {
      const own = hash.copy();
      const sizeBytes2 = copyAll(tail, source, [file2], headBytes, own);
      ftruncateSync(file2, sizeBytes2);
      return { sizeBytes: sizeBytes2, sha256: own.digest("hex") };
    });
  } finally {
    for (const { file: file2 } of files) closeSync(file2);
  }
}
function copyAll(segments, source, files, offset, hash) {
  const data = Buffer.alloc(BATCH_BYTES);
  let at = offset;
  for (const segment of segments) {
    if (segment.kind === "bytes") {
      writePages(files, segment.bytes, at);
      hash.update(segment.bytes);
      at += segment.bytes.length;
    } else if (segment.kind === "zeros") {
      hashZeros(hash, segment.sizeBytes);
      at += segment.sizeBytes;
    } else {
      const end = segment.offsetBytes + segment.sizeBytes;
      for (let from = segment.offsetBytes; from < end; from += BATCH_BYTES) {
        const part = data.subarray(0, Math.min(BATCH_BYTES, end - from));
        copyPart(source, from, part, files, at, hash);
        at += part.length;
      }
    }
  }
  return at;
}
function copyPart({ file: file2, usedChunks: usedChunks2, patches, variantChunks: variantChunks2 }, from, data, files, at, hash) {
  const first = from / CHUNK_BYTES;
  const end = Math.ceil((from + data.length) / CHUNK_BYTES);
  if (!variantChunks2.hasAny(first, end)) {
    hashZeros(hash, data.length);
    return;
  }
  readDisk(file2, usedChunks2, from, data);
  applyPatches(patches, from, data);
  hash.update(data);
  for (const run of variantChunks2.runs(first, end)) {
    const start = run.first * CHUNK_BYTES - from;
    writePages(files, data.subarray(start, start + run.count * CHUNK_BYTES), at + start);
  }
}
function writePages(files, data, at) {
  let from = -1;
  for (let page = 0; page < data.length + PAGE_BYTES; page += PAGE_BYTES) {
    const part = data.subarray(page, page + PAGE_BYTES);
    const isZero = Buffer.compare(part, ZEROS.subarray(0, part.length)) === 0;
    if (!isZero && from === -1) from = page;
    if (!isZero || from === -1) continue;
    const run = data.subarray(from, page);
    for (const file2 of files) writeWhole(file2, run, at + from);
    from = -1;
  }
}
function writeWhole(file2, data, at) {
  for (let done = 0; done < data.length; ) {
    done += writeSync(file2, data, done, data.length - done, at + done);
  }
}
function hashZeros(hash, sizeBytes2) {
  for (let rest = sizeBytes2; rest > 0; rest -= ZEROS.length) {
    hash.update(rest >= ZEROS.length ? ZEROS : ZEROS.subarray(0, rest));
  }
}

// lib/media/media-worker.ts
var settings = workerData;
var { sizeBytes, usedChunks, variantChunks, variants } = settings;
var file = openSync2(settings.diskPath, "r");
var encoder = new BatchEncoder(settings, file);
parentPort?.on("message", (task) => {
  const answer = work(task);
  collectGarbage();
  if (!("pieces" in answer)) return parentPort?.postMessage(answer);
  const pieces = pack(answer.pieces);
  const memory = pieces[0]?.bytes.buffer;
  return parentPort?.postMessage({ pieces }, memory instanceof ArrayBuffer ? [memory] : []);
});
function pack(pieces) {
  const memory = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  return pieces.map((piece) => {
    memory.set(piece.bytes, at);
    const bytes = memory.subarray(at, at + piece.bytes.length);
    at += bytes.length;
    return { ...piece, bytes };
  });
}
function work(task) {
  try {
    if (task.kind === "encode") return { pieces: encoder.encode(task.batch) };
    return {
      files: copySegments(task, {
        file,
        usedChunks: new ChunkMap(sizeBytes, usedChunks),
        patches: variants[task.variant] ?? [],
        variantChunks: new ChunkMap(sizeBytes, variantChunks[task.variant] ?? usedChunks)
      })
    };
  } catch (error) {
    const { code, message, path } = error;
    return { error: { code: code ?? "", message, ...path === void 0 ? {} : { path } } };
  }
}
