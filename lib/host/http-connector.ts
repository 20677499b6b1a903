import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** The part of undici's HTTP/1 parser that is looked at. */
interface Parser {
  paused: boolean;
  readonly ptr: number;
  readonly llhttp: { llhttp_resume(ptr: number): void };
  resume(): void;
}

/**
 * Returns how to connect, with a fault of undici 7 mended: a server that closes the connection after
 * its answer (`Connection: close`, HTTP/1.0) while we are slow to read crashed the whole process by
 * an assertion that nobody can catch. The parser is woken before undici hears of the end, which is
 * what undici 8 does itself; undici 8 asks for a newer Node than npm may run on here.
 * https://github.com/nodejs/undici/issues/5360, mended by https://github.com/nodejs/undici/pull/5474
 */
export function createConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) => {
    connect(options, (...outcome) => {
      const [, socket] = outcome;
      // The types say null; a failure leaves it out.
      socket?.once('end', () => wakeParser(socket));
      callback(...outcome);
    });
  };
}

function wakeParser(socket: Socket): void {
  const key = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === 'parser',
  );
  const parser = key === undefined ? undefined : (socket as unknown as Record<symbol, Parser>)[key];
  if (parser?.paused !== true || socket.destroyed) return;
  // Hands over what is left, and sees the end of a body whose length is known.
  parser.resume();
  if (!parser.paused || socket.destroyed) return;
  // A body that only the end of the connection ends waits for it: undici tells the parser next.
  parser.llhttp.llhttp_resume(parser.ptr);
  parser.paused = false;
}
