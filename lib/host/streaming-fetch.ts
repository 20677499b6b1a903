import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { createConnector } from './http-connector.ts';
import { connectionError } from './http-response.ts';
import { harmlessHeaders, parseRedirect } from './http-url.ts';

/** What a request of `StreamingFetch` may have. */
export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent as fast as the network takes it. */
  readonly body?: string | Readable | null;
}

/**
 * The part of `fetch` that API clients need. The global one holds the whole of a body that is a stream
 * in memory (seen with Node 24, 1.2 GB), and knows no proxies.
 */
export interface StreamingFetch extends AsyncDisposable {
  /** @throws BuildError HTTP_FAILED, HTTP_REDIRECT */
  readonly fetch: (url: string, init?: FetchInit) => Promise<Response>;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** After the last byte of an upload a server may have much to do. */
const HEADERS_TIMEOUT_MS = 120_000;
const BODY_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 8;
/** Statuses whose answer has no body. */
const BODILESS = new Set([101, 204, 205, 304]);

/** Opens connections of their own; they end when it is disposed. Proxies come from the environment. */
export function openStreamingFetch(): StreamingFetch {
  const dispatcher = new EnvHttpProxyAgent({
    connect: createConnector(CONNECT_TIMEOUT_MS),
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
  });
  return {
    fetch: (url, init = {}) => fetchFollowing(dispatcher, url, init),
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

async function fetchFollowing(
  dispatcher: Dispatcher,
  url: string,
  { method = 'GET', headers: given = {}, body = null }: FetchInit,
): Promise<Response> {
  let target = new URL(url);
  let headers = { ...given };
  for (let hop = 0; ; hop += 1) {
    const { origin, pathname, search } = target;
    const options = { origin, path: pathname + search, method, headers, body };
    const answer = await dispatcher
      .request(options as Dispatcher.RequestOptions)
      .catch((error: unknown) => {
        throw connectionError(target.href, error);
      });
    const { location } = answer.headers;
    const isRedirect = answer.statusCode >= 300 && answer.statusCode < 400;
    // What was streamed is gone: it cannot be sent again.
    const canFollow = !(body instanceof Readable) && hop < MAX_REDIRECTS;
    if (!isRedirect || typeof location !== 'string' || !canFollow) return responseOf(answer);
    await answer.body.dump().catch(() => undefined);
    const next = parseRedirect(location, target);
    if (next.origin !== target.origin) headers = harmlessHeaders(headers);
    target = next;
  }
}

function responseOf({ statusCode, headers, body }: Dispatcher.ResponseData): Response {
  const list = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((item): [string, string] => [name, item]),
  );
  // A redirect that is not followed is a failure, whatever the caller thinks of 3xx.
  const status = statusCode >= 300 && statusCode < 400 && statusCode !== 304 ? 502 : statusCode;
  if (BODILESS.has(status)) body.resume();
  const content = BODILESS.has(status) ? null : (Readable.toWeb(body) as ReadableStream);
  return new Response(content as ConstructorParameters<typeof Response>[0], {
    status,
    headers: list,
  });
}
