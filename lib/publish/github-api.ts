import { setTimeout as sleep } from 'node:timers/promises';
import { BuildError, ConfigError, type TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { PublishCode } from './errors.ts';

/** Where GitHub is, and who asks. */
export interface GitHubAccess {
  /** `https://api.github.com`, or that of an Enterprise Server; no slash at the end. */
  readonly apiUrl: string;
  readonly token: string;
  readonly log: Log;
  /** Before the second try; doubles with each. One second unless given. */
  readonly firstPauseMs?: number;
}

/** A request; what is not named here is a parameter of the URL or of the body, as octokit sorts them. */
export interface GitHubRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API, or absolute. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly [parameter: string]: unknown;
}

/** GitHub's REST API; its connections end when it is disposed. */
export interface GitHubApi extends AsyncDisposable {
  /** Asks once. Throws GitHubRefusal; BuildError RELEASE_FAILED for an address that is less safe. */
  ask<T>(request: GitHubRequest): Promise<T>;
  /**
   * Runs `body` until it succeeds or cannot: it is told how often it was tried before.
   *
   * @throws ConfigError TOKEN_REFUSED, RELEASE_REFUSED; BuildError RELEASE_FAILED
   */
  retry<T>(what: string, body: (tries: number) => Promise<T>): Promise<T>;
}

/** An answer other than success. */
export class GitHubRefusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** Codes of the single faults: `already_exists`. */
  readonly codes: readonly string[];

  constructor(cause: OctokitError) {
    super(messageOf(cause), { cause });
    this.status = cause.status ?? 500;
    this.headers = cause.response?.headers ?? {};
    this.codes = (cause.response?.data?.errors ?? []).map(({ code }) => code ?? '');
  }
}

/** As octokit throws it; its class is in a module that is loaded late. */
interface OctokitError extends Error {
  readonly status?: number;
  readonly response?: {
    readonly headers?: Readonly<Record<string, string | number | undefined>>;
    readonly data?: { readonly errors?: readonly { code?: string; message?: string }[] };
  };
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 1000;
/** GitHub asks for a minute when it finds us too eager. */
const LONGEST_PAUSE_MS = 120_000;
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Opens the API. The client is loaded here and not sooner: it takes a while. */
export async function openGitHub(access: GitHubAccess): Promise<GitHubApi> {
  const { Octokit } = await import('@octokit/rest');
  const { openStreamingFetch } = await import('../host/streaming-fetch.ts');
  const connections = openStreamingFetch();
  const octokit = new Octokit({
    request: { fetch: connections.fetch },
    auth: access.token,
    baseUrl: access.apiUrl,
    userAgent: 'treesmith',
    // It would print to the console of everybody.
    log: { debug: ignore, info: ignore, warn: (text) => access.log.debug(text), error: ignore },
  });
  return {
    ask: async <T>(request: GitHubRequest) => {
      assertEncrypted(access, request);
      try {
        return (await octokit.request({ ...request })).data as T;
      } catch (error) {
        throw new GitHubRefusal(error as OctokitError);
      }
    },
    retry: (what, body) => retry(access, what, body),
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  };
}

/** Answers name addresses, and the token goes wherever we ask: never in the clear when it need not. */
function assertEncrypted({ apiUrl }: GitHubAccess, { url }: GitHubRequest): void {
  if (!/^https:/i.test(apiUrl) || /^(?:https:|\/(?!\/))/i.test(url)) return;
  throw new BuildError<PublishCode>(
    'RELEASE_FAILED',
    `GitHub named ${JSON.stringify(url.slice(0, 200))} to send the token to, expected https`,
  );
}

async function retry<T>(
  { log, firstPauseMs = FIRST_PAUSE_MS }: GitHubAccess,
  what: string,
  body: (tries: number) => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await body(tries);
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      const pauseMs = pauseAfter(error, firstPauseMs * 2 ** tries);
      if (pauseMs === undefined || tries + 1 >= ATTEMPTS) throw explain(what, error, tries + 1);
      log.debug(`${what}: ${error.status} ${error.message}; again in ${pauseMs} ms`);
      await sleep(pauseMs);
    }
  }
}

/** Milliseconds until another try; undefined when it cannot help, or not soon. */
function pauseAfter(error: GitHubRefusal, backoffMs: number): number | undefined {
  const { headers, status } = error;
  const isLimited = isRateLimit(error);
  if (!TRANSIENT.has(status) && !isLimited && !error.codes.includes('already_exists')) {
    return undefined;
  }
  const retryAfterMs = Number(headers['retry-after'] ?? Number.NaN) * 1000;
  const resetMs =
    isLimited && headers['x-ratelimit-remaining'] === '0'
      ? Number(headers['x-ratelimit-reset']) * 1000 - Date.parse(String(headers['date']))
      : Number.NaN;
  const askedMs = [retryAfterMs, resetMs].find((value) => !Number.isNaN(value)) ?? 0;
  return askedMs > LONGEST_PAUSE_MS ? undefined : Math.max(askedMs, backoffMs);
}

function isRateLimit({ status, headers, message }: GitHubRefusal): boolean {
  if (status !== 403 && status !== 429) return false;
  return headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(message);
}

function explain(what: string, error: GitHubRefusal, tries: number): TreesmithError {
  const { status, message, headers } = error;
  const text = `could not ${what}: GitHub answered ${status}, ${message}`;
  if (TRANSIENT.has(status) || isRateLimit(error)) {
    return new BuildError<PublishCode>(
      'RELEASE_FAILED',
      `${text}${tries > 1 ? ` (tried ${tries} times)` : ''}`,
      { cause: error, hint: 'Run it again later; what is uploaded stays.' },
    );
  }
  if ([401, 403, 404].includes(status)) {
    const wanted = headers['x-accepted-github-permissions'] ?? 'contents=write';
    return new ConfigError<PublishCode>('TOKEN_REFUSED', text, {
      cause: error,
      hint: `The token needs the permission ${String(wanted).replace('=', ': ')} in this repository: put it under "permissions:" of the job.`,
    });
  }
  return new ConfigError<PublishCode>('RELEASE_REFUSED', text, { cause: error });
}

function messageOf({ message, response }: OctokitError): string {
  const faults = (response?.data?.errors ?? []).flatMap(
    ({ message, code }) => message ?? code ?? [],
  );
  const isSaid = faults.every((fault) => message.includes(fault));
  return isSaid ? message : `${message}: ${faults.join(', ')}`;
}

function ignore(): void {}
