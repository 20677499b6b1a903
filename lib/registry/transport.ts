import type { Readable } from 'node:stream';
import { BuildError, ConfigError } from '../core/errors.ts';
import {
  type ExchangeOptions,
  type HttpResponse,
  HttpStatusError,
  redactUrl,
} from '../host/http.ts';
import { parseRedirect } from '../host/http-url.ts';
import { bodyBytes } from '../host/response-body.ts';
import { isTransientStatus } from '../host/retry-after.ts';
import { Authorizer, type AuthorizerOptions } from './authorizer.ts';
import type { RegistryCode } from './errors.ts';

const MAX_REDIRECTS = 5;
const MAX_ERROR_BYTES = 64 * 1024;
const MAX_REASON = 300;

/** One request to a registry. */
export interface RegistryRequest {
  readonly method: ExchangeOptions['method'];
  /** A path on the registry (`/v2/…`), or a URL that the registry has given. */
  readonly target: string;
  /** Statuses that are answers; any other is thrown. */
  readonly accept: readonly number[];
  /** What a token must be good for. */
  readonly scopes: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each try. */
  readonly body?: () => Buffer | Readable | Promise<Readable>;
  readonly limitBytes?: number;
  /** How often to try; 4 unless given. */
  readonly attempts?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer with its body. */
export interface WholeAnswer extends Omit<HttpResponse, 'body' | 'discard'> {
  /** Of a status below 300; empty otherwise. */
  readonly bytes: Buffer;
}

/**
 * Sends requests to one registry: gets in as it asks for, follows redirects of GET and HEAD, and tries
 * again what may be mended by it. What opens the registry goes to its own origin, and nowhere else.
 */
export class RegistryTransport {
  readonly origin: string;
  private readonly options: AuthorizerOptions;
  readonly authorizer: Authorizer;

  constructor(options: AuthorizerOptions) {
    this.options = options;
    this.origin = options.origin;
    this.authorizer = new Authorizer(options);
  }

  /**
   * Returns an answer with one of the statuses of `accept`: read its body, or discard it.
   *
   * @throws ConfigError REGISTRY_DENIED; BuildError REGISTRY_FAILED, HTTP_STATUS, HTTP_FAILED, HTTP_REDIRECT
   */
  async send(request: RegistryRequest): Promise<HttpResponse> {
    return this.retry(request, () => this.sendOnce(request));
  }

  /** Runs `body`, of more than one request, again after what another try may mend. */
  async retry<T>(
    { attempts, signal }: Pick<RegistryRequest, 'attempts' | 'signal'>,
    body: () => Promise<T>,
  ): Promise<T> {
    return this.options.http.retry(
      {
        ...(attempts === undefined ? {} : { attempts }),
        ...(signal === undefined ? {} : { signal }),
      },
      body,
    );
  }

  /** As `send`, and returns the whole body: one that breaks off is asked for again. */
  async read(request: RegistryRequest & { readonly limitBytes: number }): Promise<WholeAnswer> {
    return this.retry(request, async () => {
      const answer = await this.sendOnce(request);
      const { url, status, headers } = answer;
      if (status < 300) return { url, status, headers, bytes: await bodyBytes(answer.body) };
      answer.discard();
      return { url, status, headers, bytes: Buffer.alloc(0) };
    });
  }

  /** As `send`, and throws the body away. */
  async call(request: RegistryRequest): Promise<Omit<HttpResponse, 'body' | 'discard'>> {
    const answer = await this.send({ limitBytes: MAX_ERROR_BYTES, ...request });
    // Read to its end, so that the connection serves again.
    await bodyBytes(answer.body).catch(() => undefined);
    return answer;
  }

  private async sendOnce(request: RegistryRequest): Promise<HttpResponse> {
    const { accept, scopes } = request;
    const sent = this.authorizer.header(scopes);
    let answer = await this.follow(request);
    const challenge = answer.headers['www-authenticate'];
    const isOurs = new URL(answer.url).origin === this.origin;
    if (answer.status === 401 && challenge !== undefined && isOurs) {
      answer.discard();
      if (!(await this.authorizer.renew(challenge, scopes, sent))) {
        throw denied(answer, 'no user and password are known for it');
      }
      answer = await this.follow(request);
    }
    if (accept.includes(answer.status)) return answer;
    const reason = await reasonIn(answer);
    // 405 is what a registry says that nobody may write to.
    if ([401, 403, 405].includes(answer.status)) throw denied(answer, reason);
    if (isTransientStatus(answer.status)) {
      throw new HttpStatusError(answer.url, answer.status, answer.headers);
    }
    const message = `${redactUrl(answer.url)}: the registry answered ${answer.status} (${reason})`;
    throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
  }

  private async follow(request: RegistryRequest): Promise<HttpResponse> {
    const { method, headers = {}, body, limitBytes, scopes, signal } = request;
    const follows = method === 'GET' || method === 'HEAD';
    let target = new URL(request.target, this.origin);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const secret = target.origin === this.origin ? this.authorizer.header(scopes) : undefined;
      const answer = await this.options.http.exchange(target.href, {
        method,
        headers: { ...headers, ...(secret === undefined ? {} : { authorization: secret }) },
        ...(body === undefined ? {} : { body: await body() }),
        ...(limitBytes === undefined ? {} : { limitBytes }),
        ...(signal === undefined ? {} : { signal }),
      });
      const { status } = answer;
      const { location } = answer.headers;
      const moved = [301, 302, 303, 307, 308].includes(status) && location !== undefined;
      if (!moved || !follows || request.accept.includes(status)) return answer;
      answer.discard();
      target = parseRedirect(location, target);
    }
    const message = `${redactUrl(target.href)}: more than ${MAX_REDIRECTS} redirects`;
    throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
  }
}

function denied({ url, status }: HttpResponse, reason: string): ConfigError<RegistryCode> {
  const message = `${redactUrl(url)}: the registry answered ${status} (${reason})`;
  return new ConfigError<RegistryCode>('REGISTRY_DENIED', message, {
    hint: 'Log in with "podman login" or "docker login", or give a token with the right to it.',
  });
}

/** Returns what the registry says of a failure, in one line: `DENIED: requested access …`. */
async function reasonIn(answer: HttpResponse): Promise<string> {
  const announced = Number(answer.headers['content-length'] ?? 0);
  if (announced > MAX_ERROR_BYTES) {
    answer.discard();
    return 'no reason given';
  }
  const text = await firstBytes(answer);
  let said = '';
  try {
    const { errors } = JSON.parse(text) as { errors?: { code?: unknown; message?: unknown }[] };
    const first = errors?.[0];
    said = [first?.code, first?.message].filter((part) => typeof part === 'string').join(': ');
  } catch {
    // Proxies answer in HTML.
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const line = said.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, MAX_REASON);
  return line === '' ? 'no reason given' : line;
}

async function firstBytes({ body, discard }: HttpResponse): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_ERROR_BYTES) break;
    }
  } catch {
    // The status has told enough.
  }
  discard();
  return Buffer.concat(chunks).toString();
}
