import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { formatBytes } from '../lib/core/bytes.ts';
import { readTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { anvilCommits } from '../test/support/anvil-commits.ts';
import { multiplyPackages } from '../test/support/many-packages.ts';
import type { BenchRow } from './bench-row.ts';
import { bundle } from './bundle.ts';
import { roundsOf } from './rounds.ts';

const ROUNDS = 5;
const MEMORY_LIMIT_BYTES = 300 * 10 ** 6;
/** Anvil's packages so many times over: some 3,000, as a workstation has. */
const COPIES = 15;

/** Makes both documents, each time in a process of its own: of Anvil, and of as many packages as a workstation has. */
export async function benchSbom(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const child = join(temp.path, 'sbom-child.mjs');
  await bundle('sbom-child.ts', child);
  const { repoPath, ref, second } = await anvilCommits();
  const tree = join(temp.path, 'tree');
  const packages = await multiplyPackages(repoPath, second.commit, { tree, copies: COPIES });
  return [
    ...(await measure(child, `Anvil, ${second.nevras.length} packages`, 2, [
      ...['commit', repoPath, ref, second.commit],
    ])),
    ...(await measure(child, `${packages} packages, each library ${COPIES} times`, undefined, [
      ...['tree', tree],
    ])),
  ];
}

async function measure(
  child: string,
  what: string,
  limit: number | undefined,
  argv: readonly string[],
): Promise<BenchRow[]> {
  const seconds: number[] = [];
  let note = '';
  let memoryBytes = 0;
  for (let round = 0; round < roundsOf(ROUNDS); round += 1) {
    const startedMs = performance.now();
    const text = await readTool([process.execPath, child, ...argv]);
    seconds.push((performance.now() - startedMs) / 1000);
    const { bytes = 0, peakBytes = 0 } = JSON.parse(text) as Record<string, number>;
    note = `SPDX and CycloneDX together ${formatBytes(bytes)}, with the start of Node`;
    memoryBytes = Math.max(memoryBytes, peakBytes);
  }
  seconds.sort((a, b) => a - b);
  const alone = { peer: '', peers: 0, ratio: 0, target: 0 };
  return [
    {
      ...{ case: `SBOMs: ${what}`, unit: 'seconds', ...alone, note },
      ours: seconds[Math.floor(seconds.length / 2)] ?? 0,
      ...(limit === undefined ? {} : { limit }),
    },
    {
      ...{ case: `SBOMs: ${what}: Node's peak memory`, unit: 'bytes', ...alone },
      ...{ ours: memoryBytes, limit: MEMORY_LIMIT_BYTES, note: 'resident' },
    },
  ];
}
