import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { BuildError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';
import { redactUrl } from './http-url.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { SpeedWatch } from './speed-watch.ts';

/** Some bytes of a file: from `start` on, to `end` inclusive when given. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/** An answer whose body has not been read yet: read it to its end, or discard it. */
export interface HttpResponse {
  /** Where the body came from, after redirects. */
  readonly url: string;
  /** 200, 206 when `range` was honoured, or 304 when the headers asked. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fails with HTTP_FAILED when the connection ends too early, SIZE_LIMIT past the limit. */
  readonly body: AsyncIterable<Buffer>;
  /** Frees the connection of a body that nobody wants. */
  discard(): void;
}

/** A status other than success. */
export class HttpStatusError extends BuildError<HostCode> {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  /** @param headers of the answer, in lower case */
  constructor(url: string, status: number, headers: Readonly<Record<string, string>> = {}) {
    const retryAfterMs = parseRetryAfter(headers);
    const asks = retryAfterMs === undefined ? '' : `, come back in ${retryAfterMs / 1000} s`;
    super('HTTP_STATUS', `${redactUrl(url)}: the server answered ${status}${asks}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** How a body is read. */
export interface BodyOptions {
  /** A longer one fails with SIZE_LIMIT. */
  readonly limitBytes?: number | undefined;
  /** Hears of each piece. */
  readonly onBytes?: (count: number) => void;
  /** Fails the body of a server that is too slow. */
  readonly speed?: SpeedWatch;
}

/** Returns an answer around a body that has not been read. */
export function makeResponse(
  answer: Pick<HttpResponse, 'url' | 'status' | 'headers'>,
  body: Readable,
  options: BodyOptions,
): HttpResponse {
  // What goes wrong before it is read is told to its reader.
  body.on('error', () => undefined);
  return {
    ...answer,
    body: boundedBody(body, answer, options),
    discard: () => {
      body.destroy();
    },
  };
}

/**
 * Answers for a file of this machine as a server would.
 *
 * @throws HttpStatusError 404, 416
 */
export async function getFile(
  target: URL,
  range: ByteRange | undefined,
  limitBytes: number | undefined,
): Promise<HttpResponse> {
  const path = fileURLToPath(target);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) throw new HttpStatusError(target.href, 404);
  if (range !== undefined && range.start >= found.size) throw new HttpStatusError(target.href, 416);
  const end = Math.min(range?.end ?? found.size - 1, found.size - 1);
  const answer = {
    url: target.href,
    status: range === undefined ? 200 : 206,
    headers: {
      'content-length': String(end + 1 - (range?.start ?? 0)),
      ...(range === undefined
        ? {}
        : { 'content-range': `bytes ${range.start}-${end}/${found.size}` }),
    },
  };
  const body = found.size === 0 ? Readable.from([]) : createReadStream(path, { ...range });
  return makeResponse(answer, body, { limitBytes });
}

/** Returns what went wrong between us and a server as HTTP_FAILED; errors of ours as they are. */
export function connectionError(url: string, cause: unknown): Error {
  if (cause instanceof BuildError) return cause;
  const { message, code } = cause as NodeJS.ErrnoException;
  return new BuildError<HostCode>('HTTP_FAILED', `${redactUrl(url)}: ${message || code}`, {
    cause,
  });
}

async function* boundedBody(
  body: Readable,
  { url, headers }: Pick<HttpResponse, 'url' | 'headers'>,
  { limitBytes = Number.POSITIVE_INFINITY, onBytes, speed }: BodyOptions,
): AsyncGenerator<Buffer, void> {
  const announced = Number(headers['content-length'] ?? 0);
  let received = 0;
  try {
    speed?.wait();
    for await (const chunk of announced > limitBytes ? [] : body) {
      const { length } = chunk as Buffer;
      received += length;
      speed?.count(length);
      onBytes?.(length);
      if (received > limitBytes) break;
      yield chunk as Buffer;
      speed?.wait();
    }
  } catch (error) {
    throw connectionError(url, error);
  } finally {
    body.destroy();
  }
  if (announced > limitBytes || received > limitBytes) {
    throw new BuildError<HostCode>(
      'SIZE_LIMIT',
      `${redactUrl(url)} is larger than ${limitBytes} bytes, the most that is accepted`,
    );
  }
}
