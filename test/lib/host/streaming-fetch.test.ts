import { createReadStream } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStreamingFetch, type StreamingFetch } from '../../../lib/host/streaming-fetch.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item[Symbol.asyncDispose]();
});

/** Serves until the test is over, and returns the URL. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push({
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function client(): StreamingFetch['fetch'] {
  const made = openStreamingFetch();
  open.push(made);
  return made.fetch;
}

describe('openStreamingFetch', () => {
  it('sends a stream with its length, without keeping it in memory', async () => {
    await using folder = await makeTempDir();
    const path = join(folder.path, 'big');
    const sizeBytes = 400_000_000;
    await writeFile(path, '');
    await truncate(path, sizeBytes);
    const url = await serve((request, response) => {
      let received = 0;
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      request.on('end', () => response.end(`${request.headers['content-length']} ${received}`));
    });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    }, 20);
    const body = createReadStream(path);
    const headers = { 'content-length': String(sizeBytes) };
    const answer = await client()(url, { method: 'POST', headers, body });
    clearInterval(watch);
    expect(await answer.text()).toBe(`${sizeBytes} ${sizeBytes}`);
    expect(peak).toBeLessThan(300_000_000);
  });

  it('follows redirects, and tells no secret to another origin', async () => {
    const other = await serve((request, response) => {
      response.end(`${request.headers.authorization} ${request.headers.accept}`);
    });
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: other }).end();
    });
    const answer = await client()(url, { headers: { authorization: 'token x', accept: 'a/b' } });
    expect(await answer.text()).toBe('undefined a/b');
  });

  it('does not take a redirect of a stream for success', async () => {
    const url = await serve((request, response) => {
      request.resume();
      response.writeHead(307, { location: '/' }).end();
    });
    const body = createReadStream(import.meta.filename);
    expect(await client()(url, { method: 'POST', body })).toMatchObject({ status: 502, ok: false });
  });

  it('gives answers without a body, and several headers of a name', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(204, { link: ['a', 'b'] }).end();
    });
    const answer = await client()(url, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('link')]).toEqual([204, 'a, b']);
  });

  it('says that nobody answers', async () => {
    await expect(client()('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'HTTP_FAILED' });
  });
});
