import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { leanUndici } from '../../../scripts/lean-undici.ts';

const CHILD = `
import { HttpClient } from './lib/host/http.ts';
import { openStreamingFetch } from './lib/host/streaming-fetch.ts';

const url = process.argv[2];
await using http = new HttpClient();
const { body } = await http.get(url);
for await (const chunk of body) process.stdout.write(chunk);
await using streaming = openStreamingFetch();
process.stdout.write(await (await streaming.fetch(url)).text());
`;

let folder: TempDir;
let origin: Server;
let proxy: Server;
const asked: string[] = [];

beforeAll(async () => {
  folder = await makeTempDir();
  origin = createServer((request, response) => response.end(`${request.url} `));
  proxy = createServer((request, response) => {
    // Also as proxies are asked for http: with the whole URL.
    asked.push(String(request.url));
    response.end(`${new URL(String(request.url)).pathname} `);
  });
  proxy.on('connect', (request, socket) => {
    asked.push(String(request.url));
    const { port } = origin.address() as AddressInfo;
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    for (const end of [socket, target]) end.on('error', () => target.destroy());
  });
  for (const server of [origin, proxy]) {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  }
});
afterAll(async () => {
  for (const server of [origin, proxy]) {
    server?.closeAllConnections();
    server?.close();
  }
  await folder?.[Symbol.asyncDispose]();
});

describe('openConnections', () => {
  it('goes through a proxy in what is bundled, and past it for hosts of no_proxy', async () => {
    const root = join(import.meta.dirname, '../../..');
    const outfile = join(folder.path, 'child.mjs');
    await build({
      stdin: { contents: CHILD, resolveDir: root, loader: 'ts' },
      ...{ outfile, bundle: true, platform: 'node', target: 'node20', format: 'esm' },
      banner: {
        js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
      },
      plugins: [leanUndici],
    });
    const at = ({ address, port }: AddressInfo) => `http://${address}:${port}`;
    const env = { ...process.env, http_proxy: at(proxy.address() as AddressInfo), no_proxy: '' };
    const child = (url: string, more = {}) =>
      readTool([process.execPath, outfile, url], { env: { ...env, ...more } });
    expect(await child('http://example.test/far?x=1')).toMatch(/^\/far(\?x=1)? \/far(\?x=1)? $/);
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(asked.every((what) => what.includes('example.test'))).toBe(true);
    const before = asked.length;
    const near = `${at(origin.address() as AddressInfo)}/near`;
    expect(await child(near, { no_proxy: '127.0.0.1' })).toBe('/near /near ');
    expect(asked).toHaveLength(before);
  });
});
