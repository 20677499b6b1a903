import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { BuildError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';
import { redactUrl } from './http-url.ts';

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

  constructor(url: string, status: number, retryAfterMs?: number) {
    super('HTTP_STATUS', `${redactUrl(url)}: the server answered ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Returns an answer around a body of at most `limitBytes`; `onBytes` hears of each piece of it. */
export function makeResponse(
  answer: Pick<HttpResponse, 'url' | 'status' | 'headers'>,
  body: Readable,
  limitBytes = Number.POSITIVE_INFINITY,
  onBytes: (count: number) => void = () => undefined,
): HttpResponse {
  // What goes wrong before it is read is told to its reader.
  body.on('error', () => undefined);
  return {
    ...answer,
    body: boundedBody(body, answer, limitBytes, onBytes),
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
  return makeResponse(answer, body, limitBytes);
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
  limitBytes: number,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer, void> {
  const announced = Number(headers['content-length'] ?? 0);
  let received = 0;
  try {
    for await (const chunk of announced > limitBytes ? [] : body) {
      received += (chunk as Buffer).length;
      onBytes((chunk as Buffer).length);
      if (received > limitBytes) break;
      yield chunk as Buffer;
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
