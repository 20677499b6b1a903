import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../lib/core/digest.ts';
import { runTool } from '../../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../../lib/host/temp.ts';
import { type FakeGitHub, startGitHub } from '../../../fakes/github/github.ts';
import type { JobOptions } from '../../../fakes/github/job-environment.ts';
import type { KeptJob, KeptJobResult } from './kept-child.ts';

const GROUP = 'small-x86_64';
const OLD = sha256('old');
const NEW = sha256('new');
const MARK = '##result ';

let dir: TempDir;
let github: FakeGitHub;
let machines: number;

beforeEach(async () => {
  dir = await makeTempDir();
  github = await startGitHub();
  machines = 0;
});
afterEach(async () => {
  await github.close();
  await dir[Symbol.asyncDispose]();
});

interface RunOptions extends JobOptions {
  readonly machine?: string;
  readonly mode?: KeptJob['mode'];
  readonly group?: string;
  readonly text?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a job that needs the result `key`, on a new machine unless one is named. */
async function run(key: string | undefined, options: RunOptions = {}) {
  machines += 1;
  const {
    machine = `machine-${machines}`,
    mode = 'actions',
    group = GROUP,
    env,
    ...rest
  } = options;
  const { text = `initramfs ${key}`, ...job } = rest;
  const storePath = join(dir.path, machine);
  await mkdir(storePath, { recursive: true });
  const call: KeptJob = { mode, storePath, group, text, ...(key === undefined ? {} : { key }) };
  const child = join(import.meta.dirname, 'kept-child.ts');
  const { stdout } = await runTool([process.execPath, child, JSON.stringify(call)], {
    env: { ...github.env({ runId: String(machines), ...job }), ...env },
  });
  const lines = stdout.split('\n');
  const result = lines.find((line) => line.startsWith(MARK)) ?? MARK;
  expect(await readdir(join(storePath, 'tmp')).catch(() => [])).toEqual([]);
  return {
    ...(JSON.parse(result.slice(MARK.length)) as KeptJobResult),
    output: stdout,
    warnings: lines.filter((line) => line.startsWith('::warning')),
  };
}

const entries = () =>
  github.caches.filter(({ key }) => key.startsWith('treesmith-kept-1-initramfs-'));
const image = (machine: string, key: string) =>
  readFile(join(dir.path, machine, 'kept', 'initramfs', key, 'image'), 'utf8');

describe('kept results in a cache at GitHub', () => {
  it('come to a machine that has none, and are not uploaded again', async () => {
    const first = await run(OLD);
    expect(first).toMatchObject({ there: [], cacheHitBytes: 0, warnings: [] });
    expect(first.savedBytes).toBe(github.uploadedBytes);
    expect(entries().map(({ key }) => key)).toEqual([
      `treesmith-kept-1-initramfs-${GROUP}-1-1-${OLD}`,
    ]);
    github.clearRequests();
    const second = await run(OLD, { machine: 'second' });
    expect(second).toMatchObject({ there: [OLD], savedBytes: 0, warnings: [] });
    expect(second.cacheHitBytes).toBe(`initramfs ${OLD}`.length);
    expect(await image('second', OLD)).toBe(`initramfs ${OLD}`);
    expect(github.uploadedBytes).toBe(0);
  });

  it('are saved when the run has made another, and the newest counts', async () => {
    await run(OLD);
    const changed = await run(NEW);
    expect(changed).toMatchObject({ there: [OLD], warnings: [] });
    expect(changed.savedBytes).toBeGreaterThan(0);
    expect(await run(NEW)).toMatchObject({ there: [NEW], savedBytes: 0 });
    // Back to the packages of before.
    expect((await run(OLD)).savedBytes).toBeGreaterThan(0);
    expect(await run(OLD)).toMatchObject({ there: [OLD], savedBytes: 0, warnings: [] });
    expect(entries()).toHaveLength(3);
  });

  it('are not asked for where the store has some, nor uploaded when the newest is the same', async () => {
    await run(OLD, { machine: 'stays' });
    github.clearRequests();
    const again = await run(OLD, { machine: 'stays' });
    expect(again).toMatchObject({ there: [OLD], cacheHitBytes: 0, savedBytes: 0, warnings: [] });
    expect(github.downloadedBytes).toBe(0);
    await run(NEW);
    expect(await run(OLD, { machine: 'stays' })).toMatchObject({ there: [OLD], cacheHitBytes: 0 });
    expect(await run(undefined)).toMatchObject({ there: [OLD] });
  });

  it('are those of the same group alone', async () => {
    await run(OLD, { group: 'small-aarch64' });
    await run(NEW, { group: 'small' });
    expect(await run(NEW)).toMatchObject({ there: [], cacheHitBytes: 0, warnings: [] });
    expect(entries()).toHaveLength(3);
  });

  it('go from the base to a pull request of a fork, and never back', async () => {
    await run(OLD);
    const fork = { cache: 'read', ref: 'refs/pull/7/merge', baseRef: 'main' } as const;
    const found = await run(NEW, fork);
    expect(found).toMatchObject({ there: [OLD], savedBytes: 0, warnings: [] });
    expect(found.output).toContain('Nothing is saved to the cache: ');
    await run(NEW, { ref: 'refs/pull/8/merge', baseRef: 'main' });
    expect(await run(undefined)).toMatchObject({ there: [OLD] });
    expect(await run(undefined, { ref: 'refs/heads/other' })).toMatchObject({ there: [OLD] });
  });

  it('cost one warning when the service is down', async () => {
    const env = { ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' };
    const found = await run(OLD, { env });
    expect(found).toMatchObject({ there: [], cacheHitBytes: 0, savedBytes: 0 });
    expect(found.warnings).toEqual([expect.stringContaining('the cache cannot be read')]);
  });

  it.each(['local', 'none'] as const)('stay where they are with cache: %s', async (mode) => {
    await run(OLD);
    github.clearRequests();
    expect(await run(NEW, { mode, machine: 'stays' })).toMatchObject({ there: [] });
    expect(await run(NEW, { mode, machine: 'stays' })).toMatchObject({ there: [NEW] });
    expect(github.requests).toEqual([]);
  });
});

describe('an entry of a kept result that was tampered with', () => {
  const list = (text: string, name = 'image') =>
    JSON.stringify({ files: { [name]: { sha256: sha256(text), sizeBytes: text.length } } });

  /** Replaces the entry by one with what `script` leaves in its folder. */
  async function forge(script: string) {
    const folder = join(dir.path, 'forge');
    const path = `kept/initramfs/${GROUP}`;
    await mkdir(join(folder, path), { recursive: true });
    await writeFile(join(folder, path, 'manifest.json'), list('evil'));
    await runTool(['sh', '-ec', `cd ${path}\n${script}`], { cwd: folder });
    const out = join(dir.path, 'forged.tzst');
    await runTool(['sh', '-ec', `tar -P --posix --zstd -cf ${out} *`], { cwd: folder });
    await entries()[0]?.replace(await readFile(out));
  }

  it.each([
    ['other bytes than its list says', 'printf EVIL > image', /image has SHA-256/],
    ['half of it', ':', /it has other files than its list/],
    ['a link', 'ln -s /etc/passwd image', /image is a link/],
    ['a file with a second name', 'printf evil > ../x; ln ../x image', /image has a second name/],
    ['no list', 'printf evil > image; rm manifest.json', /manifest.json is not in it/],
    ['a bad list', 'printf evil > image; echo "{" > manifest.json', /is not a list of checksums/],
    [
      'names that lead elsewhere',
      `printf evil > ../../image; printf '%s' '${list('evil', '../../image')}' > manifest.json`,
      /is not a list of checksums/,
    ],
    ['a file more', 'printf evil > image; printf x > more', /other files than its list/],
    ['a link to a folder', `cd ..; mv ${GROUP} x; ln -s /etc ${GROUP}`, /it is no folder/],
    ['files that landed elsewhere', `cd ..; mv ${GROUP} other`, /it is no folder/],
  ])('is not used when it has %s, and replaced', async (_what, script, reason) => {
    await run(OLD);
    await forge(script);
    const found = await run(OLD, { machine: 'victim' });
    expect(found).toMatchObject({ there: [], cacheHitBytes: 0 });
    expect(found.warnings).toEqual([expect.stringMatching(reason)]);
    expect(found.savedBytes).toBeGreaterThan(0);
    expect(await readdir(join(dir.path, 'victim', 'kept', 'initramfs'))).toEqual([OLD]);
    expect(await image('victim', OLD)).toBe(`initramfs ${OLD}`);
    expect(await run(OLD)).toMatchObject({ there: [OLD], savedBytes: 0, warnings: [] });
  });

  it('is not used when it is no archive, and replaced', async () => {
    await run(OLD);
    await entries()[0]?.replace(Buffer.from('no archive'));
    const found = await run(OLD);
    expect(found.there).toEqual([]);
    expect(found.warnings).toHaveLength(1);
    expect(await run(OLD)).toMatchObject({ there: [OLD], savedBytes: 0, warnings: [] });
  });

  it('gives files of its own modes to nobody', async () => {
    await run(OLD);
    await forge('printf evil > image; chmod 6777 image; chmod 777 .');
    expect(await run(undefined, { machine: 'victim' })).toMatchObject({ there: [OLD] });
    const { stdout } = await runTool(
      ['find', join(dir.path, 'victim', 'kept', 'initramfs', OLD), '-printf', '%m '],
      {},
    );
    expect(stdout.split(' ').sort().join(' ').trim()).toBe('644 644 755');
  });
});
