import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  require_undici
} from "./chunk-2SCTMUNZ.mjs";
import {
  currentTimeline
} from "./chunk-OLDDEYD5.mjs";
import {
  sha256
} from "./chunk-PGVBXSTX.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __toESM
} from "./chunk-OF75LF2E.mjs";

// lib/host/http.ts
var import_undici2 = __toESM(require_undici(), 1);
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

// lib/host/http-connector.ts
var import_undici = __toESM(require_undici(), 1);
function createConnector(timeoutMs) {
  const connect = (0, import_undici.buildConnector)({ timeout: timeoutMs });
  return (options, callback) => {
    connect(options, (...outcome) => {
      const [, socket] = outcome;
      socket?.once("end", () => wakeParser(socket));
      callback(...outcome);
    });
  };
}
function wakeParser(socket) {
  const key = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === "parser"
  );
  const parser = key === void 0 ? void 0 : socket[key];
  if (parser?.paused !== true || socket.destroyed) return;
  parser.resume();
  if (!parser.paused || socket.destroyed) return;
  parser.llhttp.llhttp_resume(parser.ptr);
  parser.paused = false;
}

// lib/host/http-response.ts
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

// lib/host/http-url.ts
var HARMLESS = /* @__PURE__ */ new Set([
  "accept",
  "if-range",
  "if-none-match",
  "if-modified-since",
  "range",
  "user-agent"
]);
function redactUrl(url) {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.username = "";
  parsed.password = "";
  if (parsed.search !== "") parsed.search = "?\u2026";
  try {
    return decodeURI(parsed.href);
  } catch {
    return parsed.href;
  }
}
function parseUrl(url) {
  const parsed = URL.parse(url);
  if (parsed === null || !["http:", "https:", "file:"].includes(parsed.protocol)) {
    throw new ConfigError(
      "URL_INVALID",
      `"${redactUrl(url)}" is not an http, https or file URL`
    );
  }
  return parsed;
}
function urlFileName(url) {
  return redactUrl(url).replace(/[?#].*$/, "").replace(/\/+$/, "").replace(/^.*\//, "");
}
function parseRedirect(location, from) {
  const next = URL.parse(location, from.href);
  const safe = next !== null && (next.protocol === "https:" || next.protocol === "http:" && from.protocol === "http:");
  if (!safe) {
    throw new BuildError(
      "HTTP_REDIRECT",
      `${redactUrl(from.href)} redirects to ${redactUrl(location)}, which is not as safe`
    );
  }
  return next;
}
function basicAuthorization(url) {
  if (url.username === "" && url.password === "") return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}
function withoutCredentials(url) {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return bare;
}
function harmlessHeaders(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
}

// lib/host/http-response.ts
var HttpStatusError = class extends BuildError {
  status;
  retryAfterMs;
  constructor(url, status, retryAfterMs) {
    super("HTTP_STATUS", `${redactUrl(url)}: the server answered ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
};
function makeResponse(answer, body, limitBytes = Number.POSITIVE_INFINITY, onBytes = () => void 0) {
  body.on("error", () => void 0);
  return {
    ...answer,
    body: boundedBody(body, answer, limitBytes, onBytes),
    discard: () => {
      body.destroy();
    }
  };
}
async function getFile(target, range, limitBytes) {
  const path = fileURLToPath(target);
  const found = await stat(path).catch(() => void 0);
  if (found === void 0 || !found.isFile()) throw new HttpStatusError(target.href, 404);
  if (range !== void 0 && range.start >= found.size) throw new HttpStatusError(target.href, 416);
  const end = Math.min(range?.end ?? found.size - 1, found.size - 1);
  const answer = {
    url: target.href,
    status: range === void 0 ? 200 : 206,
    headers: {
      "content-length": String(end + 1 - (range?.start ?? 0)),
      ...range === void 0 ? {} : { "content-range": `bytes ${range.start}-${end}/${found.size}` }
    }
  };
  const body = found.size === 0 ? Readable.from([]) : createReadStream(path, { ...range });
  return makeResponse(answer, body, limitBytes);
}
function connectionError(url, cause) {
  if (cause instanceof BuildError) return cause;
  const { message, code } = cause;
  return new BuildError("HTTP_FAILED", `${redactUrl(url)}: ${message || code}`, {
    cause
  });
}
async function* boundedBody(body, { url, headers }, limitBytes, onBytes) {
  const announced = Number(headers["content-length"] ?? 0);
  let received = 0;
  try {
    for await (const chunk of announced > limitBytes ? [] : body) {
      received += chunk.length;
      onBytes(chunk.length);
      if (received > limitBytes) break;
      yield chunk;
    }
  } catch (error) {
    throw connectionError(url, error);
  } finally {
    body.destroy();
  }
  if (announced > limitBytes || received > limitBytes) {
    throw new BuildError(
      "SIZE_LIMIT",
      `${redactUrl(url)} is larger than ${limitBytes} bytes, the most that is accepted`
    );
  }
}

// lib/host/http.ts
var CONNECT_TIMEOUT_MS = 1e4;
var HEADERS_TIMEOUT_MS = 3e4;
var BODY_TIMEOUT_MS = 3e4;
var UPLOAD_TIMEOUT_MS = 5 * 6e4;
var MAX_REDIRECTS = 8;
var CONNECTIONS_PER_ORIGIN = 16;
var ATTEMPTS = 4;
var FIRST_PAUSE_MS = 250;
var LONGEST_PAUSE_MS = 6e4;
var USER_AGENT = "treesmith (libdnf-compatible)";
var TRANSIENT = /* @__PURE__ */ new Set([408, 425, 429, 500, 502, 503, 504]);
var HttpClient = class {
  dispatcher;
  received = 0;
  constructor() {
    const options = {
      connections: CONNECTIONS_PER_ORIGIN,
      connect: createConnector(CONNECT_TIMEOUT_MS),
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_TIMEOUT_MS
    };
    const proxied = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some(
      (name) => (process.env[name] ?? "") !== ""
    );
    this.dispatcher = proxied ? new import_undici2.EnvHttpProxyAgent(options) : new import_undici2.Agent(options);
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
    return withRetries(options, () => this.getOnce(url, options));
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
      () => withRetries(options, async () => {
        const { body } = await this.getOnce(url, options);
        const chunks = [];
        for await (const chunk of body) chunks.push(chunk);
        return Buffer.concat(chunks);
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
    const target = parseUrl(url);
    const { method, body, limitBytes, signal } = options;
    const headers = { "user-agent": USER_AGENT, ...lowerCase(options.headers ?? {}) };
    const headersTimeout = body === void 0 ? HEADERS_TIMEOUT_MS : UPLOAD_TIMEOUT_MS;
    const sending = { method, headersTimeout, ...body === void 0 ? {} : { body } };
    const answer = await this.send(target, headers, signal, sending);
    const found = { url: target.href, status: answer.statusCode, headers: flatten(answer.headers) };
    return makeResponse(found, answer.body, limitBytes, (count) => {
      this.received += count;
    });
  }
  async close() {
    await this.dispatcher.destroy();
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
      const answer = await this.send(target, headers, options.signal);
      const { statusCode: status, body } = answer;
      const found = flatten(answer.headers);
      const { location } = found;
      if (status >= 300 && status < 400 && location !== void 0) {
        await body.dump().catch(() => void 0);
        const next = parseRedirect(location, target);
        if (next.origin !== target.origin) headers = harmlessHeaders(headers);
        target = next;
      } else if ([200, 206, 304].includes(status)) {
        const response = { url: target.href, status, headers: found };
        return makeResponse(response, body, options.limitBytes, (count) => {
          this.received += count;
        });
      } else {
        await body.dump().catch(() => void 0);
        throw new HttpStatusError(target.href, status, parseRetryAfter(found["retry-after"]));
      }
    }
    const message = `${redactUrl(url)}: more than ${MAX_REDIRECTS} redirects`;
    throw new BuildError("HTTP_REDIRECT", message);
  }
  async send(target, headers, signal, sending = {}) {
    if (signal !== void 0) setMaxListeners(0, signal);
    try {
      const options = { dispatcher: this.dispatcher, headers, ...sending };
      return await (0, import_undici2.request)(
        withoutCredentials(target),
        signal === void 0 ? options : { ...options, signal }
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(target.href, error);
    }
  }
};
async function withRetries(options, body) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await body();
    } catch (error) {
      options.signal?.throwIfAborted();
      const pauseMs = pauseBefore(error, attempt);
      if (attempt >= (options.attempts ?? ATTEMPTS) || pauseMs === void 0) throw error;
      await sleep(
        pauseMs,
        void 0,
        options.signal === void 0 ? {} : { signal: options.signal }
      );
    }
  }
}
function pauseBefore(error, attempt) {
  const backoffMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  if (error instanceof HttpStatusError) {
    if (!TRANSIENT.has(error.status)) return void 0;
    const askedMs = error.retryAfterMs ?? backoffMs;
    return askedMs > LONGEST_PAUSE_MS ? void 0 : Math.max(askedMs, backoffMs);
  }
  return error instanceof BuildError && error.code === "HTTP_FAILED" ? backoffMs : void 0;
}
function parseRetryAfter(value) {
  return value !== void 0 && /^\d{1,6}$/.test(value) ? Number(value) * 1e3 : void 0;
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

// lib/oci/digest.ts
var DIGEST = /^sha256:[0-9a-f]{64}$/;
function isDigest(text) {
  return typeof text === "string" && DIGEST.test(text);
}
function digestOf(data) {
  return `sha256:${sha256(data)}`;
}
function digestHex(digest) {
  return digest.slice("sha256:".length);
}

// lib/oci/reference.ts
var HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;
var REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
var TAG = /^\w[\w.-]{0,127}$/;
var MAX_NAME = 255;
function parseReference(text) {
  const fail = (why) => {
    throw new ConfigError(
      "REFERENCE_INVALID",
      `${JSON.stringify(text.slice(0, 300))} is not host[:port]/name[:tag][@digest]: ${why}`,
      { hint: "Write it as in ghcr.io/owner/name or localhost:5000/name:tag." }
    );
  };
  const at = text.indexOf("@");
  const digest = at === -1 ? void 0 : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  if (digest !== void 0 && !isDigest(digest)) return fail("the digest is not sha256:<64 hex>");
  const slash = named.indexOf("/");
  if (slash === -1) return fail("it has no host");
  const registry = named.slice(0, slash).toLowerCase();
  const rest = named.slice(slash + 1);
  const colon = rest.indexOf(":");
  const repository = colon === -1 ? rest : rest.slice(0, colon);
  const tag = colon === -1 ? void 0 : rest.slice(colon + 1);
  const host = HOST.exec(registry);
  if (host === null || Number(host[1] ?? 0) > 65535) return fail("the host is not one");
  if (!/[.:]|^localhost$/.test(registry)) return fail("it has no host");
  if (!REPOSITORY.test(repository)) return fail("the name is not of a repository");
  if (registry.length + repository.length + 1 > MAX_NAME) return fail("the name is too long");
  if (tag !== void 0 && !isTag(tag)) return fail("the tag is not one");
  return { registry, repository, tag, digest };
}
function formatReference({ registry, repository, tag, digest }) {
  const tagged = tag === void 0 ? "" : `:${tag}`;
  return `${registry}/${repository}${tagged}${digest === void 0 ? "" : `@${digest}`}`;
}
function isTag(text) {
  return TAG.test(text);
}

export {
  isDigest,
  digestOf,
  digestHex,
  createConnector,
  redactUrl,
  urlFileName,
  parseRedirect,
  harmlessHeaders,
  HttpStatusError,
  connectionError,
  HttpClient,
  withRetries,
  parseRetryAfter,
  parseReference,
  formatReference,
  isTag
};
