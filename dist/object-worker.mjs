import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BLOCK_BYTES,
  FileReader,
  formatState,
  makeParent,
  writeWith
} from "./chunk-UTWGYNO3.mjs";
import {
  formatArchiveHeader,
  formatContentHeader,
  parseArchiveHeader
} from "./chunk-MXOWXJGY.mjs";
import {
  objectPath
} from "./chunk-ZFWD6OLO.mjs";
import "./chunk-3ZMDAGK4.mjs";
import {
  STOP
} from "./chunk-DXYLZNMC.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/repo/object-worker.ts
import { parentPort, workerData } from "node:worker_threads";

// lib/repo/content-store.ts
import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  lstatSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { constants, deflateRawSync } from "node:zlib";
var DEFLATE_END = deflateRawSync(new Uint8Array()), STORED = 0, SAMPLED_BYTES = 256 * 1024, SAMPLE_BYTES = 16 * 1024, SMALL_BYTES = 16 * 1024, WINDOW_BITS = 14, MIN_CHUNK_BYTES = 1024, ContentStore = class {
  settings;
  reader = new FileReader();
  headers = /* @__PURE__ */ new WeakMap();
  plainHeaders = /* @__PURE__ */ new Map();
  temporaries = 0;
  constructor(settings) {
    this.settings = settings;
  }
  /**
   * Hashes a file and stores its object unless it is there. `known`: its checksum, when that is known, as that of
   * a link is; else empty.
   *
   * @throws BuildError TREE_CHANGED; errors of node:fs
   */
  store(path, meta, wish, known = "") {
    if (meta.target !== void 0) return this.storeLink(known, meta, wish);
    if (known !== "") {
      if (this.isThere(known, wish)) return { checksum: known, writtenBytes: 0 };
      let prepared = this.takeNamed(known);
      if (prepared !== void 0) return prepared;
    }
    return this.reader.read(path, (file) => {
      let checksum = file.digest(this.headerOf(meta));
      return this.isThere(checksum, wish) ? { checksum, writtenBytes: 0 } : (wish.hasPrepared ? this.takePrepared(checksum, meta, file) : void 0) ?? this.storeFile(checksum, path, meta, file);
    });
  }
  /** Hashes files that may be stored soon. Returns what is to be known of those whose objects are there. */
  hash(paths) {
    let nowMs = this.fileTimeMs();
    return paths.flatMap((path) => this.goAhead(path, nowMs) ?? []);
  }
  /** Compresses files that may be stored soon, but for what cannot be read. Returns what is to be known of them. */
  prepare(paths) {
    let nowMs = this.fileTimeMs();
    return paths.flatMap(
      (path) => this.goAhead(path, nowMs, (...object) => {
        this.prepareObject(...object);
      }) ?? []
    );
  }
  /** Hashes a file; `make` makes its object when it is not there. */
  goAhead(path, nowMs, make) {
    try {
      let before = lstatSync(path);
      if (!before.isFile()) return;
      let { uid, gid, mode } = before, state = formatState(before);
      return this.reader.read(path, (file) => {
        let checksum = file.digest(this.plainHeader(before)), isThere = existsSync(this.finalPath(checksum));
        return !isThere && make === void 0 ? void 0 : (isThere || make?.(checksum, path, { uid, gid, mode, xattrs: [] }, file), before.ctimeMs < nowMs && formatState(file.stat()) === state ? { state, checksum, isThere } : void 0);
      });
    } catch {
      return;
    }
  }
  /** Of a file without extended attributes. */
  plainHeader({ uid, gid, mode }) {
    let key = `${uid}:${gid}:${mode}`, header = this.plainHeaders.get(key) ?? formatContentHeader({ uid, gid, mode, xattrs: [] });
    return this.plainHeaders.set(key, header), header;
  }
  prepareObject(checksum, path, meta, file) {
    let { preparedPath, byContent } = this.settings, named = join(preparedPath, checksum), first = byContent ? join(preparedPath, file.digest()) : named;
    if (existsSync(first)) return;
    let temporary = this.temporaryIn(preparedPath);
    writeWith(temporary, 420, (write) => this.writeArchived(checksum, path, meta, file, write)), renameSync(temporary, first), byContent && linkSync(first, named);
  }
  /** Puts an object that was prepared to its place; undefined when there is none. */
  takeNamed(checksum) {
    let final = this.finalPath(checksum);
    try {
      return makeParent(final), renameSync(join(this.settings.preparedPath, checksum), final), { checksum, writtenBytes: statSync(final).size };
    } catch {
      return;
    }
  }
  /** Makes an object of what was prepared; its owner, mode or attributes may be others now. */
  takePrepared(checksum, meta, file) {
    let named = this.takeNamed(checksum);
    if (named !== void 0 || !this.settings.byContent) return named;
    let byContent = join(this.settings.preparedPath, file.digest());
    if (existsSync(byContent))
      return this.reader.read(byContent, (prepared) => {
        let { sizeBytes, headerBytes } = parseArchiveHeader(prepared.start);
        return this.put(checksum, (write) => {
          write(formatArchiveHeader(meta, sizeBytes));
          for (let { bytes } of prepared.blocks(headerBytes)) write(bytes);
        });
      });
  }
  storeFile(checksum, path, meta, file) {
    return this.settings.mode === "archive" ? this.put(checksum, (write) => this.writeArchived(checksum, path, meta, file, write)) : this.putBare(checksum, meta, (write) => {
      let hash = createHash("sha256").update(this.headerOf(meta));
      for (let { bytes } of file.blocks())
        hash.update(bytes), write(bytes);
      if (hash.digest("hex") !== checksum) throw changed(path);
    });
  }
  storeLink(checksum, meta, wish) {
    return this.isThere(checksum, wish) ? { checksum, writtenBytes: 0 } : this.settings.mode === "archive" ? this.put(checksum, (write) => write(formatArchiveHeader(meta, 0))) : this.putBare(checksum, meta, (write) => write(Buffer.from(`${meta.target}\0`)));
  }
  /** Writes a `.filez`. What has to be read again while it is written must be what was hashed. */
  writeArchived(checksum, path, meta, file, write) {
    let { level } = this.settings, { sizeBytes, held } = file, archiveHeader = formatArchiveHeader(meta, sizeBytes);
    if (held !== void 0 && sizeBytes <= BLOCK_BYTES) {
      write(archiveHeader, deflate(held, level));
      return;
    }
    write(archiveHeader);
    let hash = held === void 0 ? createHash("sha256").update(this.headerOf(meta)) : void 0, readBytes = 0;
    for (let block of file.blocks())
      hash?.update(block.bytes), readBytes += block.bytes.length, write(deflateBlock(block, level));
    if (write(DEFLATE_END), !(hash === void 0 || hash.digest("hex") === checksum) || readBytes !== sizeBytes) throw changed(path);
  }
  put(checksum, body) {
    let temporary = this.temporaryIn(this.settings.tempPath), writtenBytes = writeWith(temporary, 420, body), final = this.finalPath(checksum);
    return makeParent(final), renameSync(temporary, final), { checksum, writtenBytes };
  }
  /** Mode and owner are in an attribute that is set later; the file's own let the user read it. */
  putBare(checksum, meta, body) {
    let temporary = this.temporaryIn(this.settings.tempPath), mode = meta.target === void 0 ? meta.mode & 509 | 256 : 420, writtenBytes = writeWith(temporary, mode, body);
    return utimesSync(temporary, 0, 0), { checksum, writtenBytes, temporary };
  }
  isThere(checksum, wish) {
    return wish.elsewhere?.has(checksum) === !0 || existsSync(this.finalPath(checksum));
  }
  headerOf(meta) {
    let known = this.headers.get(meta);
    if (known !== void 0) return known;
    let header = formatContentHeader(meta);
    return this.headers.set(meta, header), header;
  }
  finalPath(checksum) {
    let { repoPath, mode } = this.settings;
    return join(repoPath, objectPath(checksum, mode === "archive" ? "filez" : "file"));
  }
  /** What the clock of files shows. */
  fileTimeMs() {
    let path = this.temporaryIn(this.settings.preparedPath);
    writeFileSync(path, "");
    let { ctimeMs } = lstatSync(path);
    return rmSync(path), ctimeMs;
  }
  temporaryIn(folder) {
    return this.temporaries += 1, join(folder, `.${threadId}-${this.temporaries}`);
  }
};
function deflateBlock({ bytes, window }, level) {
  let before = window.length === 0 ? {} : { dictionary: window };
  return deflate(bytes, level, { finishFlush: constants.Z_SYNC_FLUSH, ...before });
}
function deflate(bytes, level, options = {}) {
  return deflateRawSync(bytes, {
    level: isCompressed(bytes) ? STORED : level,
    // The more, the faster it is, but for what is over before it has cleared its tables.
    memLevel: bytes.length <= SMALL_BYTES ? 8 : 9,
    windowBits: WINDOW_BITS,
    // What comes out goes into one buffer, as far as can be foreseen.
    chunkSize: Math.max(MIN_CHUNK_BYTES, bytes.length),
    ...options
  });
}
function isCompressed(bytes) {
  if (bytes.length < SAMPLED_BYTES) return !1;
  let middle = bytes.length >> 1, sample = bytes.subarray(middle, middle + SAMPLE_BYTES);
  return deflateRawSync(sample, { level: 1 }).length > sample.length * 0.96;
}
function changed(path) {
  return new BuildError("TREE_CHANGED", `${path} changed while it was committed`);
}

// lib/repo/object-worker.ts
var store = new ContentStore(workerData);
parentPort?.on("message", (task) => {
  task === STOP && process.exit(), parentPort?.postMessage(run(task));
});
function run(task) {
  return task.kind === "store" ? storeFiles(task) : { hashed: task.kind === "hash" ? store.hash(task.paths) : store.prepare(task.paths) };
}
function storeFiles(task) {
  let paths = task.paths.split("\0"), known = task.known.split("\0"), stored = [], place = "";
  try {
    for (; ; ) {
      let batch = task.batches[Atomics.add(task.taken, 0, 1)];
      if (batch === void 0) return { stored };
      for (let index of batch) {
        let meta = task.metas[task.metaOf[index] ?? -1];
        if (place = paths[index] ?? "", meta === void 0) throw new TypeError("a task without metas");
        stored.push([index, store.store(place, meta, task, known[index])]);
      }
    }
  } catch (error) {
    Atomics.store(task.taken, 0, task.batches.length);
    let { code, message } = error;
    return { error: { code: code ?? "", message, path: place } };
  }
}
