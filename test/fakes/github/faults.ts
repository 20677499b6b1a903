import { setTimeout as sleep } from 'node:timers/promises';
import { bytesBody, jsonReply, type Reply, type Service, type SizedBody } from './exchange.ts';

/** Which requests go wrong, how often, and how. What is not given fits every request. */
export type Fault = {
  readonly service?: Service;
  readonly method?: string;
  /** Part of the path, or a pattern for it: `CreateCacheEntry`, `/blobs/caches/`. */
  readonly path?: string | RegExp;
  /** How often; for ever unless given. */
  readonly times?: number;
  /** Requests that fit and are let through first. */
  readonly after?: number;
} & FaultKind;

/** "Body" is the request's for PUT, POST and PATCH, and the answer's for everything else. */
type FaultKind =
  /** Answers this, and does nothing. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** The limit of requests per hour (or, `secondary`, of requests in a short time) is reached. */
  | { readonly kind: 'rate-limit'; readonly secondary?: boolean }
  /** Resets the connection after so many bytes of the body; before anything else unless given. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  /** Does what is asked, then resets the connection in place of the answer. */
  | { readonly kind: 'lost' }
  /** Closes the connection after so many bytes of an answer that announced more. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Sends so many bytes of the answer, then nothing, with the connection open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** Waits before doing anything. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Answers with the first bytes as if they were everything. */
  | { readonly kind: 'truncate'; readonly sizeBytes: number }
  /** Flips the bits of one byte of the answer. */
  | { readonly kind: 'corrupt'; readonly offset: number }
  /** Answers 200 with this in place of the body. */
  | { readonly kind: 'replace'; readonly body: string | Uint8Array };

/** The queue of faults of one server. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Returns what goes wrong with a request, and counts it. */
  next(service: Service, method: string, path: string): Fault | undefined;
}

/** Returns a queue without faults. The first that fits is the one that happens. */
export function createFaults(): Faults {
  const queue: { fault: Fault; skip: number; left: number }[] = [];
  return {
    add: (fault) => {
      queue.push({ fault, skip: fault.after ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      queue.length = 0;
    },
    next: (service, method, path) => {
      for (const entry of queue) {
        if (entry.left === 0 || !fits(entry.fault, service, method, path)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        return entry.fault;
      }
      return undefined;
    },
  };
}

function fits(fault: Fault, service: Service, method: string, path: string): boolean {
  if (fault.service !== undefined && fault.service !== service) return false;
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === 'string' ? path.includes(fault.path) : fault.path.test(path);
}

/** Returns the answer that a fault gives in place of the service; undefined when it gives none. */
export function faultReply(fault: Fault | undefined): Reply | undefined {
  if (fault?.kind === 'status') {
    const wait = fault.retryAfterSeconds;
    const headers = wait === undefined ? {} : { 'retry-after': String(wait) };
    const text = `injected ${fault.status}`;
    return jsonReply(fault.status, { code: 'internal', msg: text, message: text }, headers);
  }
  if (fault?.kind !== 'rate-limit') return undefined;
  if (fault.secondary === true) {
    const message = 'You have exceeded a secondary rate limit. Please wait a few minutes.';
    return jsonReply(429, { message, documentation_url: '' }, { 'retry-after': '1' });
  }
  return jsonReply(
    403,
    { message: 'API rate limit exceeded for installation.', documentation_url: '' },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '1000', 'x-ratelimit-reset': '1' },
  );
}

/** Returns what a fault makes of an answer's bytes. */
export function spoilReply(fault: Fault | undefined, reply: Reply): Reply {
  if (fault?.kind === 'replace') {
    return { ...reply, status: 200, body: bytesBody(Buffer.from(fault.body)) };
  }
  const { body } = reply;
  if (body === undefined) return reply;
  if (fault?.kind === 'truncate') {
    const sizeBytes = Math.min(fault.sizeBytes, body.sizeBytes);
    return { ...reply, body: { sizeBytes, read: () => firstBytes(body, sizeBytes) } };
  }
  if (fault?.kind === 'corrupt') {
    const { offset } = fault;
    return { ...reply, body: { sizeBytes: body.sizeBytes, read: () => flipped(body, offset) } };
  }
  return reply;
}

/** Passes bytes on at a rate. */
export async function* throttle(
  source: AsyncIterable<Buffer>,
  bytesPerSecond: number,
): AsyncIterable<Buffer> {
  const step = Math.max(1, Math.ceil(bytesPerSecond / 10));
  for await (const chunk of source) {
    for (let offset = 0; offset < chunk.length; offset += step) {
      await sleep(100);
      yield chunk.subarray(offset, offset + step);
    }
  }
}

async function* firstBytes(body: SizedBody, sizeBytes: number): AsyncIterable<Buffer> {
  let left = sizeBytes;
  for await (const chunk of body.read()) {
    if (left === 0) return;
    yield chunk.subarray(0, left);
    left -= Math.min(left, chunk.length);
  }
}

async function* flipped(body: SizedBody, at: number): AsyncIterable<Buffer> {
  let offset = 0;
  for await (const chunk of body.read()) {
    const copy = Buffer.from(chunk);
    const here = at - offset;
    if (here >= 0 && here < copy.length) copy.writeUInt8(copy.readUInt8(here) ^ 0xff, here);
    offset += copy.length;
    yield copy;
  }
}
