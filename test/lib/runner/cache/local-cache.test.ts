import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../../lib/host/files.ts';
import type { LockedPackage } from '../../../../lib/remix/lockfile.ts';
import { type CacheGround, openCacheGround } from './cache-ground.ts';

const SIZE = 100_000;

let ground: CacheGround;
let packages: LockedPackage[];
let newer: LockedPackage[];

beforeEach(async () => {
  ground = await openCacheGround();
  packages = await Promise.all(['a', 'b', 'c'].map((name) => ground.publish(name, SIZE)));
  newer = [...packages.slice(1), await ground.publish('d', SIZE)];
});

afterEach(() => ground[Symbol.asyncDispose]());

const run = (locked: readonly LockedPackage[], maxBytes = 1e9) =>
  ground.run(locked, { mode: 'local', machine: 'runner', maxBytes });
const rpms = () => readdir(join(ground.path, 'runner', 'store', 'rpms'));

describe('a cache on disk', () => {
  it('needs neither network nor service the second time', async () => {
    const first = await run(packages);
    expect(first).toMatchObject({ cacheHitBytes: 0, savedBytes: 3 * SIZE });
    const second = await run(packages);
    expect(second).toMatchObject({ cacheHitBytes: 3 * SIZE, downloadedBytes: 0, savedBytes: 0 });
    expect(ground.github.requests).toEqual([]);
    expect(second.output).toMatch(/The store has 29\d\.\d KiB of 953\.7 MiB/);
  });

  it('removes what was used longest ago, and nothing of the present lock', async () => {
    await run(packages);
    for (const name of await rpms()) {
      await utimes(join(ground.path, 'runner', 'store', 'rpms', name), 1000, 1000);
    }
    await run(newer, 3.5 * SIZE);
    const names = newer.map(({ checksum }) => `${checksum.slice(7)}.rpm`);
    expect(await rpms()).toEqual(names.sort());
    await run(newer, 1);
    expect(await rpms()).toEqual(names);
    // Everything composed of them is there already: nothing is fetched, and still they stay.
    await ground.run(newer, { mode: 'local', machine: 'runner', maxBytes: 1, noteOnly: true });
    expect(await rpms()).toEqual(names);
    await ground.run([], { mode: 'local', machine: 'runner', maxBytes: 1 });
    expect(await rpms()).toEqual([]);
  });

  it('removes nothing while another run uses the store', async () => {
    await run(packages);
    const lock = join(ground.path, 'runner', 'store', 'use.lock');
    const beside = await withLock(lock, () => run(newer, 1), { shared: true });
    expect(beside.output).toContain('Another run uses the store');
    expect(await rpms()).toHaveLength(4);
    expect(beside.warnings).toEqual([]);
  });
});

describe('no cache', () => {
  it('asks nobody and keeps nothing', async () => {
    const found = await ground.run(packages, { mode: 'none' });
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 3 * SIZE, savedBytes: 0 });
    expect(ground.github.requests).toEqual([]);
  });
});
