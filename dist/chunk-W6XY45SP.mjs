import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  createConnector,
  import_env_http_proxy_agent
} from "./chunk-JVPQR3VM.mjs";
import "./chunk-IHV6FR3J.mjs";
import {
  connectionError,
  harmlessHeaders,
  parseRedirect
} from "./chunk-MMSKSHK2.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/host/streaming-fetch.ts
import { Readable } from "node:stream";
var CONNECT_TIMEOUT_MS = 1e4, HEADERS_TIMEOUT_MS = 12e4, BODY_TIMEOUT_MS = 6e4, MAX_REDIRECTS = 8, BODILESS = /* @__PURE__ */ new Set([101, 204, 205, 304]);
function openStreamingFetch() {
  let dispatcher = new import_env_http_proxy_agent.default({
    connect: createConnector(CONNECT_TIMEOUT_MS),
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS
  });
  return {
    fetch: (url, init = {}) => fetchFollowing(dispatcher, url, init),
    [Symbol.asyncDispose]: () => dispatcher.destroy()
  };
}
async function fetchFollowing(dispatcher, url, { method = "GET", headers: given = {}, body = null }) {
  let target = new URL(url), headers = { ...given };
  for (let hop = 0; ; hop += 1) {
    let { origin, pathname, search } = target, options = { origin, path: pathname + search, method, headers, body }, answer = await dispatcher.request(options).catch((error) => {
      throw connectionError(target.href, error);
    }), { location } = answer.headers, isRedirect = answer.statusCode >= 300 && answer.statusCode < 400, canFollow = !(body instanceof Readable) && hop < MAX_REDIRECTS;
    if (!isRedirect || typeof location != "string" || !canFollow) return responseOf(answer);
    await answer.body.dump().catch(() => {
    });
    let next = parseRedirect(location, target);
    next.origin !== target.origin && (headers = harmlessHeaders(headers)), target = next;
  }
}
function responseOf({ statusCode, headers, body }) {
  let list = Object.entries(headers).flatMap(
    ([name, value]) => [value ?? []].flat().map((item) => [name, item])
  ), status = statusCode >= 300 && statusCode < 400 && statusCode !== 304 ? 502 : statusCode;
  BODILESS.has(status) && body.resume();
  let content = BODILESS.has(status) ? null : Readable.toWeb(body);
  return new Response(content, {
    status,
    headers: list
  });
}
export {
  openStreamingFetch
};
