/**
 * `npm run bench [NAME…]`: measures us beside our peers, alternating, in one run; prints a table,
 * writes `bench/out/result.json` and, with `--write`, the table of docs/performance.md.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { terminalLog } from '../cli/terminal-log.ts';
import { setupHost } from '../lib/host/setup.ts';
import type { BenchRow } from './bench-row.ts';
import { benchCompose } from './compose.ts';
import { benchDemo } from './demo.ts';
import { benchDisk } from './disk.ts';
import { benchLock } from './lock.ts';

const BENCHES: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  demo: benchDemo,
  lock: benchLock,
  compose: benchCompose,
  disk: benchDisk,
};
const MARKERS = /(<!-- figures -->\n)[\s\S]*?(<!-- end of figures -->)/;

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
const rows: BenchRow[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  rows.push(...(await log.group(`Bench ${name}`, bench)));
}
const out = join(import.meta.dirname, 'out');
await mkdir(out, { recursive: true });
await writeFile(
  join(out, 'result.json'),
  `${JSON.stringify({ cores: availableParallelism(), rows }, null, 2)}\n`,
);
const table = formatTable(rows);
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  const page = join(import.meta.dirname, '..', 'docs', 'performance.md');
  const text = await readFile(page, 'utf8');
  await writeFile(
    page,
    text.replace(MARKERS, (_all, head: string, tail: string) => `${head}${table}\n${tail}`),
  );
}

function formatTable(all: readonly BenchRow[]): string {
  const lines = all.map((row) => {
    const peer = row.peer === '' ? '–' : `\`${row.peer}\``;
    const seconds = row.peer_s === 0 ? '–' : `${row.peer_s.toFixed(2)} s`;
    const ratio = row.ratio === 0 ? '–' : row.ratio.toFixed(2);
    return `| ${row.case} | ${row.ours_s.toFixed(2)} s | ${peer} | ${seconds} | ${ratio} | ${formatTarget(row)} | ${row.note} |`;
  });
  return [
    '| case | ours | peer | peer took | ratio | must be | note |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function formatTarget({ target, targetSeconds }: BenchRow): string {
  const seconds = targetSeconds === undefined ? [] : [`at most ${targetSeconds} s`];
  const ratio = target === 0 ? [] : [`ratio at most ${target}`];
  return [...seconds, ...ratio].join(', ');
}
