import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { type FakeGitHub, startGitHub } from './github.ts';
import { runOfficialClient } from './official-client.ts';

const SIZE_BYTES = 9_000_000;
/** Makes Node find every storage account on loopback. */
const AZURE_ON_LOOPBACK = `data:text/javascript,${encodeURIComponent(`
  import dns from 'node:dns';
  const { lookup } = dns;
  dns.lookup = (host, ...rest) =>
    lookup(host.endsWith('.blob.core.windows.net') ? '127.0.0.1' : host, ...rest);
`)}`;

let dir: TempDir;
let github: FakeGitHub;

beforeEach(async () => {
  dir = await makeTempDir();
  await mkdir(join(dir.path, 'temp'));
  github = await startGitHub({ blobHost: 'actions.blob.core.windows.net' });
});

afterEach(async () => {
  await github.close();
  await dir[Symbol.asyncDispose]();
});

async function run(...calls: readonly object[]) {
  const env = {
    ...github.env(),
    GITHUB_WORKSPACE: dir.path,
    RUNNER_TEMP: join(dir.path, 'temp'),
  };
  const given = calls.map((call) => ({ paths: ['data'], key: 'k', ...call }));
  const options = { cwd: dir.path, importUrl: AZURE_ON_LOOPBACK };
  return (await runOfficialClient('cache', given, env, options)).results;
}

describe('the storage of blobs', () => {
  it("serves the ranges that the official client asks Azure's hosts for", async () => {
    const bytes = randomBytes(SIZE_BYTES);
    await writeFile(join(dir.path, 'data'), bytes);
    expect(await run({ do: 'save' })).toEqual([1001]);
    await rm(join(dir.path, 'data'));
    github.clearRequests();
    expect(await run({ do: 'restore' })).toEqual(['k']);
    expect((await readFile(join(dir.path, 'data'))).equals(bytes)).toBe(true);
    const ranged = github.requests.filter(({ status }) => status === 206);
    expect(ranged.length).toBeGreaterThan(1);
    expect(github.downloadedBytes).toBe(github.caches[0]?.sizeBytes);
  });

  it('refuses URLs that are changed, too old or for something else', async () => {
    await writeFile(join(dir.path, 'data'), 'text');
    await run({ do: 'save' });
    const env = github.env();
    const version = github.caches[0]?.version;
    const twirp = `${github.url}/twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL`;
    const response = await fetch(twirp, {
      method: 'POST',
      headers: { authorization: `Bearer ${env['ACTIONS_RUNTIME_TOKEN']}` },
      body: JSON.stringify({ key: 'k', version }),
    });
    const { signed_download_url } = (await response.json()) as { signed_download_url: string };
    const url = new URL(signed_download_url);
    url.hostname = '127.0.0.1';
    const get = async (to: URL, init?: RequestInit) => {
      const answer = await fetch(to, init);
      await answer.arrayBuffer();
      return [answer.status, answer.headers.get('x-ms-error-code')];
    };
    expect(await get(url)).toEqual([200, null]);
    expect(await get(url, { headers: { range: 'bytes=999999-' } })).toEqual([416, 'InvalidRange']);
    const { ACTIONS_RUNTIME_TOKEN: token } = env;
    const withToken = { headers: { authorization: `Bearer ${token}` } };
    expect(await get(url, withToken)).toEqual([400, 'InvalidAuthenticationInfo']);
    const changed = new URL(url);
    changed.searchParams.set('sp', 'cw');
    expect(await get(changed)).toEqual([403, 'AuthenticationFailed']);
    const put = { method: 'PUT', body: 'x', headers: { 'x-ms-blob-type': 'BlockBlob' } };
    expect(await get(url, put)).toEqual([403, 'AuthorizationPermissionMismatch']);
    github.advanceClock(3601);
    expect(await get(url)).toEqual([403, 'AuthenticationFailed']);
  });
});
