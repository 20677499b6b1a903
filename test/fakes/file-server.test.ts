import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { type FileServer, startFileServer } from './file-server.ts';

let dir: TempDir;
let server: FileServer;

beforeAll(async () => {
  dir = await makeTempDir();
  await mkdir(join(dir.path, 'www'));
  await writeFile(join(dir.path, 'www', 'file'), '0123456789');
  // A whole second: Node rounds mtime, and cuts what is made of mtimeMs.
  await utimes(join(dir.path, 'www', 'file'), 1_700_000_000, 1_700_000_000);
  await writeFile(join(dir.path, 'secret'), 'outside');
});

afterAll(() => dir[Symbol.asyncDispose]());

beforeEach(async () => {
  server = await startFileServer(join(dir.path, 'www'));
  return () => server.close();
});

/** What curl, a client that we did not write, gets: status, headers and body. */
async function curl(...args: string[]) {
  const { stdout, exitCode } = await runTool(['curl', '-s', '-i', '--max-time', '50', ...args], {
    okExitCodes: [0, 18, 28, 52, 56],
  });
  const [head = '', ...body] = stdout.split('\r\n\r\n');
  return { exitCode, status: Number(head.split(' ')[1]), head, body: body.join('\r\n\r\n') };
}

describe('startFileServer', () => {
  it('serves files, and their heads', async () => {
    const { mtime } = await stat(join(dir.path, 'www', 'file'));
    const got = await curl(`${server.url}/file`);
    expect(got).toMatchObject({ status: 200, body: '0123456789' });
    expect(got.head).toContain(`last-modified: ${mtime.toUTCString()}`);
    const head = await curl('--head', `${server.url}/file`);
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.head).toContain('content-length: 10');
  });

  it('serves nothing outside its folder', async () => {
    expect((await curl('--path-as-is', `${server.url}/../secret`)).status).toBe(404);
    expect((await curl('--path-as-is', `${server.url}/%2e%2e/secret`)).status).toBe(404);
  });

  it('serves ranges', async () => {
    const range = async (text: string) => {
      const { status, body } = await curl('-r', text, `${server.url}/file`);
      return [status, body];
    };
    expect(await range('2-4')).toEqual([206, '234']);
    expect(await range('7-')).toEqual([206, '789']);
    expect(await range('-3')).toEqual([206, '789']);
    expect(await range('10-')).toEqual([416, '']);
  });

  it('answers 304 to who has the file', async () => {
    const { head } = await curl(`${server.url}/file`);
    const etag = /etag: (.*)\r/.exec(`${head}\r`)?.[1] ?? '';
    expect((await curl('-H', `If-None-Match: ${etag}`, `${server.url}/file`)).status).toBe(304);
    const since = /last-modified: (.*)\r/.exec(`${head}\r`)?.[1] ?? '';
    expect((await curl('-H', `If-Modified-Since: ${since}`, `${server.url}/file`)).status).toBe(
      304,
    );
    const ifRange = async (tag: string) =>
      (await curl('-r', '2-', '-H', `If-Range: ${tag}`, `${server.url}/file`)).status;
    expect([await ifRange(etag), await ifRange('"other"')]).toEqual([206, 200]);
  });

  it('fails as it is told, and is well again after', async () => {
    server.fault('/file', { kind: 'cut', afterBytes: 4, times: 1 });
    server.fault('/file', { kind: 'status', status: 503, retryAfterSeconds: 7, times: 1 });
    server.fault('/file', { kind: 'truncate', sizeBytes: 5, times: 1 });
    server.fault('/file', { kind: 'corrupt', offset: 0, times: 1 });
    server.fault('/file', { kind: 'redirect', location: 'http://other.example/', times: 1 });
    const got = [];
    for (let count = 0; count < 6; count += 1) got.push(await curl(`${server.url}/file`));
    expect(got.map(({ exitCode }) => exitCode)).toEqual([18, 0, 0, 0, 0, 0]);
    expect(got.map(({ status }) => status)).toEqual([200, 503, 200, 200, 302, 200]);
    expect(got[0]?.body).toBe('0123');
    expect(got[1]?.head).toContain('retry-after: 7');
    expect(got[2]?.body).toBe('01234');
    expect(got[3]?.body).not.toBe('0123456789');
    expect(got[3]?.body.slice(-9)).toBe('123456789');
    expect(got[5]?.body).toBe('0123456789');
  });

  it('writes down who asked for what', async () => {
    await curl('-H', 'X-Test: 1', `${server.url}/file?query`);
    await curl(`${server.url}/none`);
    expect(server.requests).toMatchObject([
      { method: 'GET', path: '/file', status: 200, sentBytes: 10, headers: { 'x-test': '1' } },
      { path: '/none', status: 404, sentBytes: 0 },
    ]);
  });
});
