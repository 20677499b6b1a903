import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { type DownloadOptions, downloadFile } from '../../../lib/host/download.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { WriteThread } from '../../../lib/host/write-thread.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';

const contents = randomBytes(3_000_000);
const checksum = { type: 'sha256', hex: sha256(contents) };

let dir: TempDir;
let server: FileServer;
const http = new HttpClient({ firstPauseMs: 1 });
const thread = new WriteThread();
beforeAll(async () => {
  dir = await makeTempDir();
  const root = join(dir.path, 'www');
  await mkdir(root);
  await writeFile(join(root, 'file'), contents);
  server = await startFileServer(root);
});
afterAll(async () => {
  await Promise.all([http.close(), server.close(), thread[Symbol.asyncDispose]()]);
  await dir[Symbol.asyncDispose]();
});

let count = 0;
async function download(options: DownloadOptions = {}) {
  count += 1;
  const path = join(dir.path, `out-${count}`);
  const partPath = join(dir.path, `part-${count}`);
  const expected = { checksum, sizeBytes: contents.length, partPath, thread };
  await downloadFile(http, [`${server.url}/file`], path, { ...expected, ...options });
  return (await readFile(path)).equals(contents);
}

describe('WriteThread', () => {
  it('writes and hashes more than one download at a time', async () => {
    expect(await Promise.all([download(), download(), download()])).toEqual([true, true, true]);
  });

  it('goes on over broken connections, and with what an earlier run left', async () => {
    server.fault('/file', { kind: 'cut', afterBytes: 1_100_000, times: 2 });
    expect(await download()).toBe(true);
    const partPath = join(dir.path, 'left');
    await writeFile(partPath, contents.subarray(0, 2_000_000));
    expect(await download({ partPath })).toBe(true);
    expect(server.requests.at(-1)?.headers.range).toBe('bytes=2000000-');
  });

  it('finds wrong bytes, and begins anew', async () => {
    server.fault('/file', { kind: 'corrupt', offset: 1_500_000, times: 1 });
    await expect(download()).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    expect((await stat(join(dir.path, `part-${count}`))).size).toBe(0);
    server.fault('/file', { kind: 'cut', afterBytes: 1_100_000, times: 1 });
    server.fault('/file', { kind: 'no-range', times: 1 });
    expect(await download()).toBe(true);
  });

  it('tells of a disk that is full', async () => {
    await using full = await open('/dev/full', 'a');
    const bytes = new Uint8Array(new SharedArrayBuffer(200_000));
    const file = thread.newFile();
    const task = { kind: 'append', file, fd: full.fd, bytes, algorithm: 'sha256' } as const;
    await expect(thread.ask(task)).rejects.toMatchObject({ code: 'ENOSPC' });
  });
});
