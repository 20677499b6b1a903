import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** The longest silence between two pieces of a body. */
const BODY_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 8;
const CONNECTIONS_PER_ORIGIN = 16;
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
/** A server that asks for a longer pause than this has failed. */
const LONGEST_PAUSE_MS = 60_000;
const USER_AGENT = 'treesmith (libdnf-compatible)';

/** Statuses that another try may mend. */
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Headers that may follow a redirect to another origin; anything else could be a secret. */
const HARMLESS = new Set([
  'accept',
  'if-range',
  'if-none-match',
  'if-modified-since',
  'range',
  'user-agent',
]);

/** How to ask for a URL. */
export interface GetOptions {
  /** Bytes from `start` on, to `end` inclusive when given. The server may answer with the whole. */
  readonly range?: { readonly start: number; readonly end?: number };
  readonly headers?: Readonly<Record<string, string>>;
  /** A longer body fails with SIZE_LIMIT. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
  /** How often to try before the first byte of the body; 4 unless given. */
  readonly attempts?: number;
}

/** An answer whose body has not been read yet. The body must be read to its end or destroyed. */
export interface HttpResponse {
  /** Where the body came from, after redirects. */
  readonly url: string;
  /** 200, 206 when `range` was honoured, or 304 when the headers asked. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fails with HTTP_FAILED when the connection ends too early, SIZE_LIMIT past `limitBytes`. */
  readonly body: AsyncIterable<Buffer>;
}

/** A status other than success. */
export class HttpStatusError extends BuildError<HostCode> {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(url: string, status: number, retryAfterMs?: number) {
    super('HTTP_STATUS', `${redactUrl(url)}: the server answered ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Gets http:, https: and file: URLs. Connections are kept and shared; close it when all is done.
 * Proxies come from http_proxy, https_proxy and no_proxy.
 */
export class HttpClient implements AsyncDisposable {
  private readonly dispatcher: Dispatcher;

  constructor() {
    const options = {
      connections: CONNECTIONS_PER_ORIGIN,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_TIMEOUT_MS,
    };
    const proxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some(
      (name) => (process.env[name] ?? '') !== '',
    );
    this.dispatcher = proxied ? new EnvHttpProxyAgent(options) : new Agent(options);
  }

  /**
   * Starts to get `url`. User and password of the URL are sent to its origin alone; on a redirect
   * to another origin every header that could be a secret is dropped, and https never becomes http.
   *
   * @throws HttpStatusError HTTP_STATUS; BuildError HTTP_FAILED, HTTP_REDIRECT, SIZE_LIMIT;
   *   ConfigError URL_INVALID
   */
  async get(url: string, options: GetOptions = {}): Promise<HttpResponse> {
    const attempts = options.attempts ?? ATTEMPTS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.getOnce(url, options);
      } catch (error) {
        const pause = pauseBefore(error, attempt);
        if (attempt >= attempts || pause === undefined) throw error;
        await sleep(
          pause,
          undefined,
          options.signal === undefined ? {} : { signal: options.signal },
        );
      }
    }
  }

  /** Returns a whole body of at most `limitBytes`, trying again when it breaks off. Throws as `get`. */
  async getBytes(
    url: string,
    options: GetOptions & { readonly limitBytes: number },
  ): Promise<Buffer> {
    const attempts = options.attempts ?? ATTEMPTS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { body } = await this.get(url, options);
        const chunks: Buffer[] = [];
        for await (const chunk of body) chunks.push(chunk);
        return Buffer.concat(chunks);
      } catch (error) {
        const broke = error instanceof BuildError && error.code === 'HTTP_FAILED';
        if (attempt >= attempts || !broke) throw error;
        await sleep(FIRST_PAUSE_MS * 2 ** attempt);
      }
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async getOnce(url: string, options: GetOptions): Promise<HttpResponse> {
    let target = parseUrl(url);
    if (target.protocol === 'file:') return getFile(target, options);
    let headers: Record<string, string> = {
      'user-agent': USER_AGENT,
      accept: '*/*',
      ...lowerCase(options.headers ?? {}),
      ...(options.range === undefined ? {} : { range: formatRange(options.range) }),
      ...basicAuthorization(target),
    };
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await this.send(target, headers, options.signal);
      const location = response.headers['location'];
      const found = flatten(response.headers);
      if (response.statusCode >= 300 && response.statusCode < 400 && location !== undefined) {
        await response.body.dump();
        const next = parseRedirect(String(location), target);
        if (next.origin !== target.origin) headers = keepHarmless(headers);
        target = next;
        continue;
      }
      if (![200, 206, 304].includes(response.statusCode)) {
        await response.body.dump().catch(() => undefined);
        throw new HttpStatusError(
          target.href,
          response.statusCode,
          parseRetryAfter(found['retry-after']),
        );
      }
      return {
        url: target.href,
        status: response.statusCode,
        headers: found,
        body: boundedBody(response.body, target.href, found, options.limitBytes),
      };
    }
    throw new BuildError<HostCode>(
      'HTTP_REDIRECT',
      `${redactUrl(url)}: more than ${MAX_REDIRECTS} redirects`,
    );
  }

  private async send(
    target: URL,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await request(withoutCredentials(target), {
        dispatcher: this.dispatcher,
        headers,
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw failed(target.href, error);
    }
  }
}

/** Returns `url` without user, password and query, for messages. */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.username = '';
  parsed.password = '';
  if (parsed.search !== '') parsed.search = '?…';
  try {
    return decodeURI(parsed.href);
  } catch {
    return parsed.href;
  }
}

async function getFile(target: URL, options: GetOptions): Promise<HttpResponse> {
  const path = fileURLToPath(target);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw new HttpStatusError(target.href, 404);
  const { range } = options;
  if (range !== undefined && range.start >= found.size) throw new HttpStatusError(target.href, 416);
  const end = Math.min(range?.end ?? found.size - 1, found.size - 1);
  const headers = {
    'content-length': String(end + 1 - (range?.start ?? 0)),
    ...(range === undefined
      ? {}
      : { 'content-range': `bytes ${range.start}-${end}/${found.size}` }),
  };
  const body = found.size === 0 ? Readable.from([]) : createReadStream(path, { ...range });
  return {
    url: target.href,
    status: range === undefined ? 200 : 206,
    headers,
    body: boundedBody(body, target.href, headers, options.limitBytes),
  };
}

async function* boundedBody(
  body: Readable,
  url: string,
  headers: Readonly<Record<string, string>>,
  limitBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer, void> {
  const announced = Number(headers['content-length'] ?? 0);
  let received = 0;
  try {
    for await (const chunk of announced > limitBytes ? [] : body) {
      received += (chunk as Buffer).length;
      if (received > limitBytes) break;
      yield chunk as Buffer;
    }
  } catch (error) {
    throw failed(url, error);
  } finally {
    body.destroy();
  }
  if (announced > limitBytes || received > limitBytes) {
    throw new BuildError<HostCode>(
      'SIZE_LIMIT',
      `${redactUrl(url)} is larger than ${limitBytes} bytes, the most that is accepted`,
    );
  }
}

/** Milliseconds to wait before another try, or undefined when another try cannot help. */
function pauseBefore(error: unknown, attempt: number): number | undefined {
  const backoff = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  if (error instanceof HttpStatusError) {
    if (!TRANSIENT.has(error.status)) return undefined;
    const asked = error.retryAfterMs ?? backoff;
    return asked > LONGEST_PAUSE_MS ? undefined : Math.max(asked, backoff);
  }
  return error instanceof BuildError && error.code === 'HTTP_FAILED' ? backoff : undefined;
}

/** Seconds only: the date form would need our clock, and no mirror was seen to send it. */
function parseRetryAfter(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : undefined;
}

function parseUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:', 'file:'].includes(parsed.protocol)) {
    throw new ConfigError<HostCode>(
      'URL_INVALID',
      `"${redactUrl(url)}" is not an http, https or file URL`,
    );
  }
  return parsed;
}

function parseRedirect(location: string, from: URL): URL {
  const next = URL.parse(location, from.href);
  const safe =
    next !== null &&
    (next.protocol === 'https:' || (next.protocol === 'http:' && from.protocol === 'http:'));
  if (!safe) {
    throw new BuildError<HostCode>(
      'HTTP_REDIRECT',
      `${redactUrl(from.href)} redirects to ${redactUrl(location)}, which is not as safe`,
    );
  }
  return next;
}

function basicAuthorization(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function keepHarmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
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

function formatRange(range: { start: number; end?: number }): string {
  return `bytes=${range.start}-${range.end ?? ''}`;
}

function failed(url: string, cause: unknown): Error {
  if (cause instanceof BuildError) return cause;
  const why =
    cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
  return new BuildError<HostCode>('HTTP_FAILED', `${redactUrl(url)}: ${why}`, { cause });
}
