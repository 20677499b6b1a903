import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with a path. Each is over after `times` requests, when that is given. */
type Fault = { readonly times?: number } & (
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** Sends `afterBytes` and then nothing, with the connection open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** Serves the first `sizeBytes` as if they were the whole file. */
  | { readonly kind: 'truncate'; readonly sizeBytes: number }
  /** Flips the bits of one byte. */
  | { readonly kind: 'corrupt'; readonly offset: number }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** Answers 200 with the whole file to a Range request. */
  | { readonly kind: 'no-range' }
);

/** One request as it came in. */
interface LoggedRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  status: number;
  /** Of the body that was written to the socket. */
  sentBytes: number;
}

/** A running server; ends, with every connection, when disposed. */
export interface FileServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly requests: LoggedRequest[];
  /** The most requests that were answered at one time. */
  readonly peakParallel: number;
  /** Makes `path` (`/repodata/repomd.xml`, or `*` for every path) fail. Faults of one path queue up. */
  fault(path: string, fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/**
 * Serves the files of `root` over HTTP on a free loopback port: GET and HEAD, one Range,
 * If-Range, ETag, Last-Modified, If-None-Match, If-Modified-Since, as nginx does.
 */
export async function startFileServer(root: string): Promise<FileServer> {
  const requests: LoggedRequest[] = [];
  const faults: { path: string; fault: Fault; left: number }[] = [];
  let running = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    running += 1;
    peak = Math.max(peak, running);
    const over = () => {
      running -= 1;
      response.off('finish', over).off('close', over);
    };
    response.once('finish', over).once('close', over);
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    const logged: LoggedRequest = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      status: 0,
      sentBytes: 0,
    };
    requests.push(logged);
    const active = faults.find((entry) => entry.left > 0 && [path, '*'].includes(entry.path));
    if (active !== undefined) active.left -= 1;
    answer(root, request, response, logged, active?.fault).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get peakParallel() {
      return peak;
    },
    fault: (path, fault) => {
      faults.push({ path, fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clearFaults: () => {
      faults.length = 0;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function answer(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  logged: LoggedRequest,
  fault: Fault | undefined,
): Promise<void> {
  const end = (status: number, headers: Record<string, string> = {}) => {
    logged.status = status;
    response.writeHead(status, { 'content-length': '0', ...headers }).end();
  };
  if (fault?.kind === 'status') {
    const wait = fault.retryAfterSeconds;
    return end(fault.status, wait === undefined ? {} : { 'retry-after': String(wait) });
  }
  if (fault?.kind === 'redirect') return end(fault.status ?? 302, { location: fault.location });
  if (!['GET', 'HEAD'].includes(logged.method)) return end(405, { allow: 'GET, HEAD' });
  const file = join(root, normalize(`/${logged.path}`));
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile()) return end(404);

  const etag = `"${found.size.toString(16)}-${Math.floor(found.mtimeMs).toString(16)}"`;
  const modified = new Date(found.mtimeMs).toUTCString();
  const validators = { etag, 'last-modified': modified };
  const { headers } = request;
  if (headers['if-none-match'] === etag) return end(304, validators);
  if (headers['if-none-match'] === undefined && headers['if-modified-since'] === modified) {
    return end(304, validators);
  }
  const total = fault?.kind === 'truncate' ? Math.min(fault.sizeBytes, found.size) : found.size;
  const ifRange = headers['if-range'];
  const ranged =
    fault?.kind !== 'no-range' &&
    (ifRange === undefined || ifRange === etag || ifRange === modified);
  const range = ranged ? parseRange(headers.range, total) : undefined;
  if (range === 'unsatisfiable') return end(416, { 'content-range': `bytes */${total}` });
  const [start, stop] = range ?? [0, total - 1];
  logged.status = range === undefined ? 200 : 206;
  response.writeHead(logged.status, {
    ...validators,
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': String(stop - start + 1),
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${stop}/${total}` }),
  });
  if (logged.method === 'HEAD' || stop < start) {
    response.end();
    return;
  }
  await sendBody(file, start, stop, response, logged, fault);
}

async function sendBody(
  file: string,
  start: number,
  stop: number,
  response: ServerResponse,
  logged: LoggedRequest,
  fault: Fault | undefined,
): Promise<void> {
  const breakAt =
    fault?.kind === 'cut' || fault?.kind === 'stall' ? fault.afterBytes : Number.POSITIVE_INFINITY;
  const highWaterMark = fault?.kind === 'slow' ? Math.ceil(fault.bytesPerSecond / 10) : 65_536;
  let offset = start;
  for await (const read of createReadStream(file, { start, end: stop, highWaterMark })) {
    if (fault?.kind === 'slow') await sleep(100);
    let chunk: Buffer = read as Buffer;
    if (
      fault?.kind === 'corrupt' &&
      fault.offset >= offset &&
      fault.offset < offset + chunk.length
    ) {
      const at = fault.offset - offset;
      chunk = Buffer.from(chunk);
      chunk.writeUInt8(chunk.readUInt8(at) ^ 0xff, at);
    }
    offset += chunk.length;
    const left = breakAt - logged.sentBytes;
    if (chunk.length >= left) chunk = chunk.subarray(0, left);
    await new Promise<void>((done, fail) => {
      response.write(chunk, (error) => (error ? fail(error) : done()));
    });
    logged.sentBytes += chunk.length;
    if (logged.sentBytes >= breakAt) {
      if (fault?.kind === 'cut') response.destroy();
      return;
    }
    if (response.destroyed) return;
  }
  response.end();
}

function parseRange(
  header: string | undefined,
  total: number,
): [number, number] | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, total - Number(last)) : Number(first);
  const stop = first === '' || last === '' ? total - 1 : Math.min(Number(last), total - 1);
  return start >= total || start > stop ? 'unsatisfiable' : [start, stop];
}
