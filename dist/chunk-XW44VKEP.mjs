import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  HttpStatusError,
  redactUrl,
  urlFileName
} from "./chunk-AXANLE5B.mjs";
import {
  besidePath,
  explainFileError,
  makeFolder,
  replaceFile
} from "./chunk-BRZL2H2V.mjs";
import {
  currentTimeline
} from "./chunk-OLDDEYD5.mjs";
import {
  BuildError,
  TreesmithError
} from "./chunk-S6FOOEAW.mjs";

// lib/host/download.ts
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// lib/host/partial-file.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
var DEFAULT_LIMIT_BYTES = 4 * 1024 ** 3;
var PartialFile = class {
  expected;
  sizeBytes = 0;
  file;
  path;
  hash;
  constructor(file, path, expected) {
    this.file = file;
    this.path = path;
    this.expected = expected;
    this.hash = this.newHash();
  }
  get limitBytes() {
    return this.expected.sizeBytes ?? this.expected.limitBytes ?? DEFAULT_LIMIT_BYTES;
  }
  /** Takes over what an earlier run left. */
  async resume() {
    const { size } = await this.file.stat();
    if (size > this.limitBytes) return this.restart();
    for await (const chunk of createReadStream(this.path, { highWaterMark: 1024 * 1024 })) {
      this.hash?.update(chunk);
    }
    this.sizeBytes = size;
    this.expected.onBytes?.(size);
  }
  async append(chunk) {
    await this.file.appendFile(chunk);
    this.hash?.update(chunk);
    this.sizeBytes += chunk.length;
    this.expected.onBytes?.(chunk.length);
  }
  /** Drops everything: what is there is not the file. */
  async restart() {
    await this.file.truncate(0);
    this.expected.onBytes?.(-this.sizeBytes);
    this.sizeBytes = 0;
    this.hash = this.newHash();
  }
  /** Whether as many bytes are there as the file must have. */
  isComplete() {
    return this.expected.sizeBytes !== void 0 && this.sizeBytes === this.expected.sizeBytes;
  }
  /** Says what is wrong with the finished file, which is then dropped, or undefined. */
  async verify() {
    const { size } = await this.file.stat();
    const wrong = size === this.sizeBytes ? this.fault() : "was written by another run, too";
    if (wrong !== void 0) await this.restart();
    return wrong;
  }
  fault() {
    const { checksum, sizeBytes } = this.expected;
    if (sizeBytes !== void 0 && this.sizeBytes !== sizeBytes) {
      return `has ${this.sizeBytes} bytes, expected ${sizeBytes}`;
    }
    const found = this.hash?.copy().digest("hex");
    return checksum === void 0 || found === checksum.hex.toLowerCase() ? void 0 : `has ${checksum.type} ${found}, expected ${checksum.hex}`;
  }
  newHash() {
    const { checksum } = this.expected;
    return checksum === void 0 ? void 0 : createHash(checksum.type);
  }
};

// lib/host/download.ts
var IDLE_ROUNDS = 3;
var MAX_TRIES = 100;
var FIRST_PAUSE_MS = 500;
var LONGEST_PAUSE_MS = 3e4;
var SPEED_WINDOW_MS = 3e4;
var LEAST_BYTES_PER_SECOND = 1e3;
async function downloadFile(http, urls, dest, options = {}) {
  return currentTimeline().span(
    urlFileName(urls[0] ?? dest),
    { kind: "download" },
    () => download(http, urls, dest, options)
  );
}
async function download(http, urls, dest, options) {
  await makeFolder(dirname(dest));
  const keep = options.checksum !== void 0 && options.partPath !== void 0;
  const part = keep && options.partPath !== void 0 ? options.partPath : besidePath(dest);
  await makeFolder(dirname(part));
  const file = await open(part, keep ? "a+" : "ax+", 420).catch((error) => {
    throw explainFileError(error, part);
  });
  let whole = false;
  try {
    const partial = new PartialFile(file, part, options);
    await partial.resume();
    await fetchFromAny(http, urls, partial, options);
    whole = true;
  } catch (error) {
    throw explainFileError(error, part);
  } finally {
    await file.close();
    if (!keep && !whole) await rm(part, { force: true });
  }
  await replaceFile(part, dest);
}
async function fetchFromAny(http, urls, download2, options) {
  if (download2.isComplete() && await download2.verify() === void 0) return;
  const pause = options.signal === void 0 ? {} : { signal: options.signal };
  const reasons = /* @__PURE__ */ new Map();
  let alive = [...new Set(urls)];
  let idleRounds = 0;
  for (let tries = 0; alive.length > 0 && idleRounds < IDLE_ROUNDS && tries < MAX_TRIES; ) {
    const before = download2.sizeBytes;
    let askedMs = 0;
    for (const url of [...alive]) {
      tries += 1;
      try {
        await fetchFrom(http, url, download2, options);
        return;
      } catch (error) {
        options.signal?.throwIfAborted();
        if (!(error instanceof TreesmithError)) throw error;
        reasons.set(url, error);
        options.log?.debug(
          `${error.message}; ${alive.length > 1 ? "trying the next mirror" : "trying again"}`
        );
        if (isFinal(error)) alive = alive.filter((other) => other !== url);
        if (error instanceof HttpStatusError) askedMs = Math.max(askedMs, error.retryAfterMs ?? 0);
      }
    }
    idleRounds = download2.sizeBytes > before ? 0 : idleRounds + 1;
    const pauseMs = Math.max(
      askedMs,
      idleRounds === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (idleRounds - 1)
    );
    if (alive.length > 0 && idleRounds < IDLE_ROUNDS) {
      await sleep(Math.min(pauseMs, LONGEST_PAUSE_MS), void 0, pause);
    }
  }
  throw noMirror(urls, [...reasons.values()]);
}
function noMirror(urls, reasons) {
  const lied = reasons.length > 0 && reasons.every(({ code }) => code === "CHECKSUM_MISMATCH");
  const what = urls.length === 0 ? "there is no URL to download from" : `no mirror gave ${redactUrl(urls[0] ?? "")} (${urls.length} tried)`;
  return new BuildError(
    lied ? "CHECKSUM_MISMATCH" : "DOWNLOAD_FAILED",
    [what, ...reasons.map(({ message }) => `  ${message}`)].join("\n"),
    {
      hint: 'Look at the network, or at whether the repository still has the file ("treesmith lock" takes what it has now).'
    }
  );
}
async function fetchFrom(http, url, download2, options) {
  if (options.checksum === void 0) await download2.restart();
  const start = download2.sizeBytes;
  const response = await http.get(url, {
    ...start === 0 ? {} : { range: { start } },
    ...options.headers === void 0 ? {} : { headers: options.headers },
    ...options.signal === void 0 ? {} : { signal: options.signal },
    attempts: 1
  }).catch(async (error) => {
    const past = error instanceof HttpStatusError && error.status === 416;
    if (past && options.sizeBytes !== void 0) {
      const message = `has no more than ${start} of ${options.sizeBytes} bytes`;
      throw new BuildError("CHECKSUM_MISMATCH", `${redactUrl(url)} ${message}`);
    }
    if (past) await download2.restart();
    throw error;
  });
  const offset = response.status === 206 ? contentStart(response.headers["content-range"]) : 0;
  if (offset !== start) {
    await download2.restart();
    if (offset !== 0) {
      response.discard();
      throw new BuildError("HTTP_FAILED", `${redactUrl(url)}: answers another range`);
    }
  }
  const speed = new SpeedWatch(url);
  for await (const chunk of response.body) {
    speed.count(chunk.length);
    if (download2.sizeBytes + chunk.length > download2.limitBytes) {
      await download2.restart();
      throw new BuildError(
        "SIZE_LIMIT",
        `${redactUrl(url)} has more than ${download2.limitBytes} bytes`
      );
    }
    await download2.append(chunk);
  }
  if (options.sizeBytes !== void 0 && download2.sizeBytes < options.sizeBytes) {
    const message = `ended after ${download2.sizeBytes} of ${options.sizeBytes} bytes`;
    throw new BuildError("HTTP_FAILED", `${redactUrl(url)} ${message}`);
  }
  const fault = await download2.verify();
  if (fault === void 0) return;
  if (start > 0) return fetchFrom(http, url, download2, options);
  throw new BuildError("CHECKSUM_MISMATCH", `${redactUrl(url)} ${fault}`);
}
var SpeedWatch = class {
  url;
  since = performance.now();
  bytes = 0;
  constructor(url) {
    this.url = url;
  }
  count(bytes) {
    this.bytes += bytes;
    const elapsedMs = performance.now() - this.since;
    if (elapsedMs < SPEED_WINDOW_MS) return;
    if (this.bytes / elapsedMs * 1e3 < LEAST_BYTES_PER_SECOND) {
      const message = `${redactUrl(this.url)} is slower than ${LEAST_BYTES_PER_SECOND} bytes per second`;
      throw new BuildError("HTTP_FAILED", message);
    }
    this.since = performance.now();
    this.bytes = 0;
  }
};
function contentStart(contentRange) {
  const match = /^bytes (\d+)-/.exec(contentRange ?? "");
  return match === null ? void 0 : Number(match[1]);
}
function isFinal(error) {
  if (error instanceof HttpStatusError) {
    return error.status < 500 && ![408, 425, 429].includes(error.status);
  }
  return ["CHECKSUM_MISMATCH", "SIZE_LIMIT", "URL_INVALID", "HTTP_REDIRECT"].includes(error.code);
}

export {
  downloadFile
};
