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

/** Who may do what, with tokens (distribution's docs/spec/auth/token.md). */
export interface TokenRules {
  readonly username: string;
  readonly password: string;
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
  const tokens = new Map<string, { scopes: Set<string>; left: number }>();
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
    if (rules !== undefined && path.startsWith('/token?')) {
      grant(new URL(path, here), headers.authorization, rules, tokens, response);
      return;
    }
    const wanted = rules === undefined ? undefined : scopesOf(method, path);
    if (rules !== undefined && wanted !== undefined) {
      const token = tokens.get(/^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1] ?? '');
      if (token !== undefined) token.left -= 1;
      if (token === undefined || token.left < 0 || !wanted.every((one) => token.scopes.has(one))) {
        const realm = rules.realm ?? `${here}/token`;
        const scope =
          wanted.length === 0 ? '' : `,scope="${wanted[0]?.replace(/:push$/, ':pull,push')}"`;
        incoming.resume();
        response
          .writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="fake"${scope}` })
          .end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
        return;
      }
    }
    const found = faults.find(
      (fault) => fault.left > 0 && fault.method === method && fault.path.test(path),
    );
    if (found !== undefined) found.left -= 1;
    pass(registry, incoming, response, found?.act);
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
        response.write(chunk.subarray(0, Math.max(0, left)), () => {
          left -= chunk.length;
          if (left <= 0) response.destroy();
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

function grant(
  url: URL,
  authorization: string | undefined,
  rules: TokenRules,
  tokens: Map<string, { scopes: Set<string>; left: number }>,
  response: ServerResponse,
): void {
  const pair = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
  const known = pair === `${rules.username}:${rules.password}`;
  if (!known && (authorization !== undefined || rules.anonymousPull !== true)) {
    response.writeHead(401).end();
    return;
  }
  // As distribution's own server: what is not allowed is left out, and no failure.
  const scopes = url.searchParams
    .getAll('scope')
    .flatMap((scope) => scope.split(' '))
    .flatMap((scope) => {
      const [, head = '', actions = ''] = /^(.*):([^:]*)$/.exec(scope) ?? [];
      return actions.split(',').map((action) => `${head}:${action}`);
    })
    .filter((scope) => scope.endsWith(':pull') || (known && rules.noPush !== true));
  const token = `token-${tokens.size}`;
  tokens.set(token, { scopes: new Set(scopes), left: rules.uses ?? Number.POSITIVE_INFINITY });
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ token, expires_in: 300 }));
}
