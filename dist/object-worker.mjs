import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  array,
  bytes,
  makeParent,
  objectPath,
  string,
  tuple,
  uint32,
  uint64,
  writeWith
} from "./chunk-LIZ2BTIR.mjs";
import {
  sha256
} from "./chunk-PGVBXSTX.mjs";
import {
  BuildError
} from "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// lib/repo/object-worker.ts
import { parentPort, workerData } from "node:worker_threads";

// lib/repo/content-store.ts
import { createHash as createHash2 } from "node:crypto";
import { existsSync, linkSync, lstatSync, renameSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { constants as constants2, deflateRawSync } from "node:zlib";

// lib/ostree/content.ts
var XATTRS = array(tuple(bytes, bytes));
var FILE = tuple(uint32, uint32, uint32, uint32, string, XATTRS);
var ARCHIVED = tuple(uint64, uint32, uint32, uint32, uint32, string, XATTRS);
var SIZE_BYTES = 8;
var RDEV = 0;
function formatContentHeader(meta) {
  const { uid, gid, mode, target, xattrs } = meta;
  return withSize(FILE.write([uid, gid, mode, RDEV, target ?? "", xattrs]));
}
function formatArchiveHeader(meta, sizeBytes) {
  const { uid, gid, mode, target, xattrs } = meta;
  return withSize(ARCHIVED.write([BigInt(sizeBytes), uid, gid, mode, RDEV, target ?? "", xattrs]));
}
function parseArchiveHeader(start) {
  return {
    sizeBytes: Number(start.readBigUInt64BE(SIZE_BYTES)),
    headerBytes: SIZE_BYTES + start.readUInt32BE()
  };
}
function withSize(variant) {
  const header = Buffer.alloc(SIZE_BYTES + variant.length);
  header.writeUInt32BE(variant.length);
  header.set(variant, SIZE_BYTES);
  return header;
}

// lib/repo/source-file.ts
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
var BLOCK_BYTES = 1024 * 1024;
var WINDOW_BYTES = 32 * 1024;
var READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
var FileReader = class {
  buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES + BLOCK_BYTES);
  /**
   * Runs `body` on an open file.
   *
   * @throws BuildError TREE_CHANGED when it is not there; errors of node:fs
   */
  read(path, body) {
    const fd = openFile(path);
    try {
      return body(new SourceFile(fd, this.buffer));
    } finally {
      closeSync(fd);
    }
  }
};
var SourceFile = class {
  fd;
  buffer;
  /** How much of the buffer is the whole file; undefined when it does not fit. */
  wholeBytes;
  constructor(fd, buffer) {
    this.fd = fd;
    this.buffer = buffer;
    const got = this.fill(0);
    this.wholeBytes = got < BLOCK_BYTES ? got : void 0;
  }
  stat() {
    return fstatSync(this.fd);
  }
  /** The content, when it is all in memory. */
  get whole() {
    return this.wholeBytes === void 0 ? void 0 : this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + this.wholeBytes);
  }
  /** The first block. Valid until `blocks` reads on. */
  get start() {
    return this.whole ?? this.buffer.subarray(WINDOW_BYTES);
  }
  get sizeBytes() {
    return this.wholeBytes ?? this.stat().size;
  }
  /** Returns the SHA-256 of `prefix` and the content. */
  digest(prefix = Buffer.alloc(0)) {
    const hash = createHash("sha256").update(prefix);
    for (const { bytes: bytes2 } of this.blocks()) hash.update(bytes2);
    return hash.digest("hex");
  }
  /** Yields the content from `start` on; nothing for an empty file. */
  *blocks(start = 0) {
    if (this.wholeBytes !== void 0) {
      const bytes2 = this.start.subarray(start);
      if (bytes2.length > 0) yield { bytes: bytes2, window: this.buffer.subarray(0, 0) };
      return;
    }
    let before = 0;
    for (let at = start; ; ) {
      const got = this.fill(at);
      if (got === 0) return;
      yield {
        bytes: this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + got),
        window: this.buffer.subarray(WINDOW_BYTES - before, WINDOW_BYTES)
      };
      before = Math.min(WINDOW_BYTES, before + got);
      this.buffer.copyWithin(
        WINDOW_BYTES - before,
        WINDOW_BYTES + got - before,
        WINDOW_BYTES + got
      );
      at += got;
    }
  }
  /** Reads a block, or to the end of the file, and returns how much it was. */
  fill(position) {
    let got = 0;
    while (got < BLOCK_BYTES) {
      const at = WINDOW_BYTES + got;
      const count = readSync(this.fd, this.buffer, at, BLOCK_BYTES - got, position + got);
      if (count === 0) break;
      got += count;
    }
    return got;
  }
};
function openFile(path) {
  try {
    return openSync(path, READ_FLAGS);
  } catch (error) {
    if (!["ENOENT", "ELOOP", "ENOTDIR"].includes(error.code ?? "")) {
      throw error;
    }
    throw new BuildError("TREE_CHANGED", `${path} is gone, or a link now`, {
      cause: error
    });
  }
}

// lib/repo/content-store.ts
var DEFLATE_END = deflateRawSync(new Uint8Array());
var STORED = 0;
var SAMPLED_BYTES = 256 * 1024;
var SAMPLE_BYTES = 16 * 1024;
var SMALL_BYTES = 16 * 1024;
var WINDOW_BITS = 14;
var MIN_CHUNK_BYTES = 1024;
var ContentStore = class {
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
    return this.reader.read(path, (file) => {
      const checksum = file.digest(this.headerOf(meta));
      if (this.isThere(checksum, wish)) return { checksum, writtenBytes: 0 };
      const prepared = wish.hasPrepared ? this.takePrepared(checksum, meta, file) : void 0;
      return prepared ?? this.storeFile(checksum, path, meta, file);
    });
  }
  /** Compresses a file that may be stored soon; does nothing when it cannot be read. */
  prepare(path) {
    try {
      if (lstatSync(path).isFile()) this.reader.read(path, (file) => this.prepareFile(path, file));
    } catch {
    }
  }
  prepareFile(path, file) {
    const { uid, gid, mode } = file.stat();
    const meta = { uid, gid, mode, xattrs: [] };
    const checksum = file.digest(formatContentHeader(meta));
    if (existsSync(this.finalPath(checksum))) return;
    const byContent = join(this.settings.preparedPath, file.digest());
    if (existsSync(byContent)) return;
    const temporary = this.temporaryIn(this.settings.preparedPath);
    writeWith(temporary, 420, (write) => this.writeArchived(checksum, path, meta, file, write));
    renameSync(temporary, byContent);
    linkSync(byContent, join(this.settings.preparedPath, checksum));
  }
  /** Makes an object of what was prepared; its owner, mode or attributes may be others now. */
  takePrepared(checksum, meta, file) {
    const final = this.finalPath(checksum);
    try {
      makeParent(final);
      renameSync(join(this.settings.preparedPath, checksum), final);
      return { checksum, writtenBytes: statSync(final).size };
    } catch {
    }
    const byContent = join(this.settings.preparedPath, file.digest());
    if (!existsSync(byContent)) return void 0;
    return this.reader.read(byContent, (prepared) => {
      const { sizeBytes, headerBytes } = parseArchiveHeader(prepared.start);
      return this.put(checksum, (write) => {
        write(formatArchiveHeader(meta, sizeBytes));
        for (const { bytes: bytes2 } of prepared.blocks(headerBytes)) write(bytes2);
      });
    });
  }
  storeFile(checksum, path, meta, file) {
    if (this.settings.mode === "archive") {
      return this.put(checksum, (write) => this.writeArchived(checksum, path, meta, file, write));
    }
    return this.putBare(checksum, meta, (write) => {
      const hash = createHash2("sha256").update(this.headerOf(meta));
      for (const { bytes: bytes2 } of file.blocks()) {
        hash.update(bytes2);
        write(bytes2);
      }
      if (hash.digest("hex") !== checksum) throw changed(path);
    });
  }
  storeLink(meta, wish) {
    const checksum = sha256(this.headerOf(meta));
    if (this.isThere(checksum, wish)) return { checksum, writtenBytes: 0 };
    return this.settings.mode === "archive" ? this.put(checksum, (write) => write(formatArchiveHeader(meta, 0))) : this.putBare(checksum, meta, (write) => write(Buffer.from(`${meta.target}\0`)));
  }
  /** Writes a `.filez`. What is read again while it is written must be what was hashed. */
  writeArchived(checksum, path, meta, file, write) {
    const { level } = this.settings;
    const { sizeBytes, whole } = file;
    const archiveHeader = formatArchiveHeader(meta, sizeBytes);
    if (whole !== void 0) {
      write(archiveHeader, deflate(whole, level));
      return;
    }
    write(archiveHeader);
    const hash = createHash2("sha256").update(this.headerOf(meta));
    let readBytes = 0;
    for (const block of file.blocks()) {
      hash.update(block.bytes);
      readBytes += block.bytes.length;
      write(deflateBlock(block, level));
    }
    write(DEFLATE_END);
    if (hash.digest("hex") !== checksum || readBytes !== sizeBytes) throw changed(path);
  }
  put(checksum, body) {
    const temporary = this.temporaryIn(this.settings.tempPath);
    const writtenBytes = writeWith(temporary, 420, body);
    const final = this.finalPath(checksum);
    makeParent(final);
    renameSync(temporary, final);
    return { checksum, writtenBytes };
  }
  /** Mode and owner are in an attribute that is set later; the file's own let the user read it. */
  putBare(checksum, meta, body) {
    const temporary = this.temporaryIn(this.settings.tempPath);
    const mode = meta.target === void 0 ? meta.mode & 509 | 256 : 420;
    const writtenBytes = writeWith(temporary, mode, body);
    utimesSync(temporary, 0, 0);
    return { checksum, writtenBytes, temporary };
  }
  isThere(checksum, wish) {
    return wish.elsewhere?.has(checksum) === true || existsSync(this.finalPath(checksum));
  }
  headerOf(meta) {
    const known = this.headers.get(meta);
    if (known !== void 0) return known;
    const header = formatContentHeader(meta);
    this.headers.set(meta, header);
    return header;
  }
  finalPath(checksum) {
    const { repoPath, mode } = this.settings;
    return join(repoPath, objectPath(checksum, mode === "archive" ? "filez" : "file"));
  }
  temporaryIn(folder) {
    this.temporaries += 1;
    return join(folder, `.${threadId}-${this.temporaries}`);
  }
};
function deflateBlock({ bytes: bytes2, window }, level) {
  const before = window.length === 0 ? {} : { dictionary: window };
  return deflate(bytes2, level, { finishFlush: constants2.Z_SYNC_FLUSH, ...before });
}
function deflate(bytes2, level, options = {}) {
  return deflateRawSync(bytes2, {
    level: isCompressed(bytes2) ? STORED : level,
    // The more, the faster it is, but for what is over before it has cleared its tables.
    memLevel: bytes2.length <= SMALL_BYTES ? 8 : 9,
    windowBits: WINDOW_BITS,
    // What comes out goes into one buffer, as far as can be foreseen.
    chunkSize: Math.max(MIN_CHUNK_BYTES, bytes2.length),
    ...options
  });
}
function isCompressed(bytes2) {
  if (bytes2.length < SAMPLED_BYTES) return false;
  const middle = bytes2.length >> 1;
  const sample = bytes2.subarray(middle, middle + SAMPLE_BYTES);
  return deflateRawSync(sample, { level: 1 }).length > sample.length * 0.96;
}
function changed(path) {
  return new BuildError("TREE_CHANGED", `${path} changed while it was committed`);
}

// lib/repo/object-worker.ts
var store = new ContentStore(workerData);
parentPort?.on("message", (task) => {
  if (task.kind === "prepare") for (const path of task.paths) store.prepare(path);
  parentPort?.postMessage(task.kind === "prepare" ? { stored: [] } : storeFiles(task));
});
function storeFiles(task) {
  const paths = task.paths.split("\0");
  const stored = [];
  let place = "";
  try {
    for (; ; ) {
      const batch = task.batches[Atomics.add(task.taken, 0, 1)];
      if (batch === void 0) return { stored };
      for (const index of batch) {
        const meta = task.metas[task.metaOf[index] ?? -1];
        place = paths[index] ?? "";
        if (meta === void 0) throw new TypeError("a task without metas");
        stored.push([index, store.store(place, meta, task)]);
      }
    }
  } catch (error) {
    Atomics.store(task.taken, 0, task.batches.length);
    const { code, message } = error;
    return { error: { code: code ?? "", message, path: place } };
  }
}
