import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock.ts';

/** A scope of caches, as claim `ac` of a runtime token lists them, most specific first. */
export interface CacheScope {
  /** `refs/heads/main`, `refs/pull/7/merge` */
  readonly Scope: string;
  /** Bit 1: may be read. Bit 2: may be written. */
  readonly Permission: number;
}

/** What the tokens of one job stand for. */
export interface Grant {
  /** `octo/remix` */
  readonly repository: string;
  readonly repositoryId: string;
  /** Of the workflow run, in the services of artifacts. */
  readonly runBackendId: string;
  readonly jobBackendId: string;
  /** The number that people see. */
  readonly runId: string;
  readonly job: string;
  readonly ref: string;
  readonly sha: string;
  readonly eventName: string;
  readonly cacheScopes: readonly CacheScope[];
  /** `contents` → `write` */
  readonly permissions: Readonly<Record<string, string>>;
}

/** Makes and checks the tokens of jobs. */
export interface Tokens {
  /** ACTIONS_RUNTIME_TOKEN: a signed JWT with `ac`, `scp` and `repository_id`. */
  runtime(grant: Grant): string;
  /** GITHUB_TOKEN: an opaque word. */
  api(grant: Grant): string;
  /** ACTIONS_ID_TOKEN_REQUEST_TOKEN */
  oidc(grant: Grant): string;
  /** Returns what an Authorization header stands for; undefined when it is not ours, or too old. */
  find(kind: TokenKind, authorization: string | undefined): Grant | undefined;
  /** Makes every token so far worthless, as the end of its job does. */
  revokeAll(): void;
}

type TokenKind = 'runtime' | 'api' | 'oidc';

/** A job cannot run for longer, nor do its tokens. */
const LIFETIME_SECONDS = 6 * 3600;

/** Returns a mint of tokens that no other fake accepts. */
export function createTokens(clock: Clock): Tokens {
  const secret = randomBytes(32);
  const known = new Map<string, { kind: TokenKind; grant: Grant; expires: number }>();
  const keep = (kind: TokenKind, grant: Grant, token: string): string => {
    known.set(token, { kind, grant, expires: clock.now() + LIFETIME_SECONDS * 1000 });
    return token;
  };
  const jwt = (claims: object): string => {
    const seconds = Math.floor(clock.now() / 1000);
    const times = { iat: seconds, nbf: seconds, exp: seconds + LIFETIME_SECONDS };
    const signed = [
      { alg: 'HS256', typ: 'JWT' },
      { ...claims, ...times, jti: randomUUID() },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  return {
    runtime: (grant) =>
      keep(
        'runtime',
        grant,
        jwt({
          iss: 'https://token.actions.githubusercontent.com',
          // A JSON document within the JSON document.
          ac: JSON.stringify(grant.cacheScopes),
          repository_id: grant.repositoryId,
          scp: `Actions.GenericRead:00000000 Actions.Results:${grant.runBackendId}:${grant.jobBackendId}`,
        }),
      ),
    api: (grant) => keep('api', grant, `ghs_${randomBytes(18).toString('hex')}`),
    oidc: (grant) =>
      keep('oidc', grant, jwt({ scp: `Actions.GenerateIdToken:${grant.jobBackendId}` })),
    find: (kind, authorization) => {
      const token = /^(?:bearer|token) (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
      const found = known.get(token);
      return found?.kind === kind && found.expires > clock.now() ? found.grant : undefined;
    },
    revokeAll: () => known.clear(),
  };
}

/** Returns the `sig` of a signed URL. */
export function signText(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

/** Tells whether `sig` is that of `text`. */
export function isSignatureOf(secret: Buffer, text: string, sig: string): boolean {
  const expected = Buffer.from(signText(secret, text));
  const given = Buffer.from(sig);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
