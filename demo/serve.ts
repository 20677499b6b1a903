import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join, normalize } from 'node:path';

/** A folder served on the loopback interface, until disposed. */
export interface FolderServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
}

/** Serves the files below `folder` on 127.0.0.1, at `port` when it is free. Answers one byte range. */
export async function serveFolder(folder: string, port: number): Promise<FolderServer> {
  const server = createServer((request, response) => {
    const path = normalize(
      decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname),
    );
    const file = join(folder, path);
    stat(file).then(
      (found) => {
        if (!found.isFile()) return response.writeHead(404).end();
        const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
        const start = Number(range?.[1] ?? 0);
        const end = Math.min(range?.[2] ? Number(range[2]) : found.size - 1, found.size - 1);
        if (found.size > 0 && start > end) return response.writeHead(416).end();
        response.writeHead(range === null ? 200 : 206, {
          'accept-ranges': 'bytes',
          'content-length': found.size === 0 ? 0 : end - start + 1,
          ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${found.size}` }),
        });
        if (request.method === 'HEAD' || found.size === 0) return response.end();
        return createReadStream(file, { start, end }).pipe(response);
      },
      () => response.writeHead(404).end(),
    );
  });
  const free = await isFree(port);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(free ? port : 0, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}
