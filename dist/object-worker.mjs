import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BLOCK_BYTES,
  FileReader,
  formatState,
  makeParent,
  writeWith
} from "./chunk-WICTMXRX.mjs";
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
  rmSync as rmSync2,
  statSync,
  utimesSync,
  writeFileSync as writeFileSync2
} from "node:fs";
import { join as join2 } from "node:path";
import { threadId } from "node:worker_threads";
import { crc32 as crc322 } from "node:zlib";

// lib/host/igzip.ts
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
var HEADER = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0]), HEADER_BYTES = 10, TRAILER_BYTES = 8, MKFIFO = "mkfifo", MARK_BYTES = 32, MEMBER_BYTES = 1024, CHUNK_BYTES = 1024 * 1024, HELPER = `cd "/proc/$2/fd" && while read -r names
do "$1" -2 --no-name --stdout $names; echo "$3 $?"
done`, Igzip = class {
  mark = randomBytes(MARK_BYTES);
  markFd;
  lastLine;
  requests;
  answers;
  output = Buffer.alloc(0);
  isBroken = !1;
  /**
   * `scratchPath`: a folder where files may lie for a moment.
   *
   * @throws errors of node:fs
   */
  constructor(program, scratchPath) {
    let secret = randomBytes(MARK_BYTES).toString("hex");
    this.lastLine = Buffer.from(`${secret} 0
`);
    let at = (what) => join(scratchPath, `.${what}-${this.mark.toString("hex", 0, 8)}`), [markPath, requestPath, answerPath] = [at("mark"), at("requests"), at("answers")];
    writeFileSync(markPath, this.mark, { flag: "wx", mode: 384 }), this.markFd = openSync(markPath, "r"), this.isBroken = spawnSync(MKFIFO, ["-m", "600", requestPath, answerPath]).status !== 0;
    let paths = [markPath, requestPath, answerPath];
    if (this.isBroken)
      [this.requests, this.answers] = [-1, -1];
    else {
      let [requests, answers] = [openPipe(requestPath), openPipe(answerPath)], argv = ["-c", HELPER, "igzip", program, `${process.pid}`, secret], child = spawn("/bin/sh", argv, {
        stdio: [requests.from, answers.to, "ignore"],
        env: {},
        cwd: "/"
      });
      child.on("error", () => {
      }), child.unref();
      for (let fd of [requests.from, answers.to]) closeSync(fd);
      [this.requests, this.answers] = [requests.to, answers.from];
    }
    for (let path of paths) rmSync(path, { force: !0 });
  }
  /**
   * Returns the raw deflate streams of the files, in their order; undefined for one that is not what it was
   * said to be, and for all when igzip fails. The streams are valid until the next call.
   */
  deflate(files) {
    let output = this.run(files);
    if (output === void 0) return files.map(() => {
    });
    let markTrailer = formatTrailer({ sizeBytes: MARK_BYTES, crc: crc32(this.mark) }), separator = output.subarray(0, output.indexOf(markTrailer) + TRAILER_BYTES), at = separator.length;
    return files.map((file) => {
      let end = at <= TRAILER_BYTES ? -1 : output.indexOf(separator, at);
      if (end < 0) return;
      let member = output.subarray(at, end);
      return at = end + separator.length, member.subarray(0, HEADER.length).equals(HEADER) && member.subarray(-TRAILER_BYTES).equals(formatTrailer(file)) ? member.subarray(HEADER_BYTES, -TRAILER_BYTES) : void 0;
    });
  }
  /** Returns what igzip writes; undefined when it fails. */
  run(files) {
    if (this.isBroken) return;
    let names = [this.markFd, ...files.flatMap(({ fd }) => [fd, this.markFd])], sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes + MEMBER_BYTES, CHUNK_BYTES);
    this.output.length < sizeBytes && (this.output = Buffer.allocUnsafeSlow(sizeBytes));
    try {
      writeSync(this.requests, `${names.join(" ")}
`);
      for (let length = 0; ; ) {
        let got = readSync(this.answers, this.output, length, this.output.length - length, null);
        length += got;
        let end = length - this.lastLine.length;
        if (end >= 0 && this.output.subarray(end, length).equals(this.lastLine))
          return this.output.subarray(0, end);
        if (got === 0 || this.hasFailed(length)) break;
      }
    } catch {
    }
    this.isBroken = !0, closeSync(this.requests), closeSync(this.answers);
  }
  /** True when the last line has another status than 0. */
  hasFailed(length) {
    let secret = this.lastLine.subarray(0, 2 * MARK_BYTES), tail = this.output.subarray(Math.max(0, length - 2 * MARK_BYTES - 5), length);
    return tail.indexOf(secret) >= 0 && tail.at(-1) === 10;
  }
};
function openPipe(path) {
  let both = openSync(path, constants.O_RDWR);
  try {
    return { from: openSync(path, constants.O_RDONLY), to: openSync(path, constants.O_WRONLY) };
  } finally {
    closeSync(both);
  }
}
function formatTrailer({ sizeBytes, crc }) {
  let trailer = Buffer.alloc(TRAILER_BYTES);
  return trailer.writeUInt32LE(crc, 0), trailer.writeUInt32LE(sizeBytes, 4), trailer;
}

// lib/repo/deflate.ts
import { constants as constants2, deflateRawSync } from "node:zlib";
var DEFLATE_END = deflateRawSync(new Uint8Array()), STORED = 0, SAMPLED_BYTES = 256 * 1024, SAMPLE_BYTES = 16 * 1024, SMALL_BYTES = 16 * 1024, WINDOW_BITS = 14, MIN_CHUNK_BYTES = 1024;
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

// lib/repo/postponed.ts
import { closeSync as closeSync2, fstatSync } from "node:fs";
var FULL_BYTES = 24 * 1024 * 1024, FULL_FILES = 256, WORTH_BYTES = 12 * 1024 * 1024, Postponed = class {
  start;
  igzip;
  files = [];
  sizeBytes = 0;
  flushedBytes = 0;
  constructor(start) {
    this.start = start;
  }
  /** Adds a file, whose descriptor is closed here. */
  add(file) {
    this.files.push(file), this.sizeBytes += file.sizeBytes;
  }
  get isFull() {
    return this.sizeBytes >= FULL_BYTES || this.files.length >= FULL_FILES;
  }
  /**
   * Compresses what was added.
   *
   * @throws what `done` throws; then those after it are not done. Errors of node:fs
   */
  flush() {
    let { files } = this;
    if (files.length === 0) return;
    this.flushedBytes += this.sizeBytes, this.flushedBytes >= WORTH_BYTES && (this.igzip ??= this.start());
    let deflated = this.igzip?.deflate(files), isSame = files.map(({ fd, state }) => formatState(fstatSync(fd)) === state);
    this.discard();
    for (let [index, { done }] of files.entries())
      done(isSame[index] === !0 ? deflated?.[index] : void 0);
  }
  /** Forgets what was added. */
  discard() {
    for (let { fd } of this.files) closeSync2(fd);
    this.files = [], this.sizeBytes = 0;
  }
};

// lib/repo/content-store.ts
var IGZIP_BYTES = 16 * 1024, ContentStore = class {
  settings;
  reader = new FileReader();
  headers = /* @__PURE__ */ new WeakMap();
  plainHeaders = /* @__PURE__ */ new Map();
  postponed;
  temporaries = 0;
  constructor(settings) {
    this.settings = settings;
    let { igzip, preparedPath } = settings;
    this.postponed = igzip === void 0 ? void 0 : new Postponed(() => new Igzip(igzip, preparedPath));
  }
  /**
   * Hashes a file and stores its object unless it is there. `known`: its checksum, when that is known, as that of
   * a link is; else empty. `writtenBytes` may be 0 until `finish`.
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
    let stored = this.reader.read(path, (file) => {
      let checksum = file.digest(this.headerOf(meta));
      return this.isThere(checksum, wish) ? { checksum, writtenBytes: 0 } : (wish.hasPrepared ? this.takePrepared(checksum, meta, file) : void 0) ?? this.storeFile({ checksum, path, meta, file });
    });
    return this.flushWhenFull(), stored;
  }
  /**
   * Stores what was postponed.
   *
   * @throws BuildError TREE_CHANGED; errors of node:fs
   */
  finish() {
    this.postponed?.flush();
  }
  /** Forgets what was postponed. */
  giveUp() {
    this.postponed?.discard();
  }
  /** Hashes files that may be stored soon. Returns what is to be known of those whose objects are there. */
  hash(paths) {
    let nowMs = this.fileTimeMs();
    return paths.flatMap((path) => this.goAhead(path, nowMs) ?? []);
  }
  /** Compresses files that may be stored soon, but for what cannot be read. Returns what is to be known of them. */
  prepare(paths) {
    let nowMs = this.fileTimeMs(), hashed = [];
    try {
      for (let path of paths) {
        let file = this.goAhead(path, nowMs, (...object) => this.prepareObject(...object));
        file !== void 0 && hashed.push(file), this.flushWhenFull();
      }
      this.finish();
    } catch {
      this.giveUp();
    }
    return hashed;
  }
  flushWhenFull() {
    this.postponed?.isFull === !0 && this.postponed.flush();
  }
  /** Hashes a file; `make` makes its object when it is not there. */
  goAhead(path, nowMs, make) {
    try {
      let before = lstatSync(path);
      if (!before.isFile()) return;
      let { uid, gid, mode } = before, state = formatState(before);
      return this.reader.read(path, (file) => {
        let checksum = file.digest(this.plainHeader(before)), isThere = existsSync(this.finalPath(checksum));
        if (!isThere && make === void 0) return;
        let isSame = before.ctimeMs < nowMs && formatState(file.stat()) === state;
        return isThere || make?.({ checksum, path, meta: { uid, gid, mode, xattrs: [] }, file }, isSame), isSame ? { state, checksum, isThere } : void 0;
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
  /** `mayWait`: true when the file cannot change any more without a trace. */
  prepareObject(object, mayWait) {
    let { preparedPath, byContent } = this.settings, named = join2(preparedPath, object.checksum), first = byContent ? join2(preparedPath, object.file.digest()) : named;
    if (existsSync(first)) return;
    let save = (body) => {
      if (existsSync(first)) return;
      let temporary = this.temporaryIn(preparedPath);
      writeWith(temporary, 420, body), renameSync(temporary, first), byContent && linkSync(first, named);
    };
    mayWait && this.postpone(object, save) || save((write) => this.writeArchived(object, write));
  }
  /** Puts an object that was prepared to its place; undefined when there is none. */
  takeNamed(checksum) {
    let final = this.finalPath(checksum);
    try {
      return makeParent(final), renameSync(join2(this.settings.preparedPath, checksum), final), { checksum, writtenBytes: statSync(final).size };
    } catch {
      return;
    }
  }
  /** Makes an object of what was prepared; its owner, mode or attributes may be others now. */
  takePrepared(checksum, meta, file) {
    let named = this.takeNamed(checksum);
    if (named !== void 0 || !this.settings.byContent) return named;
    let byContent = join2(this.settings.preparedPath, file.digest());
    if (existsSync(byContent))
      return this.reader.read(byContent, (prepared) => {
        let { sizeBytes, headerBytes } = parseArchiveHeader(prepared.start);
        return this.put(checksum, (write) => {
          write(formatArchiveHeader(meta, sizeBytes));
          for (let { bytes } of prepared.blocks(headerBytes)) write(bytes);
        });
      });
  }
  storeFile(object) {
    let { checksum, path, meta, file } = object;
    return this.settings.mode === "archive" ? this.storeArchived(object) : this.putBare(checksum, meta, (write) => {
      let hash = createHash("sha256").update(this.headerOf(meta));
      for (let { bytes } of file.blocks())
        hash.update(bytes), write(bytes);
      if (hash.digest("hex") !== checksum) throw changed(path);
    });
  }
  storeArchived(object) {
    let stored = { checksum: object.checksum, writtenBytes: 0 }, save = (body) => {
      stored.writtenBytes = this.put(object.checksum, body).writtenBytes;
    };
    return this.postpone(object, save) || save((write) => this.writeArchived(object, write)), stored;
  }
  /** Lets a file wait for igzip, if that is worth it. What igzip does not compress, zlib does after all. */
  postpone(object, save) {
    let { checksum, path, meta } = object, { sizeBytes, held } = object.file;
    if (this.postponed === void 0 || held === void 0 || sizeBytes < IGZIP_BYTES || isCompressed(held)) return !1;
    let header = formatArchiveHeader(meta, sizeBytes), again = () => this.reader.read(path, (file) => {
      if (file.digest(this.headerOf(meta)) !== checksum) throw changed(path);
      save((write) => this.writeArchived({ ...object, file }, write));
    }), crc = crc322(held);
    return this.postponed.add({
      fd: object.file.keep(),
      sizeBytes,
      crc,
      state: formatState(object.file.stat()),
      done: (deflated) => {
        deflated === void 0 ? again() : save((write) => write(header, deflated));
      }
    }), !0;
  }
  storeLink(checksum, meta, wish) {
    return this.isThere(checksum, wish) ? { checksum, writtenBytes: 0 } : this.settings.mode === "archive" ? this.put(checksum, (write) => write(formatArchiveHeader(meta, 0))) : this.putBare(checksum, meta, (write) => write(Buffer.from(`${meta.target}\0`)));
  }
  /** Writes a `.filez`. What has to be read again while it is written must be what was hashed. */
  writeArchived({ checksum, path, meta, file }, write) {
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
    return join2(repoPath, objectPath(checksum, mode === "archive" ? "filez" : "file"));
  }
  /** What the clock of files shows. */
  fileTimeMs() {
    let path = this.temporaryIn(this.settings.preparedPath);
    writeFileSync2(path, "");
    let { ctimeMs } = lstatSync(path);
    return rmSync2(path), ctimeMs;
  }
  temporaryIn(folder) {
    return this.temporaries += 1, join2(folder, `.${threadId}-${this.temporaries}`);
  }
};
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
      if (batch === void 0) break;
      for (let index of batch) {
        let meta = task.metas[task.metaOf[index] ?? -1];
        if (place = paths[index] ?? "", meta === void 0) throw new TypeError("a task without metas");
        stored.push([index, store.store(place, meta, task, known[index])]);
      }
    }
    return store.finish(), { stored };
  } catch (error) {
    store.giveUp(), Atomics.store(task.taken, 0, task.batches.length);
    let { code, message } = error;
    return { error: { code: code ?? "", message, path: place } };
  }
}
