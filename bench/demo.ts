import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../lib/host/process.ts';
import type { BenchRow } from './bench-row.ts';

const root = join(import.meta.dirname, '..');

/** From a fresh clone, with dependencies to install, to the booted demo; then the demo once more. */
export async function benchDemo(): Promise<BenchRow[]> {
  const clone = await mkdtemp(join(tmpdir(), 'treesmith-clone-'));
  try {
    await runTool(['git', 'clone', '--quiet', root, clone]);
    const timed = async (argv: readonly string[]) => {
      const startedMs = performance.now();
      await runTool(argv, { cwd: clone, timeoutMs: 30 * 60_000 });
      return (performance.now() - startedMs) / 1000;
    };
    const install = await timed(['npm', 'ci']);
    const first = await timed(['npm', 'run', 'demo']);
    const again = await timed(['npm', 'run', 'demo']);
    const none = { peer: '', peers: 0, ratio: 0 };
    return [
      {
        ...none,
        unit: 'seconds',
        case: 'clean checkout to booted demo',
        ours: install + first,
        target: 0,
        limit: 300,
        note: `npm ci ${install.toFixed(1)} s, one run, without KVM`,
      },
      {
        ...none,
        unit: 'seconds',
        case: 'demo again, nothing changed',
        ours: again,
        target: 0,
        limit: 3,
        note: 'npm start-up included',
      },
    ];
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
}
