/**
 * `npm run bench [NAME…]`: measures us beside our peers, alternating, in one run; prints tables,
 * writes `bench/out/result.json` and, with `--write`, the tables of docs/performance.md.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { terminalLog } from '../cli/terminal-log.ts';
import { formatBytes } from '../lib/core/bytes.ts';
import { setupHost } from '../lib/host/setup.ts';
import { benchAction } from './action.ts';
import type { BenchRow } from './bench-row.ts';
import { benchCache } from './cache.ts';
import { benchCompose } from './compose.ts';
import { benchDemo } from './demo.ts';
import { benchDisk } from './disk.ts';
import { benchLock } from './lock.ts';
import { benchPlan } from './plan.ts';

const BENCHES: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  demo: benchDemo,
  lock: benchLock,
  compose: benchCompose,
  disk: benchDisk,
  plan: benchPlan,
  action: benchAction,
  cache: benchCache,
};

const log = terminalLog({ verbose: false });
const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(
    `no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}
await setupHost({ log, purposes: ['build', 'demo', 'test'] });
const found = new Map<string, BenchRow[]>();
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  found.set(name, await log.group(`Bench ${name}`, bench));
}
const out = join(import.meta.dirname, 'out');
await mkdir(out, { recursive: true });
await writeFile(
  join(out, 'result.json'),
  `${JSON.stringify({ cores: availableParallelism(), benches: Object.fromEntries(found) }, null, 2)}\n`,
);
for (const rows of found.values()) process.stdout.write(`${formatTable(rows)}\n\n`);
if (process.argv.includes('--write')) {
  const page = join(import.meta.dirname, '..', 'docs', 'performance.md');
  let text = await readFile(page, 'utf8');
  for (const [name, rows] of found) {
    const markers = new RegExp(`(<!-- figures: ${name} -->\\n)[\\s\\S]*?(<!-- end of figures -->)`);
    if (!markers.test(text)) throw new Error(`${page} has no markers for ${name}`);
    text = text.replace(
      markers,
      (_all, head: string, tail: string) => `${head}${formatTable(rows)}\n${tail}`,
    );
  }
  await writeFile(page, text);
}

function formatTable(rows: readonly BenchRow[]): string {
  const lines = rows.map((row) => {
    const peer = row.peer === '' ? '–' : `\`${row.peer}\``;
    const theirs = row.peers === 0 ? '–' : formatAmount(row.peers, row);
    const ratio = row.ratio === 0 ? '–' : row.ratio.toFixed(2);
    return `| ${row.case} | ${formatAmount(row.ours, row)} | ${peer} | ${theirs} | ${ratio} | ${formatTarget(row)} | ${row.note} |`;
  });
  return [
    '| case | ours | peer | the peer | ratio | must be | note |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function formatAmount(amount: number, { unit }: BenchRow): string {
  return unit === 'bytes' ? formatBytes(amount) : `${amount.toFixed(2)} s`;
}

function formatTarget(row: BenchRow): string {
  const limit = row.limit === undefined ? [] : [`at most ${formatAmount(row.limit, row)}`];
  const ratio = row.target === 0 ? [] : [`ratio at most ${row.target}`];
  return [...limit, ...ratio].join(', ');
}
