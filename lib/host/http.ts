import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { BuildError } from '../core/errors.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { HostCode } from './errors.ts';
import type { Connections } from './http-connections.ts';
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
import { bodyBytes } from './response-body.ts';
import { isTransientStatus, LONGEST_PAUSE_MS } from './retry-after.ts';
import { SPEED_WINDOW_MS, SpeedWatch } from './speed-watch.ts';

export { type HttpResponse, HttpStatusError } from './http-response.ts';
export { redactUrl } from './http-url.ts';

const HEADERS_TIMEOUT_MS = 30_000;
const UPLOAD_TIMEOUT_MS = 5 * 60_000;
const MAX_REDIRECTS = 8;
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
const USER_AGENT = 'treesmith (libdnf-compatible)';

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

/** How patient a client is; what is left out is for networks as they are. */
export interface HttpTimes {
  /** The pause before the second try; each later one is twice as long. */
  readonly firstPauseMs?: number;
  /** The longest silence of a server, before and within an answer. */
  readonly silenceMs?: number;
  /** How long a server may be too slow. */
  readonly speedWindowMs?: number;
}

/**
 * Gets http:, https: and file: URLs. Connections are kept and shared; close it when all is done.
 * Proxies come from http_proxy, https_proxy and no_proxy.
 */
export class HttpClient implements AsyncDisposable {
  readonly firstPauseMs: number;
  private readonly silenceMs: number | undefined;
  private readonly speedWindowMs: number;
  private connections: Promise<Connections> | undefined;
  private received = 0;

  constructor({
    firstPauseMs = FIRST_PAUSE_MS,
    silenceMs,
    speedWindowMs = SPEED_WINDOW_MS,
  }: HttpTimes = {}) {
    this.firstPauseMs = firstPauseMs;
    this.silenceMs = silenceMs;
    this.speedWindowMs = speedWindowMs;
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
    return this.retry(options, () => this.getOnce(url, options));
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
      this.retry(options, async () => {
        const { body } = await this.getOnce(url, options);
        return bodyBytes(body);
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
    const usualMs = body === undefined ? HEADERS_TIMEOUT_MS : UPLOAD_TIMEOUT_MS;
    const headersTimeout = this.silenceMs ?? usualMs;
    const sending = { method, headersTimeout, ...(body === undefined ? {} : { body }) };
    const answer = await this.send(target, headers, signal, sending);
    return this.answerOf(target, answer, flatten(answer.headers), limitBytes);
  }

  /**
   * Runs `body` again after failures that another try may mend: broken connections and the statuses
   * that say so, with the pause that the server asks for.
   */
  async retry<T>(
    { attempts = ATTEMPTS, signal }: Pick<GetOptions, 'attempts' | 'signal'>,
    body: () => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await body();
      } catch (error) {
        signal?.throwIfAborted();
        const pauseMs = pauseBefore(error, attempt, this.firstPauseMs);
        if (attempt >= attempts || pauseMs === undefined) throw error;
        await sleep(pauseMs, undefined, signal === undefined ? {} : { signal });
      }
    }
  }

  async close(): Promise<void> {
    await (await this.connections)?.close();
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
        return this.answerOf(target, answer, found, options.limitBytes);
      } else {
        await body.dump().catch(() => undefined);
        throw new HttpStatusError(target.href, status, found);
      }
    }
    const message = `${redactUrl(url)}: more than ${MAX_REDIRECTS} redirects`;
    throw new BuildError<HostCode>('HTTP_REDIRECT', message);
  }

  private answerOf(
    { href: url }: URL,
    { statusCode: status, body }: Dispatcher.ResponseData,
    headers: Readonly<Record<string, string>>,
    limitBytes: number | undefined,
  ): HttpResponse {
    return makeResponse({ url, status, headers }, body, {
      limitBytes,
      onBytes: (count) => {
        this.received += count;
      },
      speed: new SpeedWatch(url, this.speedWindowMs),
    });
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
    // Loaded here and not sooner: it takes as long as all of a run that asks for nothing.
    this.connections ??= import('./http-connections.ts').then(({ openConnections }) =>
      openConnections(this.silenceMs),
    );
    const connections = await this.connections;
    try {
      const options = { headers, ...sending };
      return await connections.request(
        withoutCredentials(target),
        signal === undefined ? options : { ...options, signal },
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(target.href, error);
    }
  }
}

/** Milliseconds to wait before another try, or undefined when another try cannot help. */
function pauseBefore(error: unknown, attempt: number, firstPauseMs: number): number | undefined {
  const backoffMs = firstPauseMs * 2 ** (attempt - 1);
  if (error instanceof HttpStatusError) {
    if (!isTransientStatus(error.status)) return undefined;
    const askedMs = error.retryAfterMs ?? backoffMs;
    return askedMs > LONGEST_PAUSE_MS ? undefined : Math.max(askedMs, backoffMs);
  }
  return error instanceof BuildError && error.code === 'HTTP_FAILED' ? backoffMs : undefined;
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
