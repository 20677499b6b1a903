import { BuildError, ConfigError } from '../core/errors.ts';
import { type HttpClient, HttpStatusError, redactUrl } from '../host/http.ts';
import { bodyBytes } from '../host/response-body.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import type { RegistryCode } from './errors.ts';
import { isSafeRealm } from './origin.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;
/** A token goes into a header, and servers take no headers of any size. */
const MAX_TOKEN = 64 * 1024;

/** How a registry is asked. */
export interface AuthorizerOptions {
  readonly http: HttpClient;
  readonly origin: string;
  readonly credentials: Credentials | undefined;
}

/** Knows the header that opens a registry: Basic, or a token for each set of scopes. */
export class Authorizer {
  private readonly options: AuthorizerOptions;
  private readonly tokens = new Map<string, string>();
  /** Tokens that are asked for now: many requests may find out at once that they need one. */
  private readonly asked = new Map<string, Promise<string>>();
  private basic: string | undefined;

  constructor(options: AuthorizerOptions) {
    this.options = options;
  }

  /** Returns what is known to open `scopes` (`repository:owner/name:pull`). */
  header(scopes: readonly string[]): string | undefined {
    return this.tokens.get(scopes.join(' ')) ?? this.basic;
  }

  /**
   * Does what a 401 asks for, and returns whether `header` has something else than was `sent`: another
   * request may have found it meanwhile.
   *
   * @throws ConfigError REGISTRY_DENIED; BuildError REGISTRY_FAILED, HTTP_STATUS, HTTP_FAILED, for the caller to try again
   */
  async renew(
    wwwAuthenticate: string,
    scopes: readonly string[],
    sent: string | undefined,
  ): Promise<boolean> {
    if (this.header(scopes) !== sent) return true;
    const challenges = parseChallenges(wwwAuthenticate);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) {
      const name = scopes.join(' ');
      const asked = this.asked.get(name) ?? this.fetchToken(bearer, scopes);
      this.asked.set(name, asked);
      try {
        this.tokens.set(name, `Bearer ${await asked}`);
      } finally {
        this.asked.delete(name);
      }
      return true;
    }
    const header = this.basicHeader();
    const offered = challenges.some(({ scheme }) => scheme === 'basic');
    if (!offered || header === undefined || header === this.basic) return false;
    this.basic = header;
    return true;
  }

  private async fetchToken({ parameters }: Challenge, scopes: readonly string[]): Promise<string> {
    const { http, origin } = this.options;
    const realm = URL.parse(parameters['realm'] ?? '');
    if (realm === null || !isSafeRealm(realm, origin)) {
      const named = realm === null ? 'nothing' : redactUrl(realm.href);
      const message = `${origin} sends to ${named} for a token, which is not as safe`;
      throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
    }
    const { url, ...request } = this.tokenRequest(realm, parameters['service'], scopes);
    // Redirects are not followed: where the password goes is where the registry says.
    const answer = await http.exchange(url, { ...request, limitBytes: MAX_ANSWER_BYTES });
    const { status, headers } = answer;
    if (status !== 200) {
      answer.discard();
      if (status === 401 || status === 403) {
        const message = `${redactUrl(url)}: no token (${status})`;
        throw new ConfigError<RegistryCode>('REGISTRY_DENIED', message, {
          hint: 'Look at the user name and token, and at what the token may do.',
        });
      }
      throw new HttpStatusError(url, status, headers);
    }
    const token = tokenIn(await bodyBytes(answer.body));
    if (token !== undefined) return token;
    throw new BuildError<RegistryCode>(
      'REGISTRY_FAILED',
      `${redactUrl(url)}: the answer has no token`,
    );
  }

  /** As distribution has it: oauth.md for who has a refresh token, token.md for all others. */
  private tokenRequest(realm: URL, service: string | undefined, scopes: readonly string[]) {
    const { credentials } = this.options;
    const named: [string, string][] = service === undefined ? [] : [['service', service]];
    if (credentials?.kind === 'identity') {
      const form = new URLSearchParams([
        ...named,
        ['scope', scopes.join(' ')],
        ['grant_type', 'refresh_token'],
        ['client_id', 'treesmith'],
        ['refresh_token', credentials.token],
      ]);
      return {
        url: realm.href,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: Buffer.from(form.toString()),
      } as const;
    }
    const url = new URL(realm);
    for (const [name, value] of named) url.searchParams.append(name, value);
    for (const scope of scopes) url.searchParams.append('scope', scope);
    const authorization = this.basicHeader();
    const headers = authorization === undefined ? {} : { authorization };
    return { url: url.href, method: 'GET', headers } as const;
  }

  private basicHeader(): string | undefined {
    const { credentials } = this.options;
    if (credentials?.kind !== 'password') return undefined;
    const pair = `${credentials.username}:${credentials.password}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
  }
}

function tokenIn(body: Buffer): string | undefined {
  try {
    const found = JSON.parse(body.toString()) as Readonly<Record<string, unknown>> | null;
    const token = found?.['token'] ?? found?.['access_token'];
    const good = typeof token === 'string' && /^[\x21-\x7e]+$/.test(token);
    return good && token.length <= MAX_TOKEN ? token : undefined;
  } catch {
    return undefined;
  }
}
