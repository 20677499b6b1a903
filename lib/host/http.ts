import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { BuildError } from '../core/errors.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { HostCode } from './errors.ts';
import { createConnector } from './http-connector.ts';
import {
  type ByteRange,
  connectionError,
  getFile,
  type HttpResponse,
  HttpStatusError,
  makeResponse,
} from './http-response.ts';
import {
  basicAuthorization,
  harmlessHeaders,
  parseRedirect,
  parseUrl,
  redactUrl,
  urlFileName,
  withoutCredentials,
} from './http-url.ts';

export { type HttpResponse, HttpStatusError } from './http-response.ts';
export { redactUrl } from './http-url.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** The longest silence between two pieces of a body. */
const BODY_TIMEOUT_MS = 30_000;
const UPLOAD_TIMEOUT_MS = 5 * 60_000;
const MAX_REDIRECTS = 8;
const CONNECTIONS_PER_ORIGIN = 16;
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
/** A server that asks for a longer pause than this has failed. */
const LONGEST_PAUSE_MS = 60_000;
const USER_AGENT = 'treesmith (libdnf-compatible)';

/** Statuses that another try may mend. */
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);

/** How to ask for a URL. */
export interface GetOptions {
  /** The server may answer with the whole. */
  readonly range?: ByteRange;
  readonly headers?: Readonly<Record<string, string>>;
  /** A longer body fails with SIZE_LIMIT. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
  /** How often to try; 4 unless given. */
  readonly attempts?: number;
}

/** One request of another kind than getting a file. */
export interface ExchangeOptions {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream needs the header `content-length`. */
  readonly body?: Buffer | Readable;
  /** A longer body of the answer fails with SIZE_LIMIT. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * Gets http:, https: and file: URLs. Connections are kept and shared; close it when all is done.
 * Proxies come from http_proxy, https_proxy and no_proxy.
 */
export class HttpClient implements AsyncDisposable {
  private readonly dispatcher: Dispatcher;
  private received = 0;

  constructor() {
    const options = {
      connections: CONNECTIONS_PER_ORIGIN,
      connect: createConnector(CONNECT_TIMEOUT_MS),
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_TIMEOUT_MS,
    };
    const proxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some(
      (name) => (process.env[name] ?? '') !== '',
    );
    this.dispatcher = proxied ? new EnvHttpProxyAgent(options) : new Agent(options);
  }

  /** Bytes of bodies that came over the network so far; files of this machine do not count. */
  get receivedBytes(): number {
    return this.received;
  }

  /**
   * Starts to get `url`, trying again until an answer begins. User and password of the URL are sent
   * to its origin alone; on a redirect to another origin every header that could be a secret is
   * dropped, and https never becomes http.
   *
   * @throws HttpStatusError HTTP_STATUS; BuildError HTTP_FAILED, HTTP_REDIRECT; ConfigError URL_INVALID
   */
  async get(url: string, options: GetOptions = {}): Promise<HttpResponse> {
    return withRetries(options, () => this.getOnce(url, options));
  }

  /**
   * Returns a whole body of at most `limitBytes`, trying again when it breaks off, too.
   *
   * @throws as `get`; BuildError SIZE_LIMIT
   */
  async getBytes(
    url: string,
    options: GetOptions & { readonly limitBytes: number },
  ): Promise<Buffer> {
    return currentTimeline().span(urlFileName(url), { kind: 'download' }, () =>
      withRetries(options, async () => {
        const { body } = await this.getOnce(url, options);
        const chunks: Buffer[] = [];
        for await (const chunk of body) chunks.push(chunk);
        return Buffer.concat(chunks);
      }),
    );
  }

  /**
   * Sends one request, once, and returns whatever is answered: no redirect is followed, no status is
   * an error. For protocols that are more than getting files.
   *
   * @throws BuildError HTTP_FAILED; ConfigError URL_INVALID
   */
  async exchange(url: string, options: ExchangeOptions): Promise<HttpResponse> {
    const target = parseUrl(url);
    const { method, body, limitBytes, signal } = options;
    const headers = { 'user-agent': USER_AGENT, ...lowerCase(options.headers ?? {}) };
    // Who stores a large body looks at all of it before answering.
    const headersTimeout = body === undefined ? HEADERS_TIMEOUT_MS : UPLOAD_TIMEOUT_MS;
    const sending = { method, headersTimeout, ...(body === undefined ? {} : { body }) };
    const answer = await this.send(target, headers, signal, sending);
    const found = { url: target.href, status: answer.statusCode, headers: flatten(answer.headers) };
    return makeResponse(found, answer.body, limitBytes, (count) => {
      this.received += count;
    });
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async getOnce(url: string, options: GetOptions): Promise<HttpResponse> {
    let target = parseUrl(url);
    if (target.protocol === 'file:') return getFile(target, options.range, options.limitBytes);
    let headers: Record<string, string> = {
      'user-agent': USER_AGENT,
      accept: '*/*',
      ...lowerCase(options.headers ?? {}),
      ...(options.range === undefined ? {} : { range: formatRange(options.range) }),
      ...basicAuthorization(target),
    };
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const answer = await this.send(target, headers, options.signal);
      const { statusCode: status, body } = answer;
      const found = flatten(answer.headers);
      const { location } = found;
      if (status >= 300 && status < 400 && location !== undefined) {
        // The connection can serve again when little is left of the body.
        await body.dump().catch(() => undefined);
        const next = parseRedirect(location, target);
        if (next.origin !== target.origin) headers = harmlessHeaders(headers);
        target = next;
      } else if ([200, 206, 304].includes(status)) {
        const response = { url: target.href, status, headers: found };
        return makeResponse(response, body, options.limitBytes, (count) => {
          this.received += count;
        });
      } else {
        await body.dump().catch(() => undefined);
        throw new HttpStatusError(target.href, status, parseRetryAfter(found['retry-after']));
      }
    }
    const message = `${redactUrl(url)}: more than ${MAX_REDIRECTS} redirects`;
    throw new BuildError<HostCode>('HTTP_REDIRECT', message);
  }

  private async send(
    target: URL,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
    sending: Pick<Dispatcher.RequestOptions, 'body' | 'headersTimeout'> & {
      readonly method?: ExchangeOptions['method'];
    } = {},
  ): Promise<Dispatcher.ResponseData> {
    // Each request under way listens. Node 20 takes more than ten for a leak, and says so.
    if (signal !== undefined) setMaxListeners(0, signal);
    try {
      const options = { dispatcher: this.dispatcher, headers, ...sending };
      return await request(
        withoutCredentials(target),
        signal === undefined ? options : { ...options, signal },
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(target.href, error);
    }
  }
}

/**
 * Runs `body` again after failures that another try may mend: broken connections and the statuses
 * that say so, with the pause that the server asks for.
 */
export async function withRetries<T>(
  options: Pick<GetOptions, 'attempts' | 'signal'>,
  body: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await body();
    } catch (error) {
      options.signal?.throwIfAborted();
      const pauseMs = pauseBefore(error, attempt);
      if (attempt >= (options.attempts ?? ATTEMPTS) || pauseMs === undefined) throw error;
      await sleep(
        pauseMs,
        undefined,
        options.signal === undefined ? {} : { signal: options.signal },
      );
    }
  }
}

/** Milliseconds to wait before another try, or undefined when another try cannot help. */
function pauseBefore(error: unknown, attempt: number): number | undefined {
  const backoffMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  if (error instanceof HttpStatusError) {
    if (!TRANSIENT.has(error.status)) return undefined;
    const askedMs = error.retryAfterMs ?? backoffMs;
    return askedMs > LONGEST_PAUSE_MS ? undefined : Math.max(askedMs, backoffMs);
  }
  return error instanceof BuildError && error.code === 'HTTP_FAILED' ? backoffMs : undefined;
}

/** Seconds only: the date form would need our clock, and no mirror was seen to send it. */
export function parseRetryAfter(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : undefined;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

function formatRange(range: ByteRange): string {
  return `bytes=${range.start}-${range.end ?? ''}`;
}
