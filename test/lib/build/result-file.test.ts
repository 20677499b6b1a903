import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BootOutcome } from '../../../lib/build/boot-test.ts';
import { reportOf } from '../../../lib/build/build-report.ts';
import type { ComposeOutcome } from '../../../lib/build/compose.ts';
import type { ContainerOutcome } from '../../../lib/build/container.ts';
import type { ImageOutcome } from '../../../lib/build/image.ts';
import { mergeResult, readResult, recordOutcome } from '../../../lib/build/result-file.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

function commit(basearch: 'x86_64' | 'aarch64', sum: string, cached = false): ComposeOutcome {
  const timings = cached ? {} : { install: 12 };
  const ref = `anvil/12/${basearch}/stable`;
  const common = { basearch, ref, commit: sum, version: '1', packages: 3, inputHash: 'h' };
  return { ...common, cached, timings };
}

function image(name: string, sha256: string, of: string, cached = false): ImageOutcome {
  const path = `/out/images/${name}.qcow2`;
  const common = { name, basearch: 'x86_64', format: 'qcow2', path, inputHash: 'h' } as const;
  return { ...common, sizeBytes: 7, sha256, commit: of, cached, seconds: cached ? 0 : 20 };
}

function boot(name: string, cached = false): BootOutcome {
  return {
    image: `/out/images/${name}.qcow2`,
    basearch: 'x86_64',
    firmware: 'uefi',
    way: 'disk',
    checks: ['no unit has failed'],
    timings: { loginMs: 31_000 },
    accelerator: 'tcg',
    consoleLog: '/out/boot.log',
    cached,
    seconds: 40,
  };
}

function container(name: string, digest: string, of?: string): ContainerOutcome {
  return {
    ...{ name, kind: of === undefined ? 'base' : 'bootable', basearch: 'x86_64', inputHash: 'h' },
    ...{ path: `/out/containers/${name}-x86_64`, digest: `sha256:${digest}`, version: '1' },
    ...{ sizeBytes: 9, newBytes: 9, layers: [], cached: false, seconds: 3 },
    ...(of === undefined ? {} : { commit: of }),
  };
}

const phase = (title: string) => ({ title, startMs: 1, endMs: 2, ok: true });

describe('recordOutcome', () => {
  it('gathers what the verbs did, one after the other', async () => {
    await using folder = await makeTempDir();
    const outDir = join(folder.path, 'out');
    const remix = 'anvil';
    await recordOutcome(outDir, { remix, commits: [commit('x86_64', 'c1')], repo: '/out/repo' });
    await recordOutcome(outDir, { remix, images: [image('a', 's1', 'c1')] });
    await recordOutcome(outDir, { remix, boots: [boot('a')], timeline: [phase('Boot')] });
    await recordOutcome(outDir, { remix, containers: [container('web', 'd1')] });
    await recordOutcome(outDir, { remix, timeline: [phase('Sign')] });
    expect(await readResult(outDir)).toEqual({
      remix,
      repo: '/out/repo',
      commits: [commit('x86_64', 'c1')],
      images: [image('a', 's1', 'c1')],
      containers: [container('web', 'd1')],
      boots: [boot('a')],
      timeline: [phase('Boot'), phase('Sign')],
    });
  });

  it('drops the container of an old commit, and keeps those of packages', async () => {
    const old = [container('web', 'd1'), container('anvil', 'd2', 'c1')];
    const before = { remix: 'anvil', commits: [commit('x86_64', 'c1')], containers: old };
    const empty = { images: [], boots: [], timeline: [] };
    const part = { remix: 'anvil', commits: [commit('x86_64', 'c2')] };
    expect(mergeResult({ ...before, ...empty }, part).containers).toEqual([old[0]]);
  });

  it('loses nothing when verbs end at the same time', async () => {
    await using folder = await makeTempDir();
    const names = Array.from({ length: 8 }, (_, index) => `i${index}`);
    await Promise.all(
      names.map((name) =>
        recordOutcome(folder.path, { remix: 'anvil', images: [image(name, name, 'c1')] }),
      ),
    );
    const found = (await readResult(folder.path))?.images.map(({ name }) => name);
    expect(found?.toSorted()).toEqual(names);
  });

  it('leaves the file alone when there is nothing new', async () => {
    await using folder = await makeTempDir();
    const path = join(folder.path, 'result.json');
    await recordOutcome(folder.path, { remix: 'anvil', commits: [commit('x86_64', 'c1')] });
    const { ino } = await stat(path);
    await recordOutcome(folder.path, { remix: 'anvil', commits: [commit('x86_64', 'c1', true)] });
    expect((await stat(path)).ino).toBe(ino);
  });

  it('begins anew for another remix, and over a file that is damaged', async () => {
    await using folder = await makeTempDir();
    await recordOutcome(folder.path, { remix: 'anvil', commits: [commit('x86_64', 'c1')] });
    await recordOutcome(folder.path, { remix: 'hammer' });
    expect(await readResult(folder.path)).toMatchObject({ remix: 'hammer', commits: [] });
    await writeFile(join(folder.path, 'result.json'), '{"remix": "ham');
    expect(await readResult(folder.path)).toBeUndefined();
    await recordOutcome(folder.path, { remix: 'hammer', timeline: [phase('Lock')] });
    expect(JSON.parse(await readFile(join(folder.path, 'result.json'), 'utf8'))).toMatchObject({
      remix: 'hammer',
      timeline: [phase('Lock')],
    });
  });
});

describe('readResult', () => {
  it('reads a file of an earlier version', async () => {
    await using folder = await makeTempDir();
    await writeFile(join(folder.path, 'result.json'), '{"remix": "anvil", "upToDate": false}');
    expect(await readResult(folder.path)).toMatchObject({ commits: [], images: [], timeline: [] });
  });

  it('takes nothing else for one', async () => {
    await using folder = await makeTempDir();
    for (const text of ['null', '[]', '{}', '{"remix": 1}', '{"remix": "a", "boots": 1}', '']) {
      await writeFile(join(folder.path, 'result.json'), text);
      expect(await readResult(folder.path), text).toBeUndefined();
    }
  });
});

describe('mergeResult', () => {
  const before = mergeResult(undefined, {
    remix: 'anvil',
    commits: [commit('x86_64', 'c1'), commit('aarch64', 'd1')],
    images: [image('a', 's1', 'c1'), image('b', 's2', 'c1')],
    boots: [boot('a'), boot('b')],
  });

  it('keeps the timings of the making when the next verb finds it made', () => {
    const after = mergeResult(before, {
      remix: 'anvil',
      commits: [commit('x86_64', 'c1', true)],
      images: [image('a', 's1', 'c1', true)],
      boots: [boot('a', true)],
    });
    expect(after).toEqual(before);
  });

  it('takes over the inputs of what is found made of others', () => {
    const found = { ...commit('x86_64', 'c1', true), inputHash: 'h2' };
    const after = mergeResult(before, { remix: 'anvil', commits: [found] });
    expect(after.commits[0]?.inputHash).toBe('h2');
    expect(after.images).toEqual(before.images);
  });

  it('drops images of an older commit, and their verdicts', () => {
    const after = mergeResult(before, { remix: 'anvil', commits: [commit('x86_64', 'c2')] });
    expect(after.commits).toEqual([commit('x86_64', 'c2'), commit('aarch64', 'd1')]);
    expect([after.images, after.boots]).toEqual([[], []]);
  });

  it('drops the verdict on an image that has other bytes now', () => {
    const after = mergeResult(before, { remix: 'anvil', images: [image('a', 's9', 'c1')] });
    expect(after.images).toEqual([image('a', 's9', 'c1'), image('b', 's2', 'c1')]);
    expect(after.boots).toEqual([boot('b')]);
  });

  it('of a whole build keeps nothing that the build does not name, except other architectures', () => {
    const part = {
      remix: 'anvil',
      commits: [commit('x86_64', 'c1', true)],
      images: [image('a', 's1', 'c1', true)],
      boots: [],
    };
    const after = mergeResult(before, part, { isWhole: true });
    expect(after.commits).toEqual(before.commits);
    expect(after.images).toEqual([image('a', 's1', 'c1')]);
    expect(after.boots).toEqual([]);
  });

  it('keeps the newest 500 phases', () => {
    const timeline = Array.from({ length: 700 }, (_, index) => phase(`p${index}`));
    const after = mergeResult({ ...before, timeline }, { remix: 'anvil', timeline: [phase('x')] });
    expect(after.timeline).toHaveLength(500);
    expect(after.timeline.at(-1)).toEqual(phase('x'));
  });
});

describe('reportOf', () => {
  it('names files relative to the folder of the results', () => {
    const result = mergeResult(undefined, {
      remix: 'anvil',
      repo: '/out/repo',
      publicKey: '/elsewhere/anvil.asc',
      images: [image('a', 's1', 'c1')],
      boots: [boot('a')],
      signed: { checksums: '/out/SHA256SUMS', signature: '/out/SHA256SUMS.asc', fingerprint: 'AB' },
    });
    const report = reportOf(result, { outDir: '/out' });
    expect(report.images[0]?.file).toBe('images/a.qcow2');
    expect(report.boots[0]?.image).toBe('images/a.qcow2');
    expect(report.files).toEqual({
      repository: 'repo',
      publicKey: '/elsewhere/anvil.asc',
      checksums: 'SHA256SUMS',
      signature: 'SHA256SUMS.asc',
    });
  });

  it('names the address of the repository when it is served', () => {
    const part = { remix: 'anvil', repo: '/out/repo' };
    const report = reportOf(part, { outDir: '/out', repositoryUrl: 'https://os.example/repo' });
    expect(report.files.repository).toBe('https://os.example/repo');
  });
});
