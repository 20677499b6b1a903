import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  HttpStatusError,
  basicAuthorization,
  connectionError,
  getFile,
  harmlessHeaders,
  isTransientStatus,
  makeResponse,
  parseRedirect,
  parseUrl,
  redactUrl,
  urlFileName,
  withoutCredentials
} from "./chunk-MMSKSHK2.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/http.ts
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

// lib/host/response-body.ts
async function bodyBytes(body) {
  let chunks = [];
  for await (let chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// lib/host/speed-watch.ts
var SPEED_WINDOW_MS = 3e4, LEAST_BYTES_PER_SECOND = 1e3, SlowServerError = class extends BuildError {
  constructor(url) {
    let message = `${redactUrl(url)} is slower than ${LEAST_BYTES_PER_SECOND} bytes per second`;
    super("HTTP_FAILED", message);
  }
}, SpeedWatch = class {
  url;
  windowMs;
  waitsSince = 0;
  waitedMs = 0;
  bytes = 0;
  constructor(url, windowMs) {
    this.url = url, this.windowMs = windowMs;
  }
  /** The next piece is waited for from now on. */
  wait() {
    this.waitsSince = performance.now();
  }
  /**
   * A piece of so many bytes has come.
   *
   * @throws SlowServerError HTTP_FAILED
   */
  count(bytes) {
    if (this.bytes += bytes, this.waitedMs += performance.now() - this.waitsSince, !(this.waitedMs < this.windowMs)) {
      if (this.bytes / this.waitedMs * 1e3 < LEAST_BYTES_PER_SECOND)
        throw new SlowServerError(this.url);
      this.waitedMs = 0, this.bytes = 0;
    }
  }
};

// lib/host/http.ts
var HEADERS_TIMEOUT_MS = 3e4, UPLOAD_TIMEOUT_MS = 5 * 6e4, MAX_REDIRECTS = 8, ATTEMPTS = 4, FIRST_PAUSE_MS = 250, USER_AGENT = "treesmith (libdnf-compatible)", HttpClient = class {
  firstPauseMs;
  silenceMs;
  speedWindowMs;
  connections;
  received = 0;
  constructor({
    firstPauseMs = FIRST_PAUSE_MS,
    silenceMs,
    speedWindowMs = SPEED_WINDOW_MS
  } = {}) {
    this.firstPauseMs = firstPauseMs, this.silenceMs = silenceMs, this.speedWindowMs = speedWindowMs;
  }
  /** Bytes of bodies that came over the network so far; files of this machine do not count. */
  get receivedBytes() {
    return this.received;
  }
  /**
   * Starts to get `url`, trying again until an answer begins. User and password of the URL are sent
   * to its origin alone; on a redirect to another origin every header that could be a secret is
   * dropped, and https never becomes http.
   *
   * @throws HttpStatusError HTTP_STATUS; BuildError HTTP_FAILED, HTTP_REDIRECT; ConfigError URL_INVALID
   */
  async get(url, options = {}) {
    return this.retry(options, () => this.getOnce(url, options));
  }
  /**
   * Returns a whole body of at most `limitBytes`, trying again when it breaks off, too.
   *
   * @throws as `get`; BuildError SIZE_LIMIT
   */
  async getBytes(url, options) {
    return currentTimeline().span(
      urlFileName(url),
      { kind: "download" },
      () => this.retry(options, async () => {
        let { body } = await this.getOnce(url, options);
        return bodyBytes(body);
      })
    );
  }
  /**
   * Sends one request, once, and returns whatever is answered: no redirect is followed, no status is
   * an error. For protocols that are more than getting files.
   *
   * @throws BuildError HTTP_FAILED; ConfigError URL_INVALID
   */
  async exchange(url, options) {
    let target = parseUrl(url), { method, body, limitBytes, signal } = options, headers = { "user-agent": USER_AGENT, ...lowerCase(options.headers ?? {}) }, usualMs = body === void 0 ? HEADERS_TIMEOUT_MS : UPLOAD_TIMEOUT_MS, headersTimeout = this.silenceMs ?? usualMs, sending = { method, headersTimeout, ...body === void 0 ? {} : { body } }, answer = await this.send(target, headers, signal, sending);
    return this.answerOf(target, answer, flatten(answer.headers), limitBytes);
  }
  /**
   * Runs `body` again after failures that another try may mend: broken connections and the statuses
   * that say so, with the pause that the server asks for.
   */
  async retry({ attempts = ATTEMPTS, signal }, body) {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await body();
      } catch (error) {
        signal?.throwIfAborted();
        let pauseMs = pauseBefore(error, attempt, this.firstPauseMs);
        if (attempt >= attempts || pauseMs === void 0) throw error;
        await sleep(pauseMs, void 0, signal === void 0 ? {} : { signal });
      }
  }
  async close() {
    await (await this.connections)?.close();
  }
  async [Symbol.asyncDispose]() {
    await this.close();
  }
  async getOnce(url, options) {
    let target = parseUrl(url);
    if (target.protocol === "file:") return getFile(target, options.range, options.limitBytes);
    let headers = {
      "user-agent": USER_AGENT,
      accept: "*/*",
      ...lowerCase(options.headers ?? {}),
      ...options.range === void 0 ? {} : { range: formatRange(options.range) },
      ...basicAuthorization(target)
    };
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      let answer = await this.send(target, headers, options.signal), { statusCode: status, body } = answer, found = flatten(answer.headers), { location } = found;
      if (status >= 300 && status < 400 && location !== void 0) {
        await body.dump().catch(() => {
        });
        let next = parseRedirect(location, target);
        next.origin !== target.origin && (headers = harmlessHeaders(headers)), target = next;
      } else {
        if ([200, 206, 304].includes(status))
          return this.answerOf(target, answer, found, options.limitBytes);
        throw await body.dump().catch(() => {
        }), new HttpStatusError(target.href, status, found);
      }
    }
    let message = `${redactUrl(url)}: more than ${MAX_REDIRECTS} redirects`;
    throw new BuildError("HTTP_REDIRECT", message);
  }
  answerOf({ href: url }, { statusCode: status, body }, headers, limitBytes) {
    return makeResponse({ url, status, headers }, body, {
      limitBytes,
      onBytes: (count) => {
        this.received += count;
      },
      speed: new SpeedWatch(url, this.speedWindowMs)
    });
  }
  async send(target, headers, signal, sending = {}) {
    signal !== void 0 && setMaxListeners(0, signal), this.connections ??= import("./chunk-7SQQZE6W.mjs").then(
      ({ openConnections }) => openConnections(this.silenceMs)
    );
    let connections = await this.connections;
    try {
      let options = { headers, ...sending };
      return await connections.request(
        withoutCredentials(target),
        signal === void 0 ? options : { ...options, signal }
      );
    } catch (error) {
      throw signal?.throwIfAborted(), connectionError(target.href, error);
    }
  }
};
function pauseBefore(error, attempt, firstPauseMs) {
  let backoffMs = firstPauseMs * 2 ** (attempt - 1);
  if (error instanceof HttpStatusError) {
    if (!isTransientStatus(error.status)) return;
    let askedMs = error.retryAfterMs ?? backoffMs;
    return askedMs > 6e4 ? void 0 : Math.max(askedMs, backoffMs);
  }
  return error instanceof BuildError && error.code === "HTTP_FAILED" ? backoffMs : void 0;
}
function lowerCase(headers) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  );
}
function flatten(headers) {
  return Object.fromEntries(
    Object.entries(headers).flatMap(
      ([name, value]) => value === void 0 ? [] : [[name, String(value)]]
    )
  );
}
function formatRange(range) {
  return `bytes=${range.start}-${range.end ?? ""}`;
}

export {
  bodyBytes,
  SlowServerError,
  HttpClient
};
