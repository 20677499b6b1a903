import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { openGitHub } from '../../../lib/publish/github-api.ts';

it('sends the token nowhere in the clear when the API is encrypted', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await using api = await openGitHub({
      apiUrl: 'https://127.0.0.1:9',
      token: 'ghs_token',
      log: silentLog,
    });
    const url = `http://127.0.0.1:${port}/upload{?name}`;
    const asked = api.ask({ method: 'POST', url, name: 'a' });
    await expect(asked).rejects.toMatchObject({ code: 'RELEASE_FAILED' });
    expect(seen).toEqual([]);
  } finally {
    server.close();
  }
});
