import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { type DownloadOptions, downloadFile } from '../../../lib/host/download.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';

const SIZE = 500_000;
const contents = randomBytes(SIZE);
const checksum = { type: 'sha256', hex: sha256(contents) };

let dir: TempDir;
let good: FileServer;
let bad: FileServer;
let http: HttpClient;
let out: string;
let part: string;

beforeAll(async () => {
  dir = await makeTempDir();
  await mkdir(join(dir.path, 'www'));
  await writeFile(join(dir.path, 'www', 'file'), contents);
});

afterAll(() => dir[Symbol.asyncDispose]());

beforeEach(async () => {
  [good, bad] = (await Promise.all([1, 2].map(() => startFileServer(join(dir.path, 'www'))))) as [
    FileServer,
    FileServer,
  ];
  http = new HttpClient();
  const work = await makeTempDir(dir.path);
  out = join(work.path, 'out', 'file');
  part = join(work.path, 'tmp', 'file.part');
  return async () => {
    await http.close();
    await good.close();
    await bad.close();
  };
});

const download = (servers: readonly FileServer[], options: DownloadOptions = {}) =>
  downloadFile(
    http,
    servers.map(({ url }) => `${url}/file`),
    out,
    { checksum, sizeBytes: SIZE, partPath: part, ...options },
  );
const isRight = async () => (await readFile(out)).equals(contents);
const ranges = (server: FileServer) => server.requests.map(({ headers }) => headers.range);
const code = (body: Promise<unknown>) =>
  body.then(
    () => 'no error',
    (error: { code: string }) => error.code,
  );
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

describe('downloadFile', () => {
  it('goes on over broken connections', async () => {
    good.fault('/file', { kind: 'cut', afterBytes: 100_000, times: 4 });
    await download([good]);
    expect(await isRight()).toBe(true);
    expect(good.requests.map(({ status }) => status)).toEqual([200, 206, 206, 206, 206]);
    expect(await exists(part)).toBe(false);
  });

  it('goes on with what an earlier run left', async () => {
    await mkdir(join(part, '..'), { recursive: true });
    await writeFile(part, contents.subarray(0, 400_000));
    await download([good]);
    expect(await isRight()).toBe(true);
    expect(ranges(good)).toEqual(['bytes=400000-']);
  });

  it('asks nobody when everything is there', async () => {
    await mkdir(join(part, '..'), { recursive: true });
    await writeFile(part, contents);
    await download([good]);
    expect(await isRight()).toBe(true);
    expect(good.requests).toEqual([]);
  });

  it('starts again when what was left is wrong', async () => {
    await mkdir(join(part, '..'), { recursive: true });
    await writeFile(part, Buffer.alloc(400_000));
    await download([good]);
    expect(await isRight()).toBe(true);
    expect(ranges(good)).toEqual(['bytes=400000-', undefined]);
  });

  it('starts again when what was left is too long', async () => {
    await mkdir(join(part, '..'), { recursive: true });
    await writeFile(part, Buffer.alloc(SIZE + 1));
    await download([good]);
    expect(await isRight()).toBe(true);
  });

  it('takes a server that knows no ranges', async () => {
    good.fault('/file', { kind: 'cut', afterBytes: 100_000, times: 1 });
    good.fault('/file', { kind: 'no-range' });
    await download([good]);
    expect(await isRight()).toBe(true);
    expect(good.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('counts each byte once, whatever happens', async () => {
    bad.fault('/file', { kind: 'corrupt', offset: 250_000 });
    good.fault('/file', { kind: 'cut', afterBytes: 100_000, times: 1 });
    good.fault('/file', { kind: 'no-range' });
    let bytes = 0;
    await download([bad, good], {
      onBytes: (count) => {
        bytes += count;
      },
    });
    expect(bytes).toBe(SIZE);
  });

  it('takes the next mirror after wrong bytes', async () => {
    bad.fault('/file', { kind: 'corrupt', offset: 250_000 });
    await download([bad, good]);
    expect(await isRight()).toBe(true);
    expect(bad.requests).toHaveLength(1);
  });

  it('takes the rest from the next mirror after a file that is cut short', async () => {
    bad.fault('/file', { kind: 'truncate', sizeBytes: 200_000 });
    await download([bad, good]);
    expect(await isRight()).toBe(true);
    expect(ranges(good)).toEqual(['bytes=200000-']);
  });

  it('finds out that a mirror broke off after wrong bytes', async () => {
    await writeFile(join(dir.path, 'www', 'wrong'), Buffer.alloc(SIZE));
    bad.fault('/wrong', { kind: 'cut', afterBytes: 100_000 });
    await downloadFile(http, [`${bad.url}/wrong`, `${good.url}/file`], out, {
      checksum,
      sizeBytes: SIZE,
      partPath: part,
    });
    expect(await isRight()).toBe(true);
  });

  it('takes the next mirror after a status', async () => {
    bad.fault('/file', { kind: 'status', status: 503 });
    await download([bad, good]);
    expect(await isRight()).toBe(true);
    expect(bad.requests).toHaveLength(1);
  });

  it('comes back to a mirror that was busy', async () => {
    good.fault('/file', { kind: 'status', status: 503, retryAfterSeconds: 1, times: 1 });
    const started = performance.now();
    await download([good]);
    expect(await isRight()).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('does not wait an hour', async () => {
    good.fault('/file', { kind: 'status', status: 503, retryAfterSeconds: 3600 });
    expect(await code(download([good]))).toBe('DOWNLOAD_FAILED');
    expect(good.requests).toHaveLength(1);
    await download([good, bad]);
    expect(await isRight()).toBe(true);
  });

  it('does not go on for ever with a mirror that gives nothing', async () => {
    good.fault('/file', { kind: 'cut', afterBytes: 0 });
    expect(await code(download([good]))).toBe('DOWNLOAD_FAILED');
    expect(good.requests).toHaveLength(3);
  });

  it('says that what all mirrors have is not what was asked for', async () => {
    good.fault('/file', { kind: 'corrupt', offset: 1 });
    bad.fault('/file', { kind: 'corrupt', offset: 2 });
    expect(await code(download([good, bad]))).toBe('CHECKSUM_MISMATCH');
    expect(await exists(out)).toBe(false);
  });

  it('stops when there is more than there should be', async () => {
    expect(await code(download([good], { sizeBytes: 1000 }))).toBe('DOWNLOAD_FAILED');
    const loose = { limitBytes: 1000 };
    expect(await code(downloadFile(http, [`${good.url}/file`], out, loose))).toBe(
      'DOWNLOAD_FAILED',
    );
    expect(await exists(out)).toBe(false);
  });

  it('needs neither size nor checksum, and then leaves nothing unfinished', async () => {
    await downloadFile(http, [`${good.url}/file`], out);
    expect(await isRight()).toBe(true);
    good.fault('/file', { kind: 'cut', afterBytes: 1000 });
    expect(await code(downloadFile(http, [`${good.url}/file`], `${out}2`))).toBe('DOWNLOAD_FAILED');
    expect(await readdir(join(out, '..'))).toEqual(['file']);
  });

  it('keeps the part when it is stopped', async () => {
    good.fault('/file', { kind: 'stall', afterBytes: 200_000 });
    const stop = new AbortController();
    let received = 0;
    const onBytes = (count: number) => {
      received += count;
      if (received >= 200_000) stop.abort(new Error('enough'));
    };
    await expect(download([good], { signal: stop.signal, onBytes })).rejects.toThrow('enough');
    expect((await stat(part)).size).toBeGreaterThan(100_000);
    expect(await exists(out)).toBe(false);
  });

  it('knows other checksums', async () => {
    const { createHash } = await import('node:crypto');
    const hex = createHash('sha512').update(contents).digest('hex');
    await download([good], { checksum: { type: 'sha512', hex } });
    expect(await isRight()).toBe(true);
  });

  it('never holds much of a file in memory', async () => {
    const big = join(dir.path, 'www', 'big');
    await writeFile(big, '');
    await truncate(big, 200 * 1024 * 1024);
    let peak = 0;
    const before = process.memoryUsage().rss;
    await downloadFile(http, [`${good.url}/big`], out, {
      onBytes: () => {
        peak = Math.max(peak, process.memoryUsage().rss);
      },
    });
    expect(peak - before).toBeLessThan(100 * 1024 * 1024);
  });
});
