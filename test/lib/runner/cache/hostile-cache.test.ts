import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../lib/core/digest.ts';
import { runTool } from '../../../../lib/host/process.ts';
import type { LockedPackage } from '../../../../lib/remix/lockfile.ts';
import { type CacheGround, type CacheRun, openCacheGround } from './cache-ground.ts';

const SIZE = 50_000;

let ground: CacheGround;
let packages: LockedPackage[];

beforeEach(async () => {
  ground = await openCacheGround();
  packages = await Promise.all(['a', 'b', 'c', 'd'].map((name) => ground.publish(name, SIZE)));
  await ground.run(packages);
});

afterEach(() => ground[Symbol.asyncDispose]());

const entry = (prefix: string) => {
  const found = ground.github.caches.find(({ key }) => key.startsWith(`treesmith-${prefix}-`));
  if (found === undefined) throw new Error(`no ${prefix}`);
  return found;
};
const hexOf = (locked: LockedPackage | undefined) => locked?.checksum.slice(7) ?? '';

/** Packs what `script` leaves in the folder of the pack, as the client would. */
async function archive(script: string): Promise<Buffer> {
  const folder = join(ground.path, 'forge');
  const pack = `packs/${entry('pack').key.replace('treesmith-pack-1-', '')}`;
  await mkdir(join(folder, pack), { recursive: true });
  await runTool(['sh', '-ec', `cd ${pack}\n${script}`], { cwd: folder });
  const out = join(ground.path, 'forged.tzst');
  await runTool(['sh', '-ec', `tar -P --posix --zstd -cf ${out} *`], { cwd: folder });
  return readFile(out);
}

async function expectHealed(run: CacheRun): Promise<void> {
  for (const locked of packages) {
    const path = join(ground.path, 'victim', 'store', 'rpms', `${hexOf(locked)}.rpm`);
    expect(sha256(await readFile(path))).toBe(hexOf(locked));
  }
  expect(run.warnings).toHaveLength(1);
  expect(await ground.run(packages)).toMatchObject({
    ...{ cacheHitBytes: 4 * SIZE, downloadedBytes: 0, savedBytes: 0 },
  });
}

describe('a pack that was tampered with', () => {
  const copy = () =>
    packages
      .map((locked) => `cp ${ground.path}/machine-1/store/rpms/${hexOf(locked)}.rpm .`)
      .join('\n');
  const run = () => ground.run(packages, { machine: 'victim' });

  it('gives what is good in it when some bytes are wrong', async () => {
    await entry('pack').replace(
      await archive(
        `${copy()}\nprintf 'these bytes are wrong' | dd of=${hexOf(packages[1])}.rpm conv=notrunc`,
      ),
    );
    const found = await run();
    expect(found).toMatchObject({ cacheHitBytes: 3 * SIZE, downloadedBytes: SIZE });
    expect(found.warnings[0]).toContain('SHA-256');
    await expectHealed(found);
  });

  it('gives nothing when it is half a pack', async () => {
    const { blob } = entry('pack');
    const parts: Buffer[] = [];
    for await (const part of blob.read()) parts.push(part);
    const whole = Buffer.concat(parts);
    await entry('pack').replace(whole.subarray(0, whole.length / 2));
    const found = await run();
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 4 * SIZE });
    expect(found.warnings[0]).toContain('is not what it was saved as');
    await expectHealed(found);
  });

  it('gives nothing when it is of another repository', async () => {
    await entry('pack').replace(await archive(`echo other > ${'0'.repeat(64)}.rpm`));
    const found = await run();
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 4 * SIZE });
    expect(found.warnings[0]).toContain('is not in it');
    await expectHealed(found);
  });

  it('follows no links out of it', async () => {
    const [a = '', b = '', c = '', d = ''] = packages.map(hexOf);
    const store = `${ground.path}/machine-1/store/rpms`;
    await entry('pack').replace(
      await archive(
        `ln -s ${store}/${a}.rpm ${a}.rpm; mkfifo ${b}.rpm; mkdir ${c}.rpm; cp ${store}/${d}.rpm .; ln ${d}.rpm second`,
      ),
    );
    const found = await run();
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 4 * SIZE });
    for (const fault of ['is a link', 'not a regular file']) {
      expect(found.warnings[0]).toContain(fault);
    }
    await expectHealed(found);
  });

  it('is left alone when its files landed elsewhere', async () => {
    await entry('pack').replace(await archive(`cd ../..; mv packs elsewhere`));
    const found = await run();
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 4 * SIZE });
    expect(found.warnings[0]).toContain('it is not there');
    await expectHealed(found);
  });
});

describe('an index that is not ours', () => {
  const forged = async (text: string) => {
    const folder = join(ground.path, 'forge');
    await mkdir(join(folder, 'index', 'x86_64'), { recursive: true });
    await writeFile(join(folder, 'index', 'x86_64', 'index.json'), text);
    const out = join(ground.path, 'forged.tzst');
    await runTool(['tar', '--zstd', '-cf', out, 'index'], { cwd: folder });
    await entry('index').replace(await readFile(out));
    return ground.run(packages);
  };

  it('is not used when it is of another repository', async () => {
    const other = { version: 1, repository: 'o/r', remix: 'small', basearch: 'x86_64', packs: [] };
    const found = await forged(JSON.stringify(other));
    expect(found).toMatchObject({ downloadedBytes: 4 * SIZE });
    expect(found.warnings).toHaveLength(1);
    expect(found.warnings[0]).toContain('it is of another repository');
  });

  it('is not used when it is garbage', async () => {
    const found = await forged('{"version": 1');
    expect(found).toMatchObject({ downloadedBytes: 4 * SIZE });
    expect(found.warnings[0]).toContain('it is not JSON');
    // The pack is there, only nobody knew: nothing but a new index is uploaded.
    expect(found.savedBytes).toBeLessThan(4096);
    expect(await ground.run(packages)).toMatchObject({ downloadedBytes: 0, warnings: [] });
  });
});

describe('an index that cannot be unpacked', () => {
  it('is replaced', async () => {
    await entry('index').replace(Buffer.from('no archive'));
    const found = await ground.run(packages);
    expect(found).toMatchObject({ downloadedBytes: 4 * SIZE });
    expect(found.warnings).toHaveLength(1);
    expect(await ground.run(packages)).toMatchObject({ downloadedBytes: 0, warnings: [] });
  });
});

describe('a cache that may not be used', () => {
  it('is read by pull requests from forks, which save nothing', async () => {
    const next = [...packages, await ground.publish('new', SIZE)];
    const fork = { cache: 'read', ref: 'refs/pull/7/merge', baseRef: 'main' } as const;
    for (const env of [{}, { ACTIONS_CACHE_MODE: '' }]) {
      const found = await ground.run(next, { ...fork, env });
      expect(found).toMatchObject({ cacheHitBytes: 4 * SIZE, downloadedBytes: SIZE });
      expect(found).toMatchObject({ savedBytes: 0, warnings: [] });
      expect(found.output).toContain('Nothing is saved to the cache: ');
    }
  });

  it('costs one line when the token may do nothing', async () => {
    const found = await ground.run(packages, { cache: 'none' });
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 4 * SIZE, warnings: [] });
    expect(found.output).toContain('The cache may not be read here: ');
  });

  it('costs one warning when the service is down', async () => {
    const env = { ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' };
    const found = await ground.run(packages, { env });
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 4 * SIZE, savedBytes: 0 });
    expect(found.warnings).toHaveLength(1);
    expect(found.warnings[0]).toContain('the cache cannot be read');
  });

  it('costs one warning where there is no service', async () => {
    const found = await ground.run(packages, { env: { ACTIONS_RESULTS_URL: '' } });
    expect(found).toMatchObject({ downloadedBytes: 4 * SIZE, savedBytes: 0 });
    expect(found.warnings).toHaveLength(1);
  });

  it('costs one warning when a download breaks off', async () => {
    const path = '/blobs/';
    ground.github.fault({ service: 'blobs', path, after: 1, kind: 'cut', afterBytes: 10_000 });
    const found = await ground.run(packages);
    expect(found).toMatchObject({ cacheHitBytes: 0, downloadedBytes: 4 * SIZE, savedBytes: 0 });
    expect(found.warnings).toHaveLength(1);
    expect(found.warnings[0]).toContain('the cache cannot be read');
    ground.github.clearFaults();
    expect(await ground.run(packages)).toMatchObject({ downloadedBytes: 0, warnings: [] });
  });

  it('costs one warning when an upload fails', async () => {
    ground.github.fault({ service: 'blobs', method: 'PUT', kind: 'status', status: 403 });
    const next = [...packages, await ground.publish('new', SIZE)];
    const found = await ground.run(next);
    expect(found).toMatchObject({ cacheHitBytes: 4 * SIZE, downloadedBytes: SIZE, savedBytes: 0 });
    expect(found.warnings).toHaveLength(1);
    expect(found.warnings[0]).toContain('the cache cannot be written');
    ground.github.clearFaults();
  });
});

describe('two jobs at once', () => {
  it('save the same pack once, and neither fails', async () => {
    const other = await Promise.all(['x', 'y'].map((name) => ground.publish(name, 20 * SIZE)));
    ground.github.fault({ service: 'blobs', method: 'PUT', kind: 'delay', delayMs: 500, times: 2 });
    const both = await Promise.all([ground.run(other), ground.run(other)]);
    for (const found of both) expect(found).toMatchObject({ warnings: [] });
    const packs = ground.github.caches.filter(({ key }) => key.startsWith('treesmith-pack-'));
    expect(packs).toHaveLength(2);
    const after = await ground.run(other);
    expect(after).toMatchObject({ downloadedBytes: 0, savedBytes: 0, warnings: [] });
  });
});
