import { link, mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256 } from '../lib/core/digest.ts';
import { runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import type { LockedPackage } from '../lib/remix/lockfile.ts';
import { startFileServer } from '../test/fakes/file-server.ts';
import { type FakeGitHub, startGitHub } from '../test/fakes/github/github.ts';
import { anvilRepository, newerAnvilRepository } from '../test/support/anvil.ts';
import type { BenchRow } from './bench-row.ts';
import { bundle } from './bundle.ts';
import type { BenchJob, BenchJobResult } from './cache-child.ts';

const ROUNDS = 5;
const MARK = '##result ';
const INDEX_BYTES = 64 * 1024;

/**
 * Caches Anvil's packages at a loopback GitHub as jobs on new machines do, each a process of its own:
 * the same lock again, then a lock with one newer package. Beside it, GitHub's client alone: reading
 * the same packs, and one archive of all packages under a key of the lock, which is what
 * `actions/cache` does.
 */
export async function benchCache(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  await using github = await startGitHub();
  const [old, next] = [await anvilRepository(), await newerAnvilRepository()];
  await using server = await startFileServer(next.path);
  const repository = `[anvil]\nbaseurl=${server.url}/x86_64\ngpgkey=file://${next.keyPath}\n`;
  const packages = await Promise.all(old.rpms.map((path) => lockFile(path, old.path, server.url)));
  const newerPath = next.rpms.find((path) => /\/anvil-release-12-2\.[^/]*$/.test(path)) ?? '';
  const newer = await lockFile(newerPath, next.path, server.url);
  const changed = [...packages.filter(({ name }) => name !== newer.name), newer];

  const programs = temp.path;
  await bundle('cache-child.ts', join(programs, 'cache-job.mjs'));
  await bundle('../lib/runner/cache/client-child.ts', join(programs, 'cache-client.mjs'));
  let machines = 0;
  const ours = async (lock: readonly LockedPackage[]) => {
    machines += 1;
    const machine = join(temp.path, `machine-${machines}`);
    const storePath = join(machine, 'store');
    const job: BenchJob = { do: 'ours', storePath, packages: lock, repository };
    const result = await runJob(programs, job, github, machine);
    await rm(machine, { recursive: true });
    return result;
  };
  const plain = async (verb: 'restore' | 'save', entries: readonly Entry[], folder: string) =>
    runJob(programs, { do: verb, entries }, github, folder);

  await ours(packages);
  const packs = github.caches
    .filter(({ key }) => key.startsWith('treesmith-pack-'))
    .map(({ key }) => ({ key, path: `~/packs/${key.replace('treesmith-pack-1-', '')}` }));
  github.clearRequests();
  const again: BenchJobResult[] = [];
  const reading: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    again.push(await ours(packages));
    const folder = join(temp.path, 'reading');
    await mkdir(folder);
    reading.push((await plain('restore', packs, folder)).seconds);
    await rm(folder, { recursive: true });
  }
  const uploadedAgain = github.uploadedBytes;

  const delta = await ours(changed);
  const archive = join(temp.path, 'archive');
  const uploads: number[] = [];
  for (const [index, lock] of [packages, changed].entries()) {
    await layAll(join(archive, 'rpms'), lock, next.path);
    github.clearRequests();
    await plain('save', [{ path: '~/rpms', key: `rpms-${index}` }], archive);
    uploads.push(github.uploadedBytes);
  }

  const row = { peer: '', peers: 0, ratio: 0, target: 0 };
  const seconds = median(again.map((result) => result.seconds));
  const uploadedWhole = uploads[1] ?? 0;
  return [
    {
      ...row,
      case: `same lock again, ${packages.length} packages: downloaded from the mirror`,
      unit: 'bytes',
      ours: Math.max(...again.map(({ downloadedBytes }) => downloadedBytes)),
      limit: 0,
      note: `${ROUNDS} runs, the most`,
    },
    {
      ...row,
      case: 'same lock again: uploaded to the cache',
      unit: 'bytes',
      ours: uploadedAgain,
      limit: 0,
      note: `${ROUNDS} runs together`,
    },
    {
      case: 'same lock again: restore, verify, into the store',
      unit: 'seconds',
      ours: seconds,
      peer: '@actions/cache: restoreCache of the same packs',
      peers: median(reading),
      ratio: seconds / median(reading),
      target: 1.2,
      note: `medians of ${ROUNDS}; loading the client is in both`,
    },
    {
      case: `one package newer (${newer.name}, ${newer.size} bytes): uploaded`,
      unit: 'bytes',
      ours: delta.savedBytes,
      peer: '@actions/cache: one archive, as actions/cache',
      peers: uploadedWhole,
      ratio: delta.savedBytes / uploadedWhole,
      target: 0,
      limit: newer.size + INDEX_BYTES,
      note: 'pack and index; the new metadata of Anvil, an entry of its own, has 180 KiB',
    },
  ];
}

interface Entry {
  readonly path: string;
  readonly key: string;
}

async function runJob(
  programs: string,
  job: BenchJob,
  github: FakeGitHub,
  home: string,
): Promise<BenchJobResult> {
  await mkdir(home, { recursive: true });
  const child = join(programs, 'cache-job.mjs');
  const { stdout } = await runTool([process.execPath, child, JSON.stringify(job)], {
    cwd: home,
    env: { ...github.env(), HOME: home, GITHUB_WORKSPACE: home, RUNNER_TEMP: home },
  });
  const line = stdout.split('\n').find((text) => text.startsWith(MARK)) ?? MARK;
  return JSON.parse(line.slice(MARK.length)) as BenchJobResult;
}

async function lockFile(path: string, root: string, url: string): Promise<LockedPackage> {
  const bytes = await readFile(path);
  const [, name = '', evr = '', arch = ''] =
    /^(.+)-([^-]+-[^-]+)\.([^.]+)\.rpm$/.exec(basename(path)) ?? [];
  return {
    url: path.replace(root, url),
    ...{ repoid: 'anvil', size: bytes.length, checksum: `sha256:${sha256(bytes)}` },
    ...{ name, evr, arch, sourcerpm: '', buildtime: 0 },
  };
}

async function layAll(folder: string, lock: readonly LockedPackage[], root: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { url } of lock) {
    await link(join(root, new URL(url).pathname), join(folder, basename(url)));
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
