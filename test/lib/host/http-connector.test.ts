import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lib/host/http.ts';

/** Answers with `body` and closes the connection, while the client is not yet reading. */
async function readLate(body: Buffer, head: readonly string[]): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(`${['HTTP/1.1 200 OK', 'Connection: close', ...head].join('\r\n')}\r\n\r\n`);
      socket.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await using http = new HttpClient();
  try {
    const { port } = server.address() as AddressInfo;
    const response = await http.get(`http://127.0.0.1:${port}/`);
    await sleep(100);
    let count = 0;
    for await (const chunk of response.body) count += chunk.length;
    return count;
  } finally {
    server.close();
  }
}

describe('a server that closes the connection before we have read', () => {
  const sizes = [10, 65_536, 65_537, 1_000_000];

  it.each(sizes)('gives all %i bytes when it says how many they are', async (sizeBytes) => {
    const body = Buffer.alloc(sizeBytes, 'x');
    expect(await readLate(body, [`Content-Length: ${sizeBytes}`])).toBe(sizeBytes);
  });

  it.each(sizes)('gives all %i bytes when only the end tells', async (sizeBytes) => {
    expect(await readLate(Buffer.alloc(sizeBytes, 'x'), [])).toBe(sizeBytes);
  });

  it.each(sizes)('fails when %i bytes are fewer than it said', async (sizeBytes) => {
    const body = Buffer.alloc(sizeBytes, 'x');
    await expect(readLate(body, [`Content-Length: ${sizeBytes + 1}`])).rejects.toMatchObject({
      code: 'HTTP_FAILED',
    });
  });
});
