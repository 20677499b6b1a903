import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';

const DIST = join(import.meta.dirname, '..', 'dist');
const RUNS = 15;

/** From the start of an action's process to the first line of its log; and how large dist/ is. */
export async function benchAction(): Promise<BenchRow[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    ours.push(await firstByteSeconds([join(DIST, 'compose.mjs')]));
    bare.push(await firstByteSeconds(['--eval', 'console.log("")']));
  }
  const peers = median(bare);
  const sizes = await Promise.all(
    (await readdir(DIST)).map(async (name) => (await stat(join(DIST, name))).size),
  );
  return [
    {
      case: 'start of an action, to the first line of its log',
      unit: 'seconds',
      ours: median(ours),
      peer: 'node --eval console.log',
      peers,
      ratio: median(ours) / peers,
      target: 0,
      limit: 0.25,
      note: `medians of ${RUNS}`,
    },
    {
      case: 'dist/ as a whole',
      unit: 'bytes',
      ours: sizes.reduce((sum, size) => sum + size, 0),
      peer: '',
      peers: 0,
      ratio: 0,
      target: 0,
      limit: 8_000_000,
      note: 'command line and nine actions, not minified',
    },
  ];
}

async function firstByteSeconds(argv: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...argv], {
    // No inputs: the action says its name, and then that remix is missing.
    env: { GITHUB_WORKSPACE: tmpdir(), RUNNER_TEMP: tmpdir(), PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const seconds = (performance.now() - startedMs) / 1000;
  child.stdout.resume();
  await once(child, 'close');
  return seconds;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
