import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';

const DIST = join(import.meta.dirname, '..', 'dist');
const RUNS = 15;

/**
 * From the start of an action's process to the first line of its log, and to the end of one that
 * refuses its inputs (all of its code is loaded by then); and how large dist/ is.
 */
export async function benchAction(): Promise<BenchRow[]> {
  const ours: number[] = [];
  const whole: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { firstByte, end } = await runSeconds([join(DIST, 'compose.mjs')]);
    ours.push(firstByte);
    whole.push(end);
    bare.push((await runSeconds(['--eval', 'console.log("")'])).firstByte);
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
      case: 'an action that refuses its inputs, as a whole',
      unit: 'seconds',
      ours: median(whole),
      peer: '',
      peers: 0,
      ratio: 0,
      target: 0,
      note: 'all of its code loaded',
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

async function runSeconds(argv: readonly string[]): Promise<{ firstByte: number; end: number }> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [...argv], {
    // No inputs: the action says its name, and then that remix is missing.
    env: { GITHUB_WORKSPACE: tmpdir(), RUNNER_TEMP: tmpdir(), PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const firstByte = (performance.now() - startedMs) / 1000;
  child.stdout.resume();
  await once(child, 'close');
  return { firstByte, end: (performance.now() - startedMs) / 1000 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
