import type { IncomingHttpHeaders } from 'node:http';

/** The parts of GitHub that the fake speaks for; what faults and the log of requests name. */
export type Service = 'cache' | 'artifacts' | 'blobs' | 'rest' | 'uploads' | 'oidc';

/** A request on its way to a service. */
export interface Incoming {
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body; to be read once. */
  body(): AsyncIterable<Buffer>;
}

/** Bytes that are read while they are sent. */
export interface SizedBody {
  readonly sizeBytes: number;
  read(): AsyncIterable<Buffer>;
}

/** What a service answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: SizedBody;
  /** Of HEAD: announced, not sent. */
  readonly headBytes?: number;
}

/** Thrown by a service in place of a reply. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply, message: string) {
    super(message);
    this.reply = reply;
  }
}

/** Answers one request. */
export type Handler = (incoming: Incoming) => Promise<Reply>;

/** The most that a JSON or XML body may have. */
const TEXT_LIMIT_BYTES = 8 * 1024 * 1024;

/** Returns bytes as a body. */
export function bytesBody(bytes: Uint8Array): SizedBody {
  return {
    sizeBytes: bytes.byteLength,
    async *read() {
      yield Buffer.from(bytes);
    },
  };
}

/** Returns an answer with a JSON body. */
export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: bytesBody(Buffer.from(JSON.stringify(value))),
  };
}

/** Returns the whole body of a request as text. Throws RangeError above 8 MiB. */
export async function readText(incoming: Incoming): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming.body()) {
    sizeBytes += chunk.length;
    if (sizeBytes > TEXT_LIMIT_BYTES) throw new RangeError('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Returns the JSON object of a request's body; an empty body is an empty object. */
export async function readJson(incoming: Incoming): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(incoming);
  const value: unknown = text === '' ? {} : JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('the body is no JSON object');
  }
  return value as Record<string, unknown>;
}
