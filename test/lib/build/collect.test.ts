import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectLegs } from '../../../lib/build/collect.ts';
import type { Leg } from '../../../lib/build/leg.ts';
import { packLeg } from '../../../lib/build/pack-leg.ts';
import { type RunPart, readResult, recordOutcome } from '../../../lib/build/result-file.ts';
import { runSign } from '../../../lib/build/sign.ts';
import { runVerify } from '../../../lib/build/verify.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import type { Lockfile } from '../../../lib/remix/lockfile.ts';
import { importSecretKey } from '../../../lib/sign/gpg-home.ts';
import { type KeyPair, makeKeyPair, makeResults, type Results } from '../../support/results.ts';

const HASH = 'a'.repeat(64);
const lockfile = { arches: [] } as unknown as Lockfile;

let key: KeyPair;
let folder: TempDir;
/** Where everything is brought together. */
let main: Results;

beforeAll(async () => {
  key = await makeKeyPair('tiny@example.invalid');
});
beforeEach(async () => {
  folder = await makeTempDir();
  main = await makeResults();
  await rm(main.repoPath, { recursive: true });
  Object.assign(main.workspace.remix, {
    architectures: ['x86_64', 'aarch64'],
    images: [{ name: 'cloud' }, { name: 'metal' }],
    containers: [],
  });
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await main[Symbol.asyncDispose]();
});
/** What one job of a matrix leaves. */
async function build(
  basearch: 'x86_64' | 'aarch64',
  image: string,
  text = 'a file',
): Promise<Results & { commitId: string }> {
  const results = await makeResults();
  const ref = `tiny/${basearch}`;
  const commit = await results.commit(ref, `${text} of ${basearch}`);
  const data = `${image} of ${basearch}`;
  const path = await results.put(`images/tiny-${image}-${basearch}.qcow2`, data);
  const consoleLog = await results.put('boot.log', `login of ${data}`);
  const cached = false;
  const part: RunPart = {
    remix: 'tiny',
    repo: results.repoPath,
    commits: [
      { basearch, ref, commit, version: '1', packages: 1, inputHash: HASH, cached, timings: {} },
    ],
    images: [
      {
        ...{ name: image, basearch, format: 'qcow2', path, sizeBytes: data.length, cached },
        ...{ sha256: sha256(data), commit, inputHash: HASH, seconds: 1 },
      },
    ],
    boots: [
      {
        ...{
          image: path,
          basearch,
          firmware: 'uefi',
          checks: ['boots'],
          accelerator: 'tcg',
          cached,
        },
        ...{ timings: {}, consoleLog, seconds: 1 },
      } as unknown as NonNullable<RunPart['boots']>[number],
    ],
  };
  await recordOutcome(results.outDir, part);
  return { ...results, commitId: commit };
}

/** Carries the files of a leg where a downloaded artifact would be. */
async function carry(results: Results, name: string): Promise<Leg> {
  await using leg = await packLeg(results.workspace);
  const path = join(folder.path, name);
  for (const file of leg.files) {
    const target = join(path, relative(leg.root, file));
    await mkdir(dirname(target), { recursive: true });
    await cp(file, target);
  }
  return { name, path };
}

const collect = (...legs: Leg[]) => collectLegs(main.workspace, { legs, lockfile });

describe('packLeg', () => {
  it('packs the repository into the same bytes wherever and whenever it is', async () => {
    const one = await build('x86_64', 'cloud');
    const copy = join(folder.path, 'elsewhere');
    await cp(one.outDir, copy, { recursive: true });
    await utimes(join(copy, 'repo', 'config'), 5, 5);
    await mkdir(join(copy, 'repo', 'tmp', 'cache'), { recursive: true });
    await using first = await packLeg(one.workspace);
    const elsewhere = { ...one.workspace, outDir: copy, repoPath: join(copy, 'repo') };
    await using second = await packLeg(elsewhere);
    const read = ({ root }: { root: string }) => readFileSync(join(root, 'repo.tar'));
    expect(read(first).equals(read(second))).toBe(true);
    expect(first.files.map((path) => relative(first.root, path))).toEqual([
      ...['boot.log', 'images/tiny-cloud-x86_64.qcow2', 'leg.json', 'repo.tar', 'result.json'],
    ]);
    const leg = readFileSync(join(first.root, 'leg.json'), 'utf8');
    expect(leg).not.toContain(one.outDir);
    await one[Symbol.asyncDispose]();
  });

  it('takes away what it made', async () => {
    await using one = await build('x86_64', 'cloud');
    {
      await using leg = await packLeg(one.workspace);
      expect(readdirSync(leg.root)).toContain('repo.tar');
    }
    expect(
      readdirSync(one.outDir)
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual([...['boot.log', 'images', 'repo', 'result.json']]);
  });

  it('refuses to pack nothing', async () => {
    await using empty = await makeResults();
    await rm(empty.repoPath, { recursive: true });
    await expect(packLeg(empty.workspace)).rejects.toMatchObject({ code: 'NOTHING_TO_PUBLISH' });
    expect(readdirSync(empty.outDir)).toEqual([]);
    await rm(empty.outDir, { recursive: true });
    await expect(packLeg(empty.workspace)).rejects.toMatchObject({ code: 'NOTHING_TO_PUBLISH' });
  });
});

describe('collectLegs', () => {
  it('makes one repository, one result and one build state of a matrix', async () => {
    const legs: Leg[] = [];
    const commits: string[] = [];
    const jobs = [
      ['x86_64', 'cloud'],
      ['x86_64', 'metal'],
      ['aarch64', 'cloud'],
    ] as const;
    for (const [basearch, image] of jobs) {
      await using job = await build(basearch, image);
      legs.push(await carry(job, `treesmith-${basearch}-image-${image}`));
      commits.push(job.commitId);
    }
    expect(commits[0]).toBe(commits[1]);
    const result = await collect(...legs);
    expect(result.commits.map(({ ref, commit }) => [ref, commit])).toEqual([
      ['tiny/aarch64', commits[2]],
      ['tiny/x86_64', commits[0]],
    ]);
    const { outDir, repoPath } = main;
    expect(result.images.map(({ path }) => relative(outDir, path))).toEqual([
      'images/tiny-cloud-aarch64.qcow2',
      'images/tiny-cloud-x86_64.qcow2',
      'images/tiny-metal-x86_64.qcow2',
    ]);
    for (const { path, sha256: sum } of result.images) expect(sha256(readFileSync(path))).toBe(sum);
    expect(result.boots.map(({ consoleLog }) => relative(outDir, consoleLog))).toEqual([
      'logs/treesmith-aarch64-image-cloud/boot.log',
      'logs/treesmith-x86_64-image-cloud/boot.log',
      'logs/treesmith-x86_64-image-metal/boot.log',
    ]);
    for (const { consoleLog } of result.boots) expect(existsSync(consoleLog)).toBe(true);
    expect(await readResult(outDir)).toEqual(result);
    const refs = await readTool(['ostree', `--repo=${repoPath}`, 'refs']);
    expect(refs.trim().split('\n').sort()).toEqual(['tiny/aarch64', 'tiny/x86_64']);
    const summary = await readTool(['ostree', `--repo=${repoPath}`, 'summary', '--view']);
    expect(summary).toContain(commits[2]);
    await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
    const state = JSON.parse(readFileSync(join(outDir, 'build-state.json'), 'utf8'));
    expect(Object.keys(state.outputs)).toEqual([
      ...['aarch64/commit', 'aarch64/image/cloud', 'x86_64/commit'],
      ...['x86_64/image/cloud', 'x86_64/image/metal'],
    ]);
    expect(readdirSync(outDir).filter((name) => /^treesmith-/.test(name))).toEqual([]);
    // Again, as when a job is run anew: what it had uploaded before is among the artifacts.
    const inode = statSync(join(repoPath, 'objects')).ino;
    const whole = await carry(main, 'treesmith-result');
    expect(await collect(...legs, whole)).toEqual(result);
    expect(statSync(join(repoPath, 'objects')).ino).toBe(inode);
    expect(await collect(whole)).toEqual({
      ...result,
      boots: result.boots.map((boot) => expect.objectContaining({ consoleLog: boot.consoleLog })),
    });
  });

  it('brings signatures, and all that one signed result holds', async () => {
    await using job = await build('x86_64', 'cloud');
    await job.put('build-state.json', '{"of": "an older version"}\n');
    await using home = await importSecretKey(key.secretKey);
    await runSign(job.workspace, { signing: home });
    const result = await collect(await carry(job, 'treesmith-result'));
    expect(result.signed?.checksums).toBe(join(main.outDir, 'SHA256SUMS'));
    expect(result.publicKey).toBe(join(main.outDir, 'keys', 'tiny.asc'));
    const keyPath = join(folder.path, 'key.asc');
    await writeFile(keyPath, key.publicKey);
    const from = { folder: main.outDir };
    const verified = await runVerify({ from, publicKeyPath: keyPath, log: silentLog });
    expect(verified.commits).toEqual([{ ref: 'tiny/x86_64', commit: job.commitId }]);
  });

  it('names both jobs that composed different commits', async () => {
    await using one = await build('x86_64', 'cloud');
    await using two = await build('x86_64', 'metal', 'something else');
    const legs = [await carry(one, 'leg-a'), await carry(two, 'leg-b')];
    const failed = collect(...legs);
    await expect(failed).rejects.toMatchObject({ code: 'COMMITS_DIFFER' });
    await expect(failed).rejects.toThrow(
      `x86_64 is ${one.commitId} in leg-a, and ${two.commitId} in leg-b`,
    );
    expect(existsSync(join(main.outDir, 'result.json'))).toBe(false);
  });

  it('refuses one file with different bytes', async () => {
    await using one = await build('x86_64', 'cloud');
    await using two = await build('x86_64', 'cloud');
    await two.put('images/tiny-cloud-x86_64.qcow2', 'other bytes');
    const legs = [await carry(one, 'leg-a'), await carry(two, 'leg-b')];
    await expect(collect(...legs)).rejects.toMatchObject({ code: 'LEGS_DIFFER' });
  });

  it('refuses what is of another remix, of nobody, or nothing', async () => {
    await using one = await build('x86_64', 'cloud');
    const leg = await carry(one, 'leg');
    await expect(collect()).rejects.toMatchObject({ code: 'NO_LEGS' });
    await expect(collect({ name: '..', path: leg.path })).rejects.toMatchObject({
      code: 'LEG_INVALID',
    });
    const path = join(leg.path, 'leg.json');
    const text = readFileSync(path, 'utf8');
    for (const other of [
      text.replace('"tiny"', '"other"'),
      text.replace('"version": 1', '"version": 2'),
      text.replace(/"path": "[^"]*"/, '"path": "../../etc/passwd"'),
      text.replace(/"path": "[^"]*"/, '"path": "/etc/passwd"'),
      text.replace('"images": [', '"image": ['),
      text.replace('"images": [', '"images": [null,'),
      text.replace('"commits": [', '"commits": [null,'),
      text.slice(0, -10),
    ]) {
      await writeFile(path, other);
      await expect(collect(leg)).rejects.toMatchObject({ code: 'LEG_INVALID' });
    }
    await rm(path);
    await expect(collect(leg)).rejects.toMatchObject({ code: 'LEG_INVALID' });
    await symlink('/etc/passwd', path);
    await expect(collect(leg)).rejects.toMatchObject({ code: 'LEG_INVALID' });
  });

  it.each([
    ['a link out', ['--transform=s,^link,repo/objects/aa,'], 'link'],
    ['a way out', ['--transform=s,^plain,repo/../../plain,'], 'plain'],
    ['an absolute path', ['--transform=s,^plain,/tmp/treesmith-evil,'], 'plain'],
    ['a pipe', ['--transform=s,^pipe,repo/objects/pipe,'], 'pipe'],
    ['a hook', ['--transform=s,^plain,repo/hooks/x,'], 'plain'],
    ['a name with a line end', ['--transform=s,^plain,repo/objects/a\\nb,'], 'plain'],
  ])('unpacks nothing of a repo.tar with %s', async (_what, transform, name) => {
    await using one = await build('x86_64', 'cloud');
    const leg = await carry(one, 'leg');
    const evil = join(folder.path, 'evil');
    await mkdir(evil);
    await writeFile(join(evil, 'plain'), 'evil');
    await symlink('/etc', join(evil, 'link'));
    await runTool(['mkfifo', join(evil, 'pipe')]);
    const tar = join(leg.path, 'repo.tar');
    await runTool([
      ...['tar', '--append', `--file=${tar}`, `--directory=${evil}`, '--absolute-names'],
      ...[...transform, name],
    ]);
    await expect(collect(leg)).rejects.toMatchObject({ code: 'LEG_UNSAFE' });
    expect(existsSync(join(main.outDir, 'repo'))).toBe(false);
    expect(existsSync('/tmp/treesmith-evil')).toBe(false);
    expect(readdirSync(dirname(folder.path)).filter((found) => found === basename(evil))).toEqual(
      [],
    );
  });

  it('refuses an object that is not what its name says', async () => {
    await using one = await build('x86_64', 'cloud');
    const objects = await readTool(['find', join(one.repoPath, 'objects'), '-name', '*.filez']);
    const [object = ''] = objects.split('\n');
    const bytes = readFileSync(object);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 4) ^ 0x10, bytes.length - 4);
    await writeFile(object, bytes);
    const leg = await carry(one, 'leg');
    await expect(collect(leg)).rejects.toMatchObject({ code: 'REPOSITORY_DAMAGED' });
  });
});
