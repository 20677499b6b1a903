import { type Incoming, jsonReply, Refusal, type Reply, readJson } from './exchange.ts';

/** Error codes of Twirp that GitHub's services use, with their HTTP status. */
const STATUS = {
  invalid_argument: 400,
  malformed: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  bad_route: 404,
  already_exists: 409,
  resource_exhausted: 429,
} as const;

/** Fields of a Twirp request in JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns the error that a Twirp service answers with. */
export function twirpRefusal(
  code: keyof typeof STATUS,
  msg: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal(jsonReply(STATUS[code], { code, msg }, headers), msg);
}

/** Answers `POST /twirp/<service>/<method>` with the method of that name. */
export async function answerTwirp(
  incoming: Incoming,
  methods: Readonly<Record<string, (fields: Fields) => unknown>>,
): Promise<Reply> {
  const method = methods[incoming.path.split('/').at(-1) ?? ''];
  if (method === undefined || incoming.method !== 'POST') {
    throw twirpRefusal('bad_route', `no handler for ${incoming.method} ${incoming.path}`);
  }
  const fields = await readJson(incoming).catch((error: unknown) => {
    throw twirpRefusal('malformed', `the json request could not be decoded: ${String(error)}`);
  });
  return jsonReply(200, await method(fields));
}

/** Returns a field that must be a string with something in it. */
export function requiredText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') {
    throw twirpRefusal('invalid_argument', `${name} is required`);
  }
  return value;
}

/** Returns an int64, which JSON of protocol buffers writes as a string. */
export function int64(fields: Fields, name: string): number {
  const value = Number(fields[name] ?? 0);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw twirpRefusal('invalid_argument', `${name} is no size`);
  }
  return value;
}
