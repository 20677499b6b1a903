import { BuildError, ConfigError } from '../core/errors.ts';
import {
  type HttpClient,
  HttpStatusError,
  parseRetryAfter,
  redactUrl,
  withRetries,
} from '../host/http.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import type { RegistryCode } from './errors.ts';
import { isSafeRealm } from './origin.ts';
import { bodyBytes } from './response-body.ts';

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
  private basic: string | undefined;

  constructor(options: AuthorizerOptions) {
    this.options = options;
  }

  get hasCredentials(): boolean {
    return this.options.credentials !== undefined;
  }

  /** Returns what is known to open `scopes` (`repository:owner/name:pull`). */
  header(scopes: readonly string[]): string | undefined {
    return this.tokens.get(scopes.join(' ')) ?? this.basic;
  }

  /**
   * Does what a 401 asks for, and returns whether `header` has something else than was `sent`: another
   * request may have found it meanwhile.
   *
   * @throws ConfigError REGISTRY_DENIED; BuildError REGISTRY_FAILED; what asking throws
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
      const token = await withRetries({}, () => this.fetchToken(bearer, scopes));
      this.tokens.set(scopes.join(' '), `Bearer ${token}`);
      return true;
    }
    const header = this.basicHeader();
    const offered = challenges.some(({ scheme }) => scheme === 'basic');
    if (!offered || header === undefined || header === this.basic) return false;
    this.basic = header;
    return true;
  }

  private async fetchToken({ parameters }: Challenge, scopes: readonly string[]): Promise<string> {
    const { http, origin, credentials } = this.options;
    const realm = URL.parse(parameters['realm'] ?? '');
    if (realm === null || !isSafeRealm(realm, origin)) {
      const named = realm === null ? 'nothing' : redactUrl(realm.href);
      const message = `${origin} sends to ${named} for a token, which is not as safe`;
      throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
    }
    const query = new URLSearchParams();
    if (parameters['service'] !== undefined) query.set('service', parameters['service']);
    const identity = credentials?.kind === 'identity' ? credentials.token : undefined;
    if (identity === undefined) for (const scope of scopes) query.append('scope', scope);
    else {
      query.set('scope', scopes.join(' '));
      query.set('grant_type', 'refresh_token');
      query.set('client_id', 'treesmith');
      query.set('refresh_token', identity);
    }
    if (identity === undefined) {
      for (const [name, value] of query) realm.searchParams.append(name, value);
    }
    const basic = this.basicHeader();
    // Redirects are not followed: where the password goes is where the registry says.
    const answer = await http.exchange(realm.href, {
      limitBytes: MAX_ANSWER_BYTES,
      ...(identity === undefined
        ? { method: 'GET', headers: basic === undefined ? {} : { authorization: basic } }
        : {
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: Buffer.from(query.toString()),
          }),
    });
    const { status, headers } = answer;
    if (status !== 200) {
      answer.discard();
      const where = redactUrl(realm.href);
      if (status === 401 || status === 403) {
        throw new ConfigError<RegistryCode>('REGISTRY_DENIED', `${where}: no token (${status})`, {
          hint: 'Look at the user name and token, and at what the token may do.',
        });
      }
      throw new HttpStatusError(realm.href, status, parseRetryAfter(headers['retry-after']));
    }
    const token = tokenIn(await bodyBytes(answer));
    if (token !== undefined) return token;
    const message = `${redactUrl(realm.href)}: the answer has no token`;
    throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
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
