import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BATCH_BYTES,
  BatchEncoder,
  ChunkMap,
  applyPatches,
  readDisk
} from "./chunk-E3M5HWQG.mjs";
import "./chunk-CWMLDEDE.mjs";
import {
  STOP
} from "./chunk-DXYLZNMC.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/media/media-worker.ts
import { openSync as openSync2 } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

// lib/media/copy-segments.ts
import { createHash } from "node:crypto";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
var PAGE_BYTES = 4096, ZEROS = Buffer.alloc(1024 * 1024);
function copySegments(task, source) {
  let files = task.files.map(({ path, tail }) => ({ tail, file: openSync(path, "wx") }));
  try {
    let all = files.map(({ file: file2 }) => file2), hash = createHash("sha256"), headBytes = copyAll(task.head, source, all, 0, hash);
    return files.map(({ file: file2, tail }) => {
      let own = hash.copy(), sizeBytes2 = copyAll(tail, source, [file2], headBytes, own);
      return ftruncateSync(file2, sizeBytes2), { sizeBytes: sizeBytes2, sha256: own.digest("hex") };
    });
  } finally {
    for (let { file: file2 } of files) closeSync(file2);
  }
}
function copyAll(segments, source, files, offset, hash) {
  let data = Buffer.alloc(BATCH_BYTES), at = offset;
  for (let segment of segments)
    if (segment.kind === "bytes")
      writePages(files, segment.bytes, at), hash.update(segment.bytes), at += segment.bytes.length;
    else if (segment.kind === "zeros")
      hashZeros(hash, segment.sizeBytes), at += segment.sizeBytes;
    else {
      let end = segment.offsetBytes + segment.sizeBytes;
      for (let from = segment.offsetBytes; from < end; from += BATCH_BYTES) {
        let part = data.subarray(0, Math.min(BATCH_BYTES, end - from));
        copyPart(source, from, part, files, at, hash), at += part.length;
      }
    }
  return at;
}
function copyPart({ file: file2, usedChunks: usedChunks2, patches, variantChunks: variantChunks2 }, from, data, files, at, hash) {
  let first = from / 65536, end = Math.ceil((from + data.length) / 65536);
  if (!variantChunks2.hasAny(first, end)) {
    hashZeros(hash, data.length);
    return;
  }
  readDisk(file2, usedChunks2, from, data), applyPatches(patches, from, data), hash.update(data);
  for (let run of variantChunks2.runs(first, end)) {
    let start = run.first * 65536 - from;
    writePages(files, data.subarray(start, start + run.count * 65536), at + start);
  }
}
function writePages(files, data, at) {
  let from = -1;
  for (let page = 0; page < data.length + PAGE_BYTES; page += PAGE_BYTES) {
    let part = data.subarray(page, page + PAGE_BYTES), isZero = Buffer.compare(part, ZEROS.subarray(0, part.length)) === 0;
    if (!isZero && from === -1 && (from = page), !isZero || from === -1) continue;
    let run = data.subarray(from, page);
    for (let file2 of files) writeWhole(file2, run, at + from);
    from = -1;
  }
}
function writeWhole(file2, data, at) {
  for (let done = 0; done < data.length; )
    done += writeSync(file2, data, done, data.length - done, at + done);
}
function hashZeros(hash, sizeBytes2) {
  for (let rest = sizeBytes2; rest > 0; rest -= ZEROS.length)
    hash.update(rest >= ZEROS.length ? ZEROS : ZEROS.subarray(0, rest));
}

// lib/media/media-worker.ts
var settings = workerData, { sizeBytes, usedChunks, variantChunks, variants } = settings, file = openSync2(settings.diskPath, "r"), encoder = new BatchEncoder(settings, file);
parentPort?.on("message", (task) => {
  task === STOP && process.exit();
  let answer = work(task);
  parentPort?.postMessage(answer, "memory" in answer ? [answer.memory] : []);
});
function work(task) {
  try {
    return task.kind === "encode" ? encoder.encode(task.batch, task.memory) : {
      files: copySegments(task, {
        file,
        usedChunks: new ChunkMap(sizeBytes, usedChunks),
        patches: variants[task.variant] ?? [],
        variantChunks: new ChunkMap(sizeBytes, variantChunks[task.variant] ?? usedChunks)
      })
    };
  } catch (error) {
    let { code, message, path } = error;
    return { error: { code: code ?? "", message, ...path === void 0 ? {} : { path } } };
  }
}
