import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HttpClient, redactUrl } from '../../../lib/host/http.ts';
import { urlFileName } from '../../../lib/host/http-url.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';

const LIMIT = { limitBytes: 1_000_000 };

let dir: TempDir;
let server: FileServer;
let http: HttpClient;

beforeAll(async () => {
  dir = await makeTempDir();
  await mkdir(join(dir.path, 'sub folder'));
  await writeFile(join(dir.path, 'file'), 'contents');
  await writeFile(join(dir.path, 'sub folder', 'a+b~c%.rpm'), 'odd');
  await writeFile(join(dir.path, 'empty'), '');
  await writeFile(join(dir.path, 'large'), Buffer.alloc(300_000, 'x'));
});

afterAll(() => dir[Symbol.asyncDispose]());

beforeEach(async () => {
  server = await startFileServer(dir.path);
  http = new HttpClient();
  return async () => {
    await http.close();
    await server.close();
  };
});

const text = async (url: string) => (await http.getBytes(url, LIMIT)).toString();
const code = (body: Promise<unknown>) =>
  body.then(
    () => 'no error',
    (error: { code: string }) => error.code,
  );

describe('HttpClient', () => {
  it('gets http: and file: URLs', async () => {
    expect(await text(`${server.url}/file`)).toBe('contents');
    expect(await text(pathToFileURL(join(dir.path, 'file')).href)).toBe('contents');
    expect(await text(`${server.url}/empty`)).toBe('');
    expect(await text(pathToFileURL(join(dir.path, 'empty')).href)).toBe('');
  });

  it('counts what came over the network', async () => {
    expect(http.receivedBytes).toBe(0);
    await text(`${server.url}/file`);
    await text(pathToFileURL(join(dir.path, 'large')).href);
    expect(http.receivedBytes).toBe('contents'.length);
    await code(http.getBytes(`${server.url}/large`, { limitBytes: 10 }));
    expect(http.receivedBytes).toBe('contents'.length);
  });

  it('reaches names with odd characters', async () => {
    expect(await text(`${server.url}/sub%20folder/a+b~c%25.rpm`)).toBe('odd');
    const path = join(dir.path, 'sub folder', 'a+b~c%.rpm');
    expect(await text(pathToFileURL(path).href)).toBe('odd');
  });

  it.each(['http', 'file'])('gets a range over %s', async (kind) => {
    const url = kind === 'http' ? `${server.url}/file` : pathToFileURL(join(dir.path, 'file')).href;
    const read = async (range: { start: number; end?: number }) => {
      const response = await http.get(url, { range });
      const chunks: Buffer[] = [];
      for await (const chunk of response.body) chunks.push(chunk);
      return [response.status, Buffer.concat(chunks).toString()];
    };
    expect(await read({ start: 3 })).toEqual([206, 'tents']);
    expect(await read({ start: 1, end: 3 })).toEqual([206, 'ont']);
    expect(await code(read({ start: 8 }))).toBe('HTTP_STATUS');
  });

  it('tries again what may pass', async () => {
    server.fault('/file', { kind: 'status', status: 503, times: 2 });
    expect(await text(`${server.url}/file`)).toBe('contents');
    expect(server.requests.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  it('waits as long as the server asks', async () => {
    server.fault('/file', { kind: 'status', status: 429, retryAfterSeconds: 1, times: 1 });
    const started = performance.now();
    expect(await text(`${server.url}/file`)).toBe('contents');
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('does not wait an hour', async () => {
    server.fault('/file', { kind: 'status', status: 503, retryAfterSeconds: 3600 });
    expect(await code(text(`${server.url}/file`))).toBe('HTTP_STATUS');
    expect(server.requests).toHaveLength(1);
  });

  it('takes a refusal for what it is', async () => {
    expect(await code(text(`${server.url}/nothing`))).toBe('HTTP_STATUS');
    expect(server.requests).toHaveLength(1);
  });

  it('tries again when a small file breaks off', async () => {
    server.fault('/large', { kind: 'cut', afterBytes: 100, times: 1 });
    expect(await text(`${server.url}/large`)).toHaveLength(300_000);
  });

  it('never takes half a body for the whole', async () => {
    server.fault('/large', { kind: 'cut', afterBytes: 100 });
    expect(await code(http.getBytes(`${server.url}/large`, { ...LIMIT, attempts: 1 }))).toBe(
      'HTTP_FAILED',
    );
  });

  it.each([1000, 299_999])('stops at the limit of %i bytes', async (limitBytes) => {
    expect(await code(http.getBytes(`${server.url}/large`, { limitBytes }))).toBe('SIZE_LIMIT');
    const url = pathToFileURL(join(dir.path, 'large')).href;
    expect(await code(http.getBytes(url, { limitBytes }))).toBe('SIZE_LIMIT');
  });

  it('stops at the limit when the length was not announced', async () => {
    const endless = createServer((_request, response) => {
      const send = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', send);
      send();
    });
    await new Promise<void>((done) => endless.listen(0, '127.0.0.1', done));
    const { port } = endless.address() as AddressInfo;
    expect(await code(text(`http://127.0.0.1:${port}/`))).toBe('SIZE_LIMIT');
    endless.closeAllConnections();
    endless.close();
  });

  it('takes no other kind of URL', async () => {
    expect(await code(text('ftp://example.org/x'))).toBe('URL_INVALID');
    expect(await code(text('not a url'))).toBe('URL_INVALID');
    expect(await code(text('data:text/plain,x'))).toBe('URL_INVALID');
  });

  it('can be stopped', async () => {
    server.fault('/large', { kind: 'stall', afterBytes: 10 });
    const stop = new AbortController();
    const { body } = await http.get(`${server.url}/large`, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 100);
    await expect(
      (async () => {
        for await (const _chunk of body);
      })(),
    ).rejects.toThrow();
  });
});

describe('a redirect', () => {
  const secret = Buffer.from('user:pa:ss').toString('base64');

  it('is followed, to the same origin with credentials', async () => {
    server.fault('/old', { kind: 'redirect', location: '/file' });
    const url = server.url.replace('//', '//user:pa%3Ass@');
    expect(await text(`${url}/old`)).toBe('contents');
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${secret}`,
      `Basic ${secret}`,
    ]);
  });

  it('to another origin carries no credentials and no other secret', async () => {
    await using other = await startFileServer(dir.path);
    server.fault('/file', { kind: 'redirect', location: `${other.url}/file` });
    const url = server.url.replace('//', '//user:pa%3Ass@');
    const headers = { Authorization: 'Bearer token', Cookie: 'a=b', 'X-Token': 'secret' };
    const response = await http.get(`${url}/file`, { headers, range: { start: 2 } });
    for await (const _chunk of response.body);
    expect(response.url).toBe(`${other.url}/file`);
    const [first] = server.requests;
    const [second] = other.requests;
    expect(first?.headers).toMatchObject({ cookie: 'a=b', 'x-token': 'secret' });
    expect(first?.headers.authorization).toBeTruthy();
    expect(second?.headers.range).toBe('bytes=2-');
    expect(Object.keys(second?.headers ?? {}).sort()).toEqual(
      ['accept', 'connection', 'host', 'range', 'user-agent'].sort(),
    );
  });

  it('back to the first origin does not get them back', async () => {
    await using other = await startFileServer(dir.path);
    server.fault('/file', { kind: 'redirect', location: `${other.url}/back`, times: 1 });
    other.fault('/back', { kind: 'redirect', location: `${server.url}/file` });
    expect(await text(`${server.url.replace('//', '//user:secret@')}/file`)).toBe('contents');
    expect(server.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('takes credentials of its own URL to nobody', async () => {
    server.fault('/x', {
      kind: 'redirect',
      location: `${server.url.replace('//', '//a:b@')}/file`,
    });
    expect(await text(`${server.url}/x`)).toBe('contents');
    expect(server.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('to a file on this machine is refused', async () => {
    server.fault('/file', { kind: 'redirect', location: 'file:///etc/passwd' });
    expect(await code(text(`${server.url}/file`))).toBe('HTTP_REDIRECT');
  });

  it('in circles ends', async () => {
    server.fault('/file', { kind: 'redirect', location: '/file' });
    expect(await code(text(`${server.url}/file`))).toBe('HTTP_REDIRECT');
    expect(server.requests.length).toBeLessThan(20);
  });
});

describe('urlFileName', () => {
  it('is the last part of the path, and no secret', () => {
    expect(urlFileName('https://u:p@h.example/a/repomd.xml?token=x#y')).toBe('repomd.xml');
    expect(urlFileName('https://u:p@h.example')).toBe('h.example');
    expect(urlFileName('https://h.example/a%20b/')).toBe('a b');
    expect(urlFileName('nonsense')).toBe('nonsense');
  });
});

describe('redactUrl', () => {
  it('shows neither credentials nor query', () => {
    expect(redactUrl('https://user:pass@h.example/p%20q?token=x')).toBe('https://h.example/p q?…');
    expect(redactUrl('nonsense')).toBe('nonsense');
    expect(redactUrl('http://h/%E0%A4%A')).toBe('http://h/%E0%A4%A');
  });
});
