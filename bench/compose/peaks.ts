import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes } from '../../lib/core/bytes.ts';
import { runTool } from '../../lib/host/process.ts';
import type { BenchRow } from '../bench-row.ts';
import type { Ground } from './ground.ts';
import { fromPackages, type Night } from './night.ts';
import { composeArgv, temporary } from './ours.ts';
import { diskUsage, watchUsage } from './usage.ts';

const MEMORY = { folder: '/dev/shm', prefix: 'treesmith-' };

/**
 * What a cold compose takes at its peak: disk beyond repository and store, in units of the tree that
 * it makes, files in memory included; and memory. Runs of their own: to look all the time costs time.
 */
export async function benchPeaks(ground: Ground, night: Night): Promise<BenchRow[]> {
  const folder = join(ground.root, 'peaks');
  await mkdir(folder);
  const tree = join(folder, 'tree');
  const repo = `--repo=${join(night.out, 'repo')}`;
  await runTool(['ostree', repo, 'checkout', night.commits.first, tree]);
  const treeBytes = await diskUsage([tree]);
  const options = {
    remix: night.remixes.first,
    ...(await fromPackages(night.packages, join(folder, 'ours'))),
  };
  const { store, out } = options;
  const peak = await watchUsage({
    argv: await composeArgv(ground, options),
    env: temporary(options),
    folders: [
      ...[join(store, 'work'), join(store, 'tmp'), join(store, 'ostree', 'tmp')],
      ...[join(out, 'repo', 'tmp'), join(out, 'tmp')],
    ],
    memory: MEMORY,
  });
  const row = { peer: '', peers: 0, ratio: 0, target: 0 };
  return [
    {
      ...row,
      case: 'cold: peak disk beyond repository and store',
      unit: 'trees',
      ours: peak.diskBytes / treeBytes,
      limit: 1.2,
      note: `one run, looked at 5 times a second; of it ${formatBytes(peak.inMemoryBytes)} in memory, and ${formatBytes(peak.diskBytes - peak.inMemoryBytes)} on disk, nearly all objects that are moved into the repository; the tree has ${formatBytes(treeBytes)}`,
    },
    {
      ...row,
      case: 'cold: peak memory of all processes',
      unit: 'bytes',
      ours: peak.memoryBytes,
      limit: 1e9,
      note: 'proportional set size, looked at 40 times a second',
    },
    {
      ...row,
      case: 'cold: peak memory of all processes, and of the tree in memory',
      unit: 'bytes',
      ours: peak.memoryAndFilesBytes,
      note: 'the tree is on disk where it would take more than a third of the free memory',
    },
  ];
}
