import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeParent,
  writeWith
} from "./chunk-6E5XLB2R.mjs";
import {
  formatArchiveHeader,
  formatContentHeader,
  parseArchiveHeader
} from "./chunk-6ZJXCH4H.mjs";
import {
  objectPath
} from "./chunk-CC2S537E.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
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
import { createHash as createHash2 } from "node:crypto";
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
import { constants as constants2, deflateRawSync } from "node:zlib";

// lib/repo/source-file.ts
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync
} from "node:fs";
var HELD_BYTES = 32 * 1024 * 1024, BLOCK_BYTES = 1024 * 1024, WINDOW_BYTES = 32 * 1024, READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, FileReader = class {
  buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES + HELD_BYTES);
  /**
   * Runs `body` on an open file.
   *
   * @throws BuildError TREE_CHANGED when it is not there; errors of node:fs
   */
  read(path, body) {
    let fd = openFile(path);
    try {
      return body(new SourceFile(fd, this.buffer));
    } finally {
      closeSync(fd);
    }
  }
}, SourceFile = class {
  fd;
  buffer;
  /** How much of the buffer is the whole file; undefined when it does not fit. */
  heldBytes;
  constructor(fd, buffer) {
    this.fd = fd, this.buffer = buffer;
    let got = this.fill(0, HELD_BYTES);
    this.heldBytes = got < HELD_BYTES ? got : void 0;
  }
  stat() {
    return fstatSync(this.fd);
  }
  /** What changes whenever the file does, and when it last did. */
  state() {
    let stats = fstatSync(this.fd, { bigint: !0 });
    return { text: formatState(stats), changedNs: stats.ctimeNs };
  }
  /** The content, when it is all in memory: then it cannot change any more. */
  get held() {
    return this.heldBytes === void 0 ? void 0 : this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + this.heldBytes);
  }
  /** What is in memory of it. Valid until `blocks` reads on. */
  get start() {
    return this.held ?? this.buffer.subarray(WINDOW_BYTES);
  }
  get sizeBytes() {
    return this.heldBytes ?? this.stat().size;
  }
  /** Returns the SHA-256 of `prefix` and the content. */
  digest(prefix = Buffer.alloc(0)) {
    let hash = createHash("sha256").update(prefix);
    if (this.held !== void 0) return hash.update(this.held).digest("hex");
    for (let { bytes } of this.blocks()) hash.update(bytes);
    return hash.digest("hex");
  }
  /** Yields the content from `start` on; nothing for an empty file. */
  *blocks(start = 0) {
    let { held } = this;
    for (let at = start; held !== void 0 && at < held.length; at += BLOCK_BYTES)
      yield { bytes: held.subarray(at, at + BLOCK_BYTES), window: held.subarray(Math.max(start, at - WINDOW_BYTES), at) };
    if (held !== void 0) return;
    let before = 0;
    for (let at = start; ; ) {
      let got = this.fill(at, BLOCK_BYTES);
      if (got === 0) return;
      yield {
        bytes: this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + got),
        window: this.buffer.subarray(WINDOW_BYTES - before, WINDOW_BYTES)
      }, before = Math.min(WINDOW_BYTES, before + got), this.buffer.copyWithin(
        WINDOW_BYTES - before,
        WINDOW_BYTES + got - before,
        WINDOW_BYTES + got
      ), at += got;
    }
  }
  /** Reads so much, or to the end of the file, and returns how much it was. */
  fill(position, limitBytes) {
    let got = 0;
    for (; got < limitBytes; ) {
      let at = WINDOW_BYTES + got, count = readSync(this.fd, this.buffer, at, limitBytes - got, position + got);
      if (count === 0) break;
      got += count;
    }
    return got;
  }
};
function formatState(stats) {
  let { dev, ino, size, uid, gid, mode, ctimeNs } = stats;
  return [dev, ino, size, uid, gid, mode, ctimeNs].join(":");
}
function openFile(path) {
  try {
    return openSync(path, READ_FLAGS);
  } catch (error) {
    throw ["ENOENT", "ELOOP", "ENOTDIR"].includes(error.code ?? "") ? new BuildError("TREE_CHANGED", `${path} is gone, or a link now`, {
      cause: error
    }) : error;
  }
}

// lib/repo/content-store.ts
var DEFLATE_END = deflateRawSync(new Uint8Array()), STORED = 0, SAMPLED_BYTES = 256 * 1024, SAMPLE_BYTES = 16 * 1024, SMALL_BYTES = 16 * 1024, WINDOW_BITS = 14, MIN_CHUNK_BYTES = 1024, ContentStore = class {
  settings;
  reader = new FileReader();
  headers = /* @__PURE__ */ new WeakMap();
  temporaries = 0;
  constructor(settings) {
    this.settings = settings;
  }
  /**
   * Hashes a file and stores its object unless it is there.
   *
   * @throws BuildError TREE_CHANGED; errors of node:fs
   */
  store(path, meta, wish) {
    if (meta.target !== void 0) return this.storeLink(meta, wish);
    let known = this.knownChecksum(path, meta, wish);
    return known !== void 0 ? { checksum: known, writtenBytes: 0 } : this.reader.read(path, (file) => {
      let checksum = file.digest(this.headerOf(meta));
      return this.isThere(checksum, wish) ? { checksum, writtenBytes: 0 } : (wish.hasPrepared ? this.takePrepared(checksum, meta, file) : void 0) ?? this.storeFile(checksum, path, meta, file);
    });
  }
  /** Hashes files that may be stored soon, but for what cannot be read, or is new. */
  hash(paths) {
    let nowNs = this.fileTimeNs();
    return paths.flatMap((path) => this.hashFile(path, nowNs) ?? []);
  }
  hashFile(path, nowNs) {
    try {
      return lstatSync(path).isFile() ? this.reader.read(path, (file) => {
        let before = file.state();
        if (before.changedNs >= nowNs) return;
        let { uid, gid, mode } = file.stat(), checksum = file.digest(formatContentHeader({ uid, gid, mode, xattrs: [] })), { text } = file.state();
        return text === before.text ? { path, state: text, checksum } : void 0;
      }) : void 0;
    } catch {
      return;
    }
  }
  /** The checksum that a file has had, if it is still the same and its object is there. */
  knownChecksum(path, meta, wish) {
    let known = wish.hashed?.get(path);
    if (!(known === void 0 || meta.xattrs.length > 0) && this.isThere(known.checksum, wish))
      return formatState(lstatSync(path, { bigint: !0 })) === known.state ? known.checksum : void 0;
  }
  /** Compresses a file that may be stored soon; does nothing when it cannot be read. */
  prepare(path) {
    try {
      lstatSync(path).isFile() && this.reader.read(path, (file) => this.prepareFile(path, file));
    } catch {
    }
  }
  prepareFile(path, file) {
    let { uid, gid, mode } = file.stat(), meta = { uid, gid, mode, xattrs: [] }, checksum = file.digest(formatContentHeader(meta));
    if (existsSync(this.finalPath(checksum))) return;
    let byContent = join(this.settings.preparedPath, file.digest());
    if (existsSync(byContent)) return;
    let temporary = this.temporaryIn(this.settings.preparedPath);
    writeWith(temporary, 420, (write) => this.writeArchived(checksum, path, meta, file, write)), renameSync(temporary, byContent), linkSync(byContent, join(this.settings.preparedPath, checksum));
  }
  /** Makes an object of what was prepared; its owner, mode or attributes may be others now. */
  takePrepared(checksum, meta, file) {
    let final = this.finalPath(checksum);
    try {
      return makeParent(final), renameSync(join(this.settings.preparedPath, checksum), final), { checksum, writtenBytes: statSync(final).size };
    } catch {
    }
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
      let hash = createHash2("sha256").update(this.headerOf(meta));
      for (let { bytes } of file.blocks())
        hash.update(bytes), write(bytes);
      if (hash.digest("hex") !== checksum) throw changed(path);
    });
  }
  storeLink(meta, wish) {
    let checksum = sha256(this.headerOf(meta));
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
    let hash = held === void 0 ? createHash2("sha256").update(this.headerOf(meta)) : void 0, readBytes = 0;
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
  fileTimeNs() {
    let path = this.temporaryIn(this.settings.preparedPath);
    writeFileSync(path, "");
    let { ctimeNs } = lstatSync(path, { bigint: !0 });
    return rmSync(path), ctimeNs;
  }
  temporaryIn(folder) {
    return this.temporaries += 1, join(folder, `.${threadId}-${this.temporaries}`);
  }
};
function deflateBlock({ bytes, window }, level) {
  let before = window.length === 0 ? {} : { dictionary: window };
  return deflate(bytes, level, { finishFlush: constants2.Z_SYNC_FLUSH, ...before });
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
  if (task.kind === "store") return storeFiles(task);
  if (task.kind === "hash") return { hashed: store.hash(task.paths) };
  for (let path of task.paths) store.prepare(path);
  return {};
}
function storeFiles(task) {
  let paths = task.paths.split("\0"), stored = [], place = "";
  try {
    for (; ; ) {
      let batch = task.batches[Atomics.add(task.taken, 0, 1)];
      if (batch === void 0) return { stored };
      for (let index of batch) {
        let meta = task.metas[task.metaOf[index] ?? -1];
        if (place = paths[index] ?? "", meta === void 0) throw new TypeError("a task without metas");
        stored.push([index, store.store(place, meta, task)]);
      }
    }
  } catch (error) {
    Atomics.store(task.taken, 0, task.batches.length);
    let { code, message } = error;
    return { error: { code: code ?? "", message, path: place } };
  }
}
