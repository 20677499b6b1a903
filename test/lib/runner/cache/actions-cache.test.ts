import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../lib/core/digest.ts';
import type { LockedPackage } from '../../../../lib/remix/lockfile.ts';
import { type CacheGround, openCacheGround } from './cache-ground.ts';

const KIB = 1024;
const SIZES_KIB = { a: 40, b: 80, c: 120, d: 160, e: 200 };
const bytesOf = (packages: readonly LockedPackage[]) =>
  packages.reduce((sum, { size }) => sum + size, 0);

let ground: CacheGround;
let packages: LockedPackage[];

beforeEach(async () => {
  ground = await openCacheGround();
  packages = await publishAll();
});

afterEach(() => ground[Symbol.asyncDispose]());

function publishAll(): Promise<LockedPackage[]> {
  const sizes = Object.entries(SIZES_KIB);
  return Promise.all(sizes.map(([name, size]) => ground.publish(name, size * KIB)));
}

async function newer(from: readonly LockedPackage[], name: string): Promise<LockedPackage[]> {
  const found = from.find((locked) => locked.name === name);
  const made = await ground.publish(name, found?.size ?? 0);
  return from.map((locked) => (locked === found ? made : locked));
}

const withPrefix = (prefix: string) =>
  ground.github.caches.filter(({ key }) => key.startsWith(`treesmith-${prefix}-`));
const everything = () => ({ cacheHitBytes: bytesOf(packages), downloadedBytes: 0, warnings: [] });
const nothing = () => ({ cacheHitBytes: 0, downloadedBytes: bytesOf(packages) });

/** The store has each package, whole. */
async function expectWhole(machine: string, locked = packages): Promise<void> {
  for (const { checksum, size } of locked) {
    const hex = checksum.slice(7);
    const bytes = await readFile(join(ground.path, machine, 'store', 'rpms', `${hex}.rpm`));
    expect(bytes.length).toBe(size);
    expect(sha256(bytes)).toBe(hex);
  }
}

describe('a cache at GitHub', () => {
  it('downloads and uploads nothing for the same lock', async () => {
    const first = await ground.run(packages);
    expect(first).toMatchObject({ ...nothing(), warnings: [] });
    expect(first.savedBytes).toBe(ground.github.uploadedBytes);
    const asked = ground.mirror.requests.length;
    ground.github.clearRequests();
    const second = await ground.run(packages, { machine: 'second' });
    expect(second).toMatchObject({ ...everything(), savedBytes: 0 });
    await expectWhole('second');
    expect(ground.mirror.requests.length).toBe(asked);
    expect(ground.github.uploadedBytes).toBe(0);
    expect(await readdir(join(ground.path, 'second', 'store', 'tmp'))).toEqual([]);
    expect(second.output).not.toContain('::debug::');
  });

  it('uploads a newer package alone, and later runs take both packs', async () => {
    await ground.run(packages);
    const next = await newer(packages, 'c');
    ground.github.clearRequests();
    const changed = await ground.run(next);
    expect(changed.downloadedBytes).toBe(SIZES_KIB.c * KIB);
    expect(changed.cacheHitBytes).toBe(bytesOf(next) - SIZES_KIB.c * KIB);
    expect(changed.savedBytes).toBeLessThan(SIZES_KIB.c * KIB + 64 * KIB);
    expect(ground.github.uploadedBytes).toBe(changed.savedBytes);
    packages = next;
    expect(await ground.run(next)).toMatchObject({ ...everything(), savedBytes: 0 });
  });

  it('keeps the number of packs, and what is wasted in them, small', async () => {
    let lock = packages;
    const changes = [...'abcdabcdabcd'];
    for (const name of changes) {
      lock = await newer(lock, name);
      await ground.run(lock, { machine: 'nightly' });
    }
    ground.github.clearRequests();
    packages = lock;
    expect(await ground.run(lock)).toMatchObject({ ...everything(), savedBytes: 0 });
    expect(ground.github.downloadedBytes).toBeLessThan(bytesOf(lock) / 0.7 + 64 * KIB);
    const reads = ground.github.requests.filter(({ service }) => service === 'blobs');
    expect(reads.length).toBeLessThanOrEqual(10);
  });

  it('fetches what was in a pack that GitHub has dropped, and saves it again', async () => {
    await ground.run(packages);
    const next = await newer(packages, 'b');
    await ground.run(next);
    const [base] = withPrefix('pack');
    await ground.github.removeCache(base?.id ?? 0);
    const run = await ground.run(next);
    expect(run).toMatchObject({
      ...{ cacheHitBytes: SIZES_KIB.b * KIB, downloadedBytes: bytesOf(next) - SIZES_KIB.b * KIB },
      warnings: [],
    });
    packages = next;
    expect(await ground.run(next)).toMatchObject({ ...everything(), savedBytes: 0 });
  });

  it('notices on a machine that needs nothing that a pack is gone', async () => {
    await ground.run(packages, { machine: 'kept' });
    await ground.github.removeCache(withPrefix('pack')[0]?.id ?? 0);
    const again = await ground.run(packages, { machine: 'kept' });
    expect(again).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 0 });
    expect(again.savedBytes).toBeGreaterThan(bytesOf(packages));
    expect(await ground.run(packages)).toMatchObject(everything());
  });

  it('lets each architecture have packs of its own', async () => {
    await ground.run(packages);
    const other = await publishAll();
    await ground.run(other, { basearch: 'aarch64' });
    expect(await ground.run(packages)).toMatchObject({ ...everything(), savedBytes: 0 });
    packages = other;
    const arm = await ground.run(other, { basearch: 'aarch64' });
    expect(arm).toMatchObject({ ...everything(), savedBytes: 0 });
    expect(withPrefix('index')).toHaveLength(2);
  });

  it('tells what the client said for debugging, without the URLs that are secret', async () => {
    for (const machine of ['first', 'second']) {
      const run = await ground.run(packages, { machine, env: { RUNNER_DEBUG: '1' } });
      expect(run.output).toContain('::debug::cache: ');
      expect(run.output).not.toContain('sig=');
      expect(run.warnings).toEqual([]);
    }
  });

  it('works where paths have spaces and quotes', async () => {
    await ground[Symbol.asyncDispose]();
    ground = await openCacheGround({ suffix: ` of o'Neill "x" $HOME` });
    packages = await publishAll();
    expect(await ground.run(packages)).toMatchObject({ warnings: [] });
    expect(await ground.run(packages)).toMatchObject(everything());
  });

  it('finds on one machine what another with other folders has saved', async () => {
    await ground.run(packages, { machine: 'deep/er/still' });
    expect(await ground.run(packages, { machine: 'x' })).toMatchObject(everything());
  });
});
