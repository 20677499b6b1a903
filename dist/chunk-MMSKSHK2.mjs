import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

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
  let parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.username = "", parsed.password = "", parsed.search !== "" && (parsed.search = "?\u2026");
  try {
    return decodeURI(parsed.href);
  } catch {
    return parsed.href;
  }
}
function parseUrl(url) {
  let parsed = URL.parse(url);
  if (parsed === null || !["http:", "https:", "file:"].includes(parsed.protocol))
    throw new ConfigError(
      "URL_INVALID",
      `"${redactUrl(url)}" is not an http, https or file URL`
    );
  return parsed;
}
function urlFileName(url) {
  return redactUrl(url).replace(/[?#].*$/, "").replace(/\/+$/, "").replace(/^.*\//, "");
}
function parseRedirect(location, from) {
  let next = URL.parse(location, from.href);
  if (!(next !== null && (next.protocol === "https:" || next.protocol === "http:" && from.protocol === "http:")))
    throw new BuildError(
      "HTTP_REDIRECT",
      `${redactUrl(from.href)} redirects to ${redactUrl(location)}, which is not as safe`
    );
  return next;
}
function basicAuthorization(url) {
  if (url.username === "" && url.password === "") return {};
  let pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}
function withoutCredentials(url) {
  let bare = new URL(url);
  return bare.username = "", bare.password = "", bare;
}
function harmlessHeaders(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
}

// lib/host/http-response.ts
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

// lib/host/retry-after.ts
function isTransientStatus(status) {
  return [408, 425, 429, 500, 502, 503, 504].includes(status) || status >= 520 && status <= 527;
}
var DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
function parseRetryAfter(headers) {
  let { "retry-after": value = "", date = "" } = headers;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1e3;
  let untilMs = Math.max(0, parseDate(value) - parseDate(date));
  return Number.isNaN(untilMs) ? void 0 : untilMs;
}
function parseDate(text) {
  return DATE.test(text) ? Date.parse(text) : Number.NaN;
}

// lib/host/http-response.ts
var HttpStatusError = class extends BuildError {
  status;
  retryAfterMs;
  /** @param headers of the answer, in lower case */
  constructor(url, status, headers = {}) {
    let retryAfterMs = parseRetryAfter(headers), asks = retryAfterMs === void 0 ? "" : `, come back in ${retryAfterMs / 1e3} s`;
    super("HTTP_STATUS", `${redactUrl(url)}: the server answered ${status}${asks}`), this.status = status, this.retryAfterMs = retryAfterMs;
  }
};
function makeResponse(answer, body, options) {
  return body.on("error", () => {
  }), {
    ...answer,
    body: boundedBody(body, answer, options),
    discard: () => {
      body.destroy();
    }
  };
}
async function getFile(target, range, limitBytes) {
  let path = fileURLToPath(target), found = await stat(path).catch(() => {
  });
  if (found === void 0 || !found.isFile()) throw new HttpStatusError(target.href, 404);
  if (range !== void 0 && range.start >= found.size) throw new HttpStatusError(target.href, 416);
  let end = Math.min(range?.end ?? found.size - 1, found.size - 1), answer = {
    url: target.href,
    status: range === void 0 ? 200 : 206,
    headers: {
      "content-length": String(end + 1 - (range?.start ?? 0)),
      ...range === void 0 ? {} : { "content-range": `bytes ${range.start}-${end}/${found.size}` }
    }
  }, body = found.size === 0 ? Readable.from([]) : createReadStream(path, { ...range });
  return makeResponse(answer, body, { limitBytes });
}
function connectionError(url, cause) {
  if (cause instanceof BuildError) return cause;
  let { message, code } = cause;
  return new BuildError("HTTP_FAILED", `${redactUrl(url)}: ${message || code}`, {
    cause
  });
}
async function* boundedBody(body, { url, headers }, { limitBytes = Number.POSITIVE_INFINITY, onBytes, speed }) {
  let announced = Number(headers["content-length"] ?? 0), received = 0;
  try {
    speed?.wait();
    for await (let chunk of announced > limitBytes ? [] : body) {
      let { length } = chunk;
      if (received += length, speed?.count(length), onBytes?.(length), received > limitBytes) break;
      yield chunk, speed?.wait();
    }
  } catch (error) {
    throw connectionError(url, error);
  } finally {
    body.destroy();
  }
  if (announced > limitBytes || received > limitBytes)
    throw new BuildError(
      "SIZE_LIMIT",
      `${redactUrl(url)} is larger than ${limitBytes} bytes, the most that is accepted`
    );
}

export {
  redactUrl,
  parseUrl,
  urlFileName,
  parseRedirect,
  basicAuthorization,
  withoutCredentials,
  harmlessHeaders,
  isTransientStatus,
  HttpStatusError,
  makeResponse,
  getFile,
  connectionError
};
