import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from './registry.ts';

/** What goes wrong with requests that match; over after `times`. */
export interface RegistryFault {
  readonly method: string;
  readonly path: RegExp;
  readonly times?: number;
  readonly act:
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Record<string, string>;
      }
    /** Reads half of the request, and closes the connection. */
    | { readonly kind: 'hang-up' }
    /** Answers with this instead of what the registry has. */
    | { readonly kind: 'body'; readonly bytes: Buffer; readonly headers?: Record<string, string> }
    /** Sends this many bytes of the answer, and closes the connection. */
    | { readonly kind: 'cut'; readonly afterBytes: number }
    | { readonly kind: 'redirect'; readonly location: string };
}

/** One request as it came in. */
export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  receivedBytes: number;
  status: number;
}

/** A registry with whims, in front of a real one. */
export interface RegistryProxy extends AsyncDisposable {
  readonly host: string;
  readonly url: string;
  readonly requests: ProxiedRequest[];
  fault(fault: RegistryFault): void;
}

/** Who may do what, with tokens (distribution's docs/spec/auth/token.md and oauth.md). */
export interface TokenRules {
  readonly username: string;
  readonly password: string;
  /** What `docker login` was given: good for tokens, too. */
  readonly refreshToken?: string;
  /** Without a password, too. */
  readonly anonymousPull?: boolean;
  /** Nobody may. */
  readonly noPush?: boolean;
  /** Requests that a token is good for; for ever unless given. */
  readonly uses?: number;
  /** Where to get tokens; this server unless given. */
  readonly realm?: string;
}

/** Starts a proxy on a free loopback port that asks for tokens, when there are rules for them. */
export async function startRegistryProxy(
  registry: Pick<Registry, 'url'>,
  rules?: TokenRules,
): Promise<RegistryProxy> {
  const requests: ProxiedRequest[] = [];
  const faults: (RegistryFault & { left: number })[] = [];
  const tokens: Tokens = new Map();
  const server = createServer((incoming, response) => {
    const { method = '', url: path = '/', headers } = incoming;
    const logged: ProxiedRequest = { method, path, headers, receivedBytes: 0, status: 0 };
    requests.push(logged);
    incoming.on('data', (chunk: Buffer) => {
      logged.receivedBytes += chunk.length;
    });
    response.once('close', () => {
      logged.status = response.statusCode;
    });
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const found = faults.find(
      (fault) => fault.left > 0 && fault.method === method && fault.path.test(path),
    );
    const isToken = /^\/token(\?|$)/.test(path);
    if (rules !== undefined && !isToken) {
      const wanted = scopesOf(method, path);
      if (wanted !== undefined && !isLetIn(headers.authorization, wanted, tokens)) {
        incoming.resume();
        askForToken(response, rules.realm ?? `${here}/token`, wanted);
        return;
      }
    }
    if (found !== undefined) found.left -= 1;
    if (rules === undefined || !isToken || found !== undefined) {
      pass(registry, incoming, response, found?.act);
    } else if (method === 'POST') {
      readForm(incoming, (form) =>
        grant(form, refreshHolder(rules, form), rules, tokens, response),
      );
    } else {
      const { searchParams } = new URL(path, here);
      grant(searchParams, passwordHolder(rules, headers.authorization), rules, tokens, response);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ host, url: `http://${host}`, requests },
    fault: (fault) => {
      faults.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function pass(
  registry: Pick<Registry, 'url'>,
  incoming: IncomingMessage,
  response: ServerResponse,
  act: RegistryFault['act'] | undefined,
): void {
  if (act?.kind === 'hang-up') {
    incoming.once('data', () => incoming.destroy());
    return;
  }
  if (act !== undefined && act.kind !== 'cut') {
    incoming.resume();
    incoming.once('end', () => {
      if (act.kind === 'redirect') response.writeHead(307, { location: act.location }).end();
      else if (act.kind === 'status') response.writeHead(act.status, act.headers).end();
      else response.writeHead(200, act.headers).end(act.bytes);
    });
    return;
  }
  const { authorization: _, ...headers } = incoming.headers;
  const onward = request(
    new URL(incoming.url ?? '/', registry.url),
    // It makes its Location of what it is called.
    { method: incoming.method ?? 'GET', headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (act === undefined) {
        answer.pipe(response);
        return;
      }
      let left = act.afterBytes;
      answer.on('data', (chunk: Buffer) => {
        const piece = chunk.subarray(0, Math.max(0, left));
        left -= chunk.length;
        const isLast = left <= 0;
        response.write(piece, () => {
          if (isLast) response.destroy();
        });
      });
    },
  );
  onward.on('error', () => response.destroy());
  incoming.on('error', () => onward.destroy());
  incoming.pipe(onward);
}

/** Undefined: no token is needed. */
function scopesOf(method: string, path: string): string[] | undefined {
  const name = /^\/v2\/(.+?)\/(?:blobs|manifests|tags)\//.exec(path)?.[1];
  if (name === undefined) return path.startsWith('/v2/') ? [] : undefined;
  return [`repository:${name}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'push'}`];
}

/** What was granted, by token. */
type Tokens = Map<string, { readonly scopes: Set<string>; left: number }>;

function isLetIn(
  authorization: string | undefined,
  wanted: readonly string[],
  tokens: Tokens,
): boolean {
  const token = tokens.get(/^Bearer (.*)$/.exec(authorization ?? '')?.[1] ?? '');
  if (token === undefined) return false;
  token.left -= 1;
  return token.left >= 0 && wanted.every((one) => token.scopes.has(one));
}

function askForToken(response: ServerResponse, realm: string, [first]: readonly string[]): void {
  const scope = first === undefined ? '' : `,scope="${first.replace(/:push$/, ':pull,push')}"`;
  response
    .writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="fake"${scope}` })
    .end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
}

/** Who asks for a token: the user, nobody, or somebody who is refused. */
type Asker = 'user' | 'nobody' | undefined;

function passwordHolder(rules: TokenRules, authorization: string | undefined): Asker {
  if (authorization === undefined) return rules.anonymousPull === true ? 'nobody' : undefined;
  const pair = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
  return pair === `${rules.username}:${rules.password}` ? 'user' : undefined;
}

function refreshHolder({ refreshToken }: TokenRules, form: URLSearchParams): Asker {
  const isWhole = ['service', 'client_id'].every((name) => form.has(name));
  const isRefresh = isWhole && form.get('grant_type') === 'refresh_token';
  const given = form.get('refresh_token');
  return isRefresh && refreshToken !== undefined && given === refreshToken ? 'user' : undefined;
}

function readForm(incoming: IncomingMessage, done: (form: URLSearchParams) => void): void {
  const pieces: Buffer[] = [];
  incoming.on('data', (piece: Buffer) => pieces.push(piece));
  incoming.once('end', () => {
    const isForm = incoming.headers['content-type'] === 'application/x-www-form-urlencoded';
    done(new URLSearchParams(isForm ? Buffer.concat(pieces).toString() : ''));
  });
}

function grant(
  asked: URLSearchParams,
  asker: Asker,
  rules: TokenRules,
  tokens: Tokens,
  response: ServerResponse,
): void {
  if (asker === undefined) {
    response.writeHead(401).end();
    return;
  }
  // As distribution's own server: what is not allowed is left out, and no failure.
  const scopes = asked
    .getAll('scope')
    .flatMap((scope) => scope.split(' '))
    .flatMap((scope) => {
      const [, head = '', actions = ''] = /^(.*):([^:]*)$/.exec(scope) ?? [];
      return actions.split(',').map((action) => `${head}:${action}`);
    })
    .filter((scope) => scope.endsWith(':pull') || (asker === 'user' && rules.noPush !== true));
  const token = `token-${tokens.size}`;
  tokens.set(token, { scopes: new Set(scopes), left: rules.uses ?? Number.POSITIVE_INFINITY });
  // OAuth 2 has the other name for it.
  const named = asked.has('grant_type') ? { access_token: token } : { token };
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ ...named, expires_in: 300 }));
}
