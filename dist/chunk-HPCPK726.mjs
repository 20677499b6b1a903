import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  SlowServerError
} from "./chunk-O7QQU6TQ.mjs";
import {
  HttpStatusError,
  isTransientStatus,
  redactUrl,
  urlFileName
} from "./chunk-MMSKSHK2.mjs";
import {
  besidePath,
  explainFileError,
  makeFolder,
  replaceFile
} from "./chunk-DBSRCAXI.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  collectYoungGarbage
} from "./chunk-CWMLDEDE.mjs";
import {
  BuildError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/download.ts
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// lib/host/partial-file.ts
import { createReadStream } from "node:fs";

// lib/host/partial-sink.ts
import { createHash } from "node:crypto";
var OWN_BATCH_BYTES = 64 * 1024, THREAD_BATCH_BYTES = 512 * 1024, OwnSink = class {
  file;
  algorithm;
  hash;
  constructor(file, algorithm) {
    this.file = file, this.algorithm = algorithm, this.reset();
  }
  newBatch() {
    return Buffer.allocUnsafeSlow(OWN_BATCH_BYTES);
  }
  /** Hashes what the file has already. */
  seen(bytes) {
    this.hash?.update(bytes);
  }
  async append(batch) {
    this.hash?.update(batch), await this.file.appendFile(batch);
  }
  async digest() {
    return this.hash?.copy().digest("hex");
  }
  reset() {
    this.hash = this.algorithm === void 0 ? void 0 : createHash(this.algorithm);
  }
}, ThreadSink = class {
  file;
  algorithm;
  thread;
  number;
  constructor(file, algorithm, thread) {
    this.file = file, this.algorithm = algorithm, this.thread = thread, this.number = thread.newFile();
  }
  newBatch() {
    return Buffer.from(new SharedArrayBuffer(THREAD_BATCH_BYTES));
  }
  async append(batch) {
    let { file, algorithm, number } = this, bytes = new Uint8Array(batch.buffer, batch.byteOffset, batch.length);
    await this.thread.ask({ kind: "append", file: number, fd: file.fd, bytes, algorithm });
  }
  async digest() {
    return this.thread.ask({ kind: "digest", file: this.number });
  }
  reset() {
    this.thread.ask({ kind: "forget", file: this.number }).catch(() => {
    }), this.number = this.thread.newFile();
  }
};

// lib/host/partial-file.ts
var DEFAULT_LIMIT_BYTES = 4 * 1024 ** 3, GARBAGE_BYTES = 4 * 2 ** 20, garbageBytes = 0, PartialFile = class {
  expected;
  sizeBytes = 0;
  file;
  path;
  sink;
  batch;
  other;
  batchBytes = 0;
  writing = Promise.resolve();
  constructor(file, path, expected) {
    this.file = file, this.path = path, this.expected = expected, this.sink = new OwnSink(file, expected.checksum?.type), this.batch = this.sink.newBatch(), this.other = this.sink.newBatch();
  }
  get limitBytes() {
    return this.expected.sizeBytes ?? this.expected.limitBytes ?? DEFAULT_LIMIT_BYTES;
  }
  /** Takes over what an earlier run left. */
  async resume() {
    let { size } = await this.file.stat(), { checksum, thread } = this.expected;
    if (size === 0 && checksum !== void 0 && thread !== void 0) {
      this.sink = new ThreadSink(this.file, checksum.type, thread), this.batch = this.sink.newBatch(), this.other = this.sink.newBatch();
      return;
    }
    if (size > this.limitBytes) return this.restart();
    let sink = new OwnSink(this.file, checksum?.type);
    for await (let chunk of createReadStream(this.path, { highWaterMark: 1024 * 1024 }))
      sink.seen(chunk);
    this.sink = sink, this.sizeBytes = size, this.expected.onBytes?.(size);
  }
  /** Takes some more bytes. They are written by the batch, while the next ones come. */
  async append(chunk) {
    this.sizeBytes += chunk.length, this.expected.onBytes?.(chunk.length), garbageBytes += chunk.length, garbageBytes >= GARBAGE_BYTES && (garbageBytes = 0, collectYoungGarbage());
    for (let at = 0; at < chunk.length; ) {
      let taken = chunk.copy(this.batch, this.batchBytes, at);
      at += taken, this.batchBytes += taken, this.batchBytes === this.batch.length && await this.startWrite();
    }
  }
  /** Writes what was taken so far: to be called before the file is closed. */
  async flush() {
    await this.startWrite(), await this.writing;
  }
  /** Drops everything: what is there is not the file. */
  async restart() {
    await this.writing, this.batchBytes = 0, await this.file.truncate(0), this.expected.onBytes?.(-this.sizeBytes), this.sizeBytes = 0, this.sink.reset();
  }
  /** Whether as many bytes are there as the file must have. */
  isComplete() {
    return this.expected.sizeBytes !== void 0 && this.sizeBytes === this.expected.sizeBytes;
  }
  /** Says what is wrong with the finished file, which is then dropped, or undefined. */
  async verify() {
    await this.flush();
    let { size } = await this.file.stat(), wrong = size === this.sizeBytes ? await this.fault() : "was written by another run, too";
    return wrong !== void 0 && await this.restart(), wrong;
  }
  async startWrite() {
    await this.writing;
    let full = this.batch.subarray(0, this.batchBytes);
    full.length !== 0 && ([this.batch, this.other] = [this.other, this.batch], this.batchBytes = 0, this.writing = this.sink.append(full), this.writing.catch(() => {
    }));
  }
  async fault() {
    let { checksum, sizeBytes } = this.expected;
    if (sizeBytes !== void 0 && this.sizeBytes !== sizeBytes)
      return `has ${this.sizeBytes} bytes, expected ${sizeBytes}`;
    let found = await this.sink.digest();
    return checksum === void 0 || found === checksum.hex.toLowerCase() ? void 0 : `has ${checksum.type} ${found}, expected ${checksum.hex}`;
  }
};

// lib/host/download.ts
var IDLE_ROUNDS = 3, MAX_TRIES = 100;
async function downloadFile(http, urls, dest, options = {}) {
  return currentTimeline().span(
    urlFileName(urls[0] ?? dest),
    { kind: "download" },
    () => download(http, urls, dest, options)
  );
}
async function download(http, urls, dest, options) {
  await makeFolder(dirname(dest));
  let keep = options.checksum !== void 0 && options.partPath !== void 0, part = keep && options.partPath !== void 0 ? options.partPath : besidePath(dest);
  await makeFolder(dirname(part));
  let file = await open(part, keep ? "a+" : "ax+", 420).catch((error) => {
    throw explainFileError(error, part);
  }), whole = !1;
  try {
    let partial = new PartialFile(file, part, options);
    await partial.resume();
    try {
      await fetchFromAny(http, urls, partial, options);
    } finally {
      await partial.flush();
    }
    whole = !0;
  } catch (error) {
    throw explainFileError(error, part);
  } finally {
    await file.close(), !keep && !whole && await rm(part, { force: !0 });
  }
  await replaceFile(part, dest, options);
}
async function fetchFromAny(http, urls, download2, options) {
  if (download2.isComplete() && await download2.verify() === void 0) return;
  let pause = options.signal === void 0 ? {} : { signal: options.signal }, reasons = /* @__PURE__ */ new Map(), alive = [...new Set(urls)], idleRounds = 0;
  for (let tries = 0; alive.length > 0 && idleRounds < IDLE_ROUNDS && tries < MAX_TRIES; ) {
    let askedMs = 0, hasGained = !1;
    for (let url of [...alive]) {
      let before = download2.sizeBytes;
      tries += 1;
      try {
        await fetchFrom(http, url, download2, options);
        return;
      } catch (error) {
        if (options.signal?.throwIfAborted(), !(error instanceof TreesmithError)) throw error;
        reasons.set(url, error), options.log?.debug(
          `${error.message}; ${alive.length > 1 ? "trying the next mirror" : "trying again"}`
        ), hasGained ||= download2.sizeBytes > before && !(error instanceof SlowServerError), isFinal(error) ? alive = alive.filter((other) => other !== url) : error instanceof HttpStatusError && (askedMs = Math.max(askedMs, error.retryAfterMs ?? 0));
      }
    }
    idleRounds = hasGained ? 0 : idleRounds + 1;
    let pauseMs = Math.max(askedMs, idleRounds === 0 ? 0 : http.firstPauseMs * 2 ** idleRounds);
    alive.length > 0 && idleRounds < IDLE_ROUNDS && await sleep(pauseMs, void 0, pause);
  }
  throw noMirror(urls, [...reasons.values()], options.hint ?? "Look at the network.");
}
function noMirror(urls, reasons, hint) {
  let lied = reasons.length > 0 && reasons.every(({ code }) => code === "CHECKSUM_MISMATCH"), [first, ...others] = urls.map(redactUrl), what = first === void 0 ? "there is no URL to download from" : others.length === 0 ? `${first} could not be downloaded` : `no mirror gave ${first} (${urls.length} tried)`;
  return new BuildError(
    lied ? "CHECKSUM_MISMATCH" : "DOWNLOAD_FAILED",
    [what, ...reasons.map(({ message }) => `  ${message}`)].join(`
`),
    { hint }
  );
}
async function fetchFrom(http, url, download2, options) {
  options.checksum === void 0 && await download2.restart();
  let start = download2.sizeBytes, response = await http.get(url, {
    ...start === 0 ? {} : { range: { start } },
    ...options.headers === void 0 ? {} : { headers: options.headers },
    ...options.signal === void 0 ? {} : { signal: options.signal },
    attempts: 1
  }).catch(async (error) => {
    let past = error instanceof HttpStatusError && error.status === 416;
    if (past && options.sizeBytes !== void 0) {
      let message = `has no more than ${start} of ${options.sizeBytes} bytes`;
      throw new BuildError("CHECKSUM_MISMATCH", `${redactUrl(url)} ${message}`);
    }
    throw past && await download2.restart(), error;
  }), offset = response.status === 206 ? contentStart(response.headers["content-range"]) : 0;
  if (offset !== start && (await download2.restart(), offset !== 0))
    throw response.discard(), new BuildError("HTTP_FAILED", `${redactUrl(url)}: answers another range`);
  for await (let chunk of response.body) {
    if (download2.sizeBytes + chunk.length > download2.limitBytes)
      throw await download2.restart(), new BuildError(
        "SIZE_LIMIT",
        `${redactUrl(url)} has more than ${download2.limitBytes} bytes`
      );
    await download2.append(chunk);
  }
  if (options.sizeBytes !== void 0 && download2.sizeBytes < options.sizeBytes) {
    let message = `ended after ${download2.sizeBytes} of ${options.sizeBytes} bytes`;
    throw new BuildError("HTTP_FAILED", `${redactUrl(url)} ${message}`);
  }
  let fault = await download2.verify();
  if (fault !== void 0) {
    if (start > 0) return fetchFrom(http, url, download2, options);
    throw new BuildError("CHECKSUM_MISMATCH", `${redactUrl(url)} ${fault}`);
  }
}
function contentStart(contentRange) {
  let match = /^bytes (\d+)-/.exec(contentRange ?? "");
  return match === null ? void 0 : Number(match[1]);
}
function isFinal(error) {
  return error instanceof HttpStatusError ? !(error.status >= 500 || isTransientStatus(error.status)) || (error.retryAfterMs ?? 0) > 6e4 : ["CHECKSUM_MISMATCH", "SIZE_LIMIT", "URL_INVALID", "HTTP_REDIRECT"].includes(error.code);
}

export {
  downloadFile
};
