import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Plan } from '../lib/build/plan.ts';
import { readTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { formatBuildState } from '../lib/plan/build-state.ts';
import { startFileServer } from '../test/fakes/file-server.ts';
import { anvilRepository } from '../test/support/anvil.ts';
import type { BenchRow } from './bench-row.ts';
import { bundle } from './bundle.ts';
import { makeDebianRepodata } from './debian-repodata.ts';
import { LOCK_REQUESTS } from './lock.ts';

const ROUNDS = 5;
const ROOT = join(import.meta.dirname, '..');
const IMAGE = 'images: [{ name: cloud, format: qcow2, size: 4 GiB }]\n';

/**
 * Plans an unchanged remix with cached metadata, each run a process of its own: with the lock alone, and
 * against what the repository has now; for Anvil, and for a repository of the size of a distribution.
 */
export async function benchPlan(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const treesmith = join(temp.path, 'treesmith.mjs');
  await bundle('../cli/main.ts', treesmith);

  const anvil = await anvilRepository();
  await using anvilServer = await startFileServer(anvil.path);
  const demo = join(temp.path, 'anvil');
  await mkdir(demo);
  for (const name of ['anvil.yaml', 'anvil.repo', 'passwd', 'group']) {
    await copyFile(join(ROOT, 'demo', name), join(demo, name));
  }
  await writeRemix(demo, 'anvil.yaml');
  const variable = `anvil_mirror=${anvilServer.url}`;

  const debian = join(temp.path, 'debian');
  const { packages } = await makeDebianRepodata(join(temp.path, 'repo'));
  await using debianServer = await startFileServer(join(temp.path, 'repo'));
  await mkdir(debian);
  await writeRemix(debian, 'tree.yaml');
  const requests = LOCK_REQUESTS.map((name) => `  - ${name}\n`).join('');
  await writeFile(
    join(debian, 'tree.yaml'),
    `ref: debian/1\nrepos: [debian]\nrecommends: false\npackages:\n${requests}`,
  );
  const repository = `[debian]\nname=debian\nbaseurl=${debianServer.url}\ngpgcheck=0\n`;
  await writeFile(join(debian, 'debian.repo'), repository);
  return [
    ...(await measure(treesmith, demo, 'Anvil', ['--repo-var', variable])),
    ...(await measure(
      treesmith,
      debian,
      `${LOCK_REQUESTS.length} requests of ${packages} packages`,
    )),
  ];
}

async function measure(
  treesmith: string,
  folder: string,
  what: string,
  options: readonly string[] = [],
): Promise<BenchRow[]> {
  const store = ['--remix', join(folder, 'remix.yaml'), '--store', join(folder, 'store')];
  const run = (...argv: string[]) =>
    readTool([process.execPath, treesmith, ...argv, ...store, ...options, '--json']);
  await run('lock');
  const first: Plan = JSON.parse(await run('plan'));
  const published = join(folder, 'build-state.json');
  const outputs = first.outputs.map(({ id, inputHash }) => [id, { inputHash }] as const);
  await writeFile(
    published,
    formatBuildState({ version: 1, remix: first.remix, outputs: Object.fromEntries(outputs) }),
  );
  const times = { locked: [] as number[], updated: [] as number[] };
  const plan = async (seconds: number[], ...argv: string[]) => {
    const startedMs = performance.now();
    const text = await run('plan', '--published', published, ...argv);
    seconds.push((performance.now() - startedMs) / 1000);
    const { changed }: Plan = JSON.parse(text);
    if (changed) throw new Error('an unchanged remix was planned to be rebuilt');
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    await plan(times.locked);
    await plan(times.updated, '--update');
  }
  const row = (name: string, seconds: readonly number[]): BenchRow => ({
    case: `${name}: ${what}, unchanged`,
    unit: 'seconds',
    ours: seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0,
    peer: '',
    peers: 0,
    ratio: 0,
    target: 0,
    limit: 3,
    note: `medians of ${ROUNDS}; metadata cached`,
  });
  return [row('plan', times.locked), row('plan --update', times.updated)];
}

async function writeRemix(folder: string, treefile: string): Promise<void> {
  const head = `name: bench\ntreefile: ${treefile}\narchitectures: [x86_64]\n`;
  await writeFile(join(folder, 'remix.yaml'), `${head}${IMAGE}`);
}
