import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Handler, jsonReply, Refusal, type Reply, type Service } from './exchange.ts';
import { type Fault, type Faults, faultReply, spoilReply, throttle } from './faults.ts';

/** One request as it came in, and what became of it. */
export interface LoggedRequest {
  readonly service: Service;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** 0 when there was no answer. */
  status: number;
  /** Of the request's body. */
  receivedBytes: number;
  /** Of the answer's body. */
  sentBytes: number;
  /** What went wrong on purpose. */
  readonly fault?: Fault['kind'];
}

/** A service that has its part of the paths. */
export interface Route {
  readonly service: Service;
  readonly prefix: string;
  readonly handle: Handler;
}

/** Returns a server, not yet listening, that hands requests to the first route that fits. */
export function createFront(
  routes: readonly Route[],
  faults: Faults,
  log: LoggedRequest[],
): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake.invalid');
    const route = routes.find(({ prefix }) => url.pathname.startsWith(prefix));
    const service = route?.service ?? 'rest';
    const method = request.method ?? '';
    const fault = faults.next(service, method, url.pathname);
    const logged: LoggedRequest = {
      ...{ service, method, path: url.pathname, headers: request.headers },
      ...{ status: 0, receivedBytes: 0, sentBytes: 0 },
      ...(fault === undefined ? {} : { fault: fault.kind }),
    };
    log.push(logged);
    // Nobody is told of a client that went away; the log shows a request without a status.
    answer({ request, response, url, route, fault, logged }).catch(() => response.destroy());
  });
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly route: Route | undefined;
  readonly fault: Fault | undefined;
  readonly logged: LoggedRequest;
}

async function answer(call: Call): Promise<void> {
  const { request, response, fault, logged } = call;
  if (fault?.kind === 'delay') await sleep(fault.delayMs);
  if (fault?.kind === 'reset' && fault.afterBytes === undefined) return reset(request);
  const given = faultReply(fault);
  const reply = given ?? (await serve(call));
  if (fault?.kind === 'lost') return reset(request);
  // What was not read would be in the way of the connection's next request.
  for await (const chunk of request) logged.receivedBytes += (chunk as Buffer).length;
  await send(call, spoilReply(fault, reply));
  response.end();
}

async function serve({ request, url, route, fault, logged }: Call): Promise<Reply> {
  if (route === undefined) return jsonReply(404, { message: 'Not Found' });
  const received = async function* (): AsyncIterable<Buffer> {
    for await (const chunk of request) {
      logged.receivedBytes += (chunk as Buffer).length;
      if (fault?.kind === 'reset' && logged.receivedBytes >= (fault.afterBytes ?? 0)) {
        reset(request);
        throw new Error('reset on purpose');
      }
      yield chunk as Buffer;
    }
  };
  const body = () =>
    fault?.kind === 'slow' ? throttle(received(), fault.bytesPerSecond) : received();
  const { method, path, headers } = logged;
  try {
    return await route.handle({ method, path, headers, query: url.searchParams, body });
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    if (request.destroyed) throw error;
    return jsonReply(500, { message: `the fake failed: ${String(error)}` });
  }
}

async function send({ request, response, fault, logged }: Call, reply: Reply): Promise<void> {
  const { body } = reply;
  logged.status = reply.status;
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(reply.status === 204
      ? {}
      : { 'content-length': String(body?.sizeBytes ?? reply.headBytes ?? 0) }),
  });
  if (body === undefined || logged.method === 'HEAD') return;
  const breaks = fault?.kind === 'cut' || fault?.kind === 'stall' || fault?.kind === 'reset';
  const breakAt = breaks ? (fault.afterBytes ?? 0) : Number.POSITIVE_INFINITY;
  const source = fault?.kind === 'slow' ? throttle(body.read(), fault.bytesPerSecond) : body.read();
  for await (const whole of source) {
    const chunk = whole.subarray(0, breakAt - logged.sentBytes);
    await new Promise<void>((done, fail) => {
      response.write(chunk, (error) => (error ? fail(error) : done()));
    });
    logged.sentBytes += chunk.length;
    if (logged.sentBytes < breakAt) continue;
    if (fault?.kind === 'reset') reset(request);
    if (fault?.kind === 'cut') response.destroy();
    if (fault?.kind === 'stall') await new Promise((done) => response.once('close', done));
    return;
  }
}

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}
