import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { Store } from '../../../lib/host/store.ts';
import { markUsed, trimStore } from '../../../lib/host/store-limit.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';

const KIB = 1024;

let dir: TempDir;
let store: Store;

beforeEach(async () => {
  dir = await makeTempDir();
  store = new Store(dir.path);
});

afterEach(() => dir[Symbol.asyncDispose]());

async function put(path: string, sizeBytes: number, usedSeconds: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, Buffer.alloc(sizeBytes));
  await utimes(path, usedSeconds, usedSeconds);
}

const rpms = () => readdir(join(dir.path, 'rpms'));

describe('trimStore', () => {
  it('removes what was used longest ago, and what goes with it', async () => {
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) {
      await put(store.rpm(name), 100 * KIB, 1000 + index);
      await put(store.verified('keys', name), 0, 0);
    }
    await put(store.repodata('old'), 100 * KIB, 900);
    await put(join(store.solv('new'), 'repo.solv'), 100 * KIB, 1);
    await markUsed([store.rpm('a'), store.solv('new'), store.rpm('not-there')]);
    const now = Date.now() + 1000;
    const trimmed = await trimStore(store, { maxBytes: 320 * KIB, keepSinceMs: now });
    expect(trimmed).toMatchObject({ freedBytes: 300 * KIB, removed: 3 });
    expect(trimmed.sizeBytes).toBeLessThanOrEqual(320 * KIB);
    expect(await rpms()).toEqual(['a.rpm', 'd.rpm']);
    expect(await readdir(join(dir.path, 'verified', 'keys'))).toEqual(['a', 'd']);
    expect(await readdir(join(dir.path, 'repodata'))).toEqual([]);
    expect(await readdir(join(dir.path, 'solv'))).toEqual(['new']);
    expect(await readdir(join(dir.path, 'rpms'))).not.toContain('not-there.rpm');
  });

  it('keeps what the present run has used, whatever its size', async () => {
    await put(store.rpm('a'), 100 * KIB, 1000);
    await put(store.rpm('b'), 100 * KIB, 3000);
    const trimmed = await trimStore(store, { maxBytes: 0, keepSinceMs: 2_000_000 });
    expect(trimmed).toMatchObject({ sizeBytes: 100 * KIB, removed: 1 });
    expect(await rpms()).toEqual(['b.rpm']);
  });

  it('does nothing to a store that is small enough, or not there', async () => {
    await put(store.rpm('a'), 100 * KIB, 1000);
    const options = { maxBytes: 100 * KIB, keepSinceMs: Date.now() };
    expect(await trimStore(store, options)).toMatchObject({ removed: 0, freedBytes: 0 });
    const none = new Store(join(dir.path, 'none'));
    expect(await trimStore(none, options)).toEqual({ sizeBytes: 0, freedBytes: 0, removed: 0 });
  });

  it('prunes commits that nothing used of late, and leaves a whole repository', async () => {
    const repo = join(dir.path, 'ostree');
    await runTool(['ostree', 'init', '--mode=archive', `--repo=${repo}`]);
    const commits: string[] = [];
    for (const [index, name] of ['old', 'new'].entries()) {
      const tree = join(dir.path, 'tree');
      await put(join(tree, 'shared'), 10, 0);
      await runTool(['sh', '-c', `head -c 200000 /dev/urandom > "$0"`, join(tree, name)]);
      const commit = await readTool([
        ...['ostree', 'commit', `--repo=${repo}`, '--orphan', '--timestamp=@0'],
        ...[`--subject=${name}`, tree],
      ]);
      commits.push(commit.trim());
      const record = store.stage('compose', name);
      await put(join(record, 'result.json'), 0, 0);
      await writeFile(join(record, 'result.json'), JSON.stringify({ commit: commits[index] }));
      await utimes(record, 1000 * (index + 1), 1000 * (index + 1));
    }
    await runTool(['rm', '-r', join(dir.path, 'tree')]);
    const trimmed = await trimStore(store, { maxBytes: 450_000, keepSinceMs: 1_500_000 });
    expect(trimmed.removed).toBe(0);
    const small = await trimStore(store, { maxBytes: 1, keepSinceMs: 1_500_000 });
    expect(small.removed).toBe(1);
    await runTool(['ostree', 'fsck', `--repo=${repo}`]);
    await runTool(['ostree', 'ls', `--repo=${repo}`, commits[1] ?? '']);
    const gone = await runTool(['ostree', 'ls', `--repo=${repo}`, commits[0] ?? ''], {
      okExitCodes: [1],
    });
    expect(gone.exitCode).toBe(1);
    expect(await readdir(join(dir.path, 'stages', 'compose'))).toEqual(['new']);
  });
});
