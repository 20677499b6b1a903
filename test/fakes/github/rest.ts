import type { Clock } from './clock.ts';
import {
  type Handler,
  type Incoming,
  jsonReply,
  Refusal,
  type Reply,
  readJson,
} from './exchange.ts';
import type { Grant, Tokens } from './tokens.ts';

/** A request to the REST API, after its token was looked at. */
export interface RestCall {
  readonly incoming: Incoming;
  /** Undefined for a request without a token. */
  readonly grant: Grant | undefined;
  /** `octo/remix` */
  readonly repository: string;
  /** What stands for `:name` and `*name` in the pattern, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Returns the JSON of the body. */
  json(): Promise<Readonly<Record<string, unknown>>>;
}

/** One path of the API. */
export interface RestRoute {
  readonly method: string;
  /** `/repos/:owner/:repo/git/ref/*ref` */
  readonly pattern: string;
  /** `contents` or `actions` when the path needs write access to it. */
  readonly writes?: string;
  readonly answer: (call: RestCall) => Reply | Promise<Reply>;
}

/** What GitHub allows GITHUB_TOKEN. */
export interface RestLimits {
  /** Per repository; 1000 unless given. */
  readonly restRequestsPerHour?: number;
}

const PAGE_SIZE = 30;
const PAGE_SIZE_LIMIT = 100;
const HOUR_MS = 3600_000;

/** Answers the paths of `routes` for public repositories: anyone reads, a token with rights writes. */
export function restHandler(
  routes: readonly RestRoute[],
  tokens: Tokens,
  clock: Clock,
  limits: RestLimits = {},
): Handler {
  const limit = limits.restRequestsPerHour ?? 1000;
  const windows = new Map<string, { start: number; used: number }>();
  const count = (name: string): Record<string, string> => {
    const before = windows.get(name);
    const fresh = before === undefined || clock.now() - before.start > HOUR_MS;
    const window = fresh ? { start: clock.now(), used: 0 } : before;
    window.used += 1;
    windows.set(name, window);
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
      'x-ratelimit-reset': String(Math.ceil((window.start + HOUR_MS) / 1000)),
      'x-ratelimit-resource': 'core',
    };
    if (window.used <= limit) return headers;
    throw restRefusal(403, 'API rate limit exceeded for installation.', undefined, headers);
  };
  return async (incoming) => {
    const { authorization } = incoming.headers;
    const grant = tokens.find('api', authorization);
    if (authorization !== undefined && grant === undefined) {
      throw restRefusal(401, 'Bad credentials');
    }
    const headers = count(grant?.repository ?? 'anonymous');
    for (const route of routes) {
      const params = matchPattern(route.pattern, incoming.path);
      if (params === undefined || route.method !== incoming.method) continue;
      const repository = `${params['owner']}/${params['repo']}`;
      assertAllowed(route, grant, repository);
      const json = () =>
        readJson(incoming).catch(() => {
          throw restRefusal(400, 'Problems parsing JSON');
        });
      const reply = await route.answer({ incoming, grant, repository, params, json });
      return { ...reply, headers: { ...headers, ...reply.headers } };
    }
    throw restRefusal(404, 'Not Found');
  };
}

/** Returns the error that the REST API answers with. */
export function restRefusal(
  status: number,
  message: string,
  errors?: readonly object[],
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const documentation_url = 'https://docs.github.com/rest';
  const body = { message, ...(errors && { errors }), documentation_url, status: String(status) };
  return new Refusal(jsonReply(status, body, headers), message);
}

/** Returns one page of a list, with the links to the others. */
export function pageOf<T>(
  items: readonly T[],
  incoming: Incoming,
  origin: string,
): { readonly page: readonly T[]; readonly headers: Record<string, string> } {
  const number = (name: string, fallback: number) => {
    const value = Number(incoming.query.get(name) ?? fallback);
    return Number.isSafeInteger(value) && value > 0 ? value : fallback;
  };
  const size = Math.min(number('per_page', PAGE_SIZE), PAGE_SIZE_LIMIT);
  const current = number('page', 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (page: number, rel: string) => {
    const query = new URLSearchParams(incoming.query);
    query.set('page', String(page));
    return `<${origin}${incoming.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(current > 1 ? [link(current - 1, 'prev'), link(1, 'first')] : []),
    ...(current < last ? [link(current + 1, 'next'), link(last, 'last')] : []),
  ];
  return {
    page: items.slice((current - 1) * size, current * size),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}

function assertAllowed(route: RestRoute, grant: Grant | undefined, repository: string): void {
  if (route.writes === undefined) return;
  if (grant === undefined) throw restRefusal(401, 'Requires authentication');
  if (grant.repository !== repository || grant.permissions[route.writes] !== 'write') {
    throw restRefusal(403, 'Resource not accessible by integration', undefined, {
      'x-accepted-github-permissions': `${route.writes}=write`,
    });
  }
}

function matchPattern(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const rest = wanted.at(-1)?.startsWith('*') === true ? wanted.length - 1 : undefined;
  if (rest === undefined ? wanted.length !== given.length : given.length < wanted.length) {
    return undefined;
  }
  const params: Record<string, string> = {};
  for (const [index, word] of wanted.entries()) {
    const text = index === rest ? given.slice(index).join('/') : (given[index] ?? '');
    if (word.startsWith(':') || index === rest) params[word.slice(1)] = decodeURIComponent(text);
    else if (word !== text) return undefined;
  }
  return params;
}
