import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { type FakeGitHub, startGitHub } from './github.ts';
import type { JobOptions } from './job-environment.ts';
import { runOfficialClient } from './official-client.ts';

let dir: TempDir;
let github: FakeGitHub;

beforeEach(async () => {
  dir = await makeTempDir();
  await mkdir(join(dir.path, 'workspace'));
  await mkdir(join(dir.path, 'temp'));
  github = await startGitHub();
});

afterEach(async () => {
  await github.close();
  await dir[Symbol.asyncDispose]();
});

const workspacePath = (name: string) => join(dir.path, 'workspace', name);
const save = (key: string, name = 'data') => ({ do: 'save', paths: [name], key });
const restore = (key: string, restoreKeys?: string[]) => ({
  ...{ do: 'restore', paths: ['data'], key },
  ...(restoreKeys === undefined ? {} : { restoreKeys }),
});

async function run(
  calls: readonly unknown[],
  job: JobOptions = {},
  more: Record<string, string> = {},
) {
  const places = {
    GITHUB_WORKSPACE: join(dir.path, 'workspace'),
    RUNNER_TEMP: join(dir.path, 'temp'),
  };
  const env = { ...github.env(job), ...places, ...more };
  return runOfficialClient('cache', calls, env, { cwd: join(dir.path, 'workspace') });
}

describe('the cache service', () => {
  it('saves and restores what the official client gives it', async () => {
    const bytes = randomBytes(100_000);
    await writeFile(workspacePath('data'), bytes);
    expect((await run([restore('a-1'), save('a-1')])).results).toEqual([null, 1001]);
    expect(github.caches).toMatchObject([
      { id: 1001, repository: 'octo/remix', scope: 'refs/heads/main', key: 'a-1' },
    ]);
    expect(github.uploadedBytes).toBe(github.caches[0]?.sizeBytes);
    expect(github.downloadedBytes).toBe(0);

    await rm(workspacePath('data'));
    expect((await run([restore('a-1')], { runId: '2' })).results).toEqual(['a-1']);
    expect(await readFile(workspacePath('data'))).toEqual(bytes);
    expect(github.downloadedBytes).toBe(github.uploadedBytes);
  });

  it('keeps a key as it was first, and looks for prefixes newest first', async () => {
    await writeFile(workspacePath('data'), 'first');
    const saved = await run([save('a-1'), save('a-2'), save('b-1')]);
    expect(saved.results).toEqual([1001, 1002, 1003]);
    await writeFile(workspacePath('data'), 'second');
    const { results, output } = await run([
      save('a-1'),
      restore('a-1'),
      restore('a-'),
      restore('c-', ['b-', 'a-']),
      restore('c-'),
      { ...restore('a-1'), paths: ['./data'] },
    ]);
    expect(results).toEqual([-1, 'a-1', 'a-2', 'b-1', null, null]);
    expect(output).toContain('another job may be creating this cache');
    expect(await readFile(workspacePath('data'), 'utf8')).toBe('first');
    expect(github.requests.filter(({ status }) => status === 409)).toHaveLength(1);
  });

  it('lets the first win of two jobs that save one key at once', async () => {
    await writeFile(workspacePath('data'), 'data');
    github.fault({ service: 'blobs', method: 'PUT', kind: 'delay', delayMs: 500 });
    const runs = await Promise.all(['a', 'b'].map((job) => run([save('k')], { job })));
    expect(runs.flatMap(({ results }) => results).sort()).toEqual([-1, 1001]);
    expect(github.caches).toHaveLength(1);
  });

  it('lets a branch read the default branch, and nobody another branch', async () => {
    await writeFile(workspacePath('data'), 'main');
    await run([save('k')]);
    const pull = { ref: 'refs/pull/7/merge', baseRef: 'main' };
    const { results } = await run([restore('k'), save('k'), save('pull')], pull);
    expect(results).toEqual(['k', 1002, 1003]);
    expect((await run([restore('pull')])).results).toEqual([null]);
    expect((await run([restore('k')], { repository: 'octo/other' })).results).toEqual([null]);
    expect(github.caches.map(({ scope }) => scope)).toEqual([
      'refs/heads/main',
      'refs/pull/7/merge',
      'refs/pull/7/merge',
    ]);
  });

  it('refuses to write with a token that may read, whatever the client believes', async () => {
    await writeFile(workspacePath('data'), 'main');
    await run([save('k')]);
    const fork = { cache: 'read', ref: 'refs/pull/7/merge' } as const;
    github.clearRequests();
    const told = await run([save('new'), restore('k')], fork);
    expect(told.results).toEqual([-1, 'k']);
    expect(told.output).toContain("cache-mode 'read' does not permit writes");
    expect(github.requests.filter(({ path }) => path.endsWith('CreateCacheEntry'))).toEqual([]);
    const untold = await run([save('new')], fork, { ACTIONS_CACHE_MODE: '' });
    expect(untold.results).toEqual([-1]);
    expect(untold.output).toContain('cache write denied:');
    const none = await run([restore('k')], { cache: 'none' }, { ACTIONS_CACHE_MODE: '' });
    expect(none.results).toEqual([null]);
    expect(none.output).toContain('cache read denied:');
    const blind = await run([save('new'), restore('new')], { cache: 'write-only' });
    expect(blind.results).toEqual([1002, null]);
    const bad = await run([restore('k'), save('new')], {}, { ACTIONS_RUNTIME_TOKEN: 'bad' });
    expect(bad.results).toEqual([null, -1]);
    expect(github.caches).toHaveLength(2);
  });

  it('drops the caches that were used longest ago when the quota is full', async () => {
    await github.close();
    github = await startGitHub({ cacheQuotaBytes: 250_000 });
    const fill = async (key: string) => {
      await writeFile(workspacePath('data'), randomBytes(100_000));
      return (await run([save(key)])).results;
    };
    expect([await fill('a'), await fill('b')]).toEqual([[1001], [1002]]);
    await run([restore('a')]);
    expect(await fill('c')).toEqual([1003]);
    expect(github.evictedCaches).toEqual(['b']);
    expect(github.caches.map(({ key }) => key)).toEqual(['a', 'c']);
    github.advanceClock(8 * 86_400);
    expect((await run([restore('a')])).results).toEqual([null]);
    expect(github.caches).toEqual([]);
  });

  it('goes wrong as it is told to', async () => {
    await writeFile(workspacePath('data'), randomBytes(100_000));
    await run([save('k')]);
    github.fault({ service: 'blobs', method: 'GET', kind: 'cut', afterBytes: 5000, times: 1 });
    const cut = await run([restore('k')]);
    expect(cut.results).toEqual([null]);
    expect(cut.output).toContain('Failed to restore: aborted');
    for (const fault of [
      { kind: 'truncate', sizeBytes: 5000 },
      { kind: 'corrupt', offset: 0 },
      { kind: 'replace', body: 'wrong' },
    ] as const) {
      github.fault({ service: 'blobs', times: 1, ...fault });
      expect((await run([restore('k')])).results).toEqual([null]);
    }
    github.fault({ path: 'GetCacheEntryDownloadURL', kind: 'status', status: 429, times: 1 });
    github.fault({ service: 'cache', kind: 'reset', times: 1 });
    expect((await run([restore('k'), restore('k'), restore('k')])).results).toEqual([
      null,
      null,
      'k',
    ]);
    expect(github.requests.filter(({ fault }) => fault !== undefined)).toHaveLength(6);
    await github.caches[0]?.replace(Buffer.from('not an archive'));
    expect((await run([restore('k')])).results).toEqual([null]);
  });

  it('does not show an upload that did not end', async () => {
    await writeFile(workspacePath('data'), randomBytes(1_000_000));
    github.fault({ path: 'FinalizeCacheEntryUpload', kind: 'status', status: 400 });
    expect((await run([save('k'), restore('k')])).results).toEqual([-1, null]);
    expect(github.caches).toEqual([]);
    // The name stays reserved for a while.
    github.clearFaults();
    expect((await run([save('k')])).results).toEqual([-1]);
    github.advanceClock(3601);
    expect((await run([save('k')])).results).toEqual([1002]);
  });
});
