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
import { benchContainer } from './container.ts';
import { benchDemo } from './demo.ts';
import { benchDisk } from './disk.ts';
import { benchLock } from './lock.ts';
import { benchMedia } from './media.ts';
import { benchPlan } from './plan.ts';
import { benchRegistry } from './registry.ts';
import { benchSbom } from './sbom.ts';

const BENCHES: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  demo: benchDemo,
  lock: benchLock,
  compose: benchCompose,
  disk: benchDisk,
  media: benchMedia,
  container: benchContainer,
  plan: benchPlan,
  sbom: benchSbom,
  action: benchAction,
  cache: benchCache,
  registry: benchRegistry,
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
for (const row of [...found.values()].flat()) {
  if (row.failed !== undefined) process.stdout.write(`FAILED ${row.case}: ${row.failed}\n`);
  else if (!isReached(row)) process.stdout.write(`NOT REACHED ${row.case}\n`);
}
if ([...found.values()].flat().some(({ failed }) => failed !== undefined)) process.exitCode = 1;
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
    const ratio = row.ratio === 0 ? '–' : row.ratio.toFixed(row.ratio < 0.1 ? 3 : 2);
    const [ours, note] =
      row.failed === undefined ? [formatAmount(row.ours, row), row.note] : ['failed', row.failed];
    return `| ${row.case} | ${ours} | ${peer} | ${theirs} | ${ratio} | ${formatTarget(row)} | ${note.replaceAll(/[|\n]+/g, ' ')} |`;
  });
  return [
    '| case | ours | peer | the peer | ratio | must be | note |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    ...formatCommands(rows),
  ].join('\n');
}

/** The peers' command lines, each peer's once. */
function formatCommands(rows: readonly BenchRow[]): string[] {
  const byPeer = new Map<string, string[]>();
  for (const { commands = [], peer } of rows) {
    const text = commands.map((line) => `    ${line}`).join('\n');
    if (text !== '') byPeer.set(text, [...(byPeer.get(text) ?? []), `\`${peer}\``]);
  }
  return [...byPeer].flatMap(([text, peers]) => [
    '',
    `What ran as ${peers.join(' and ')}:`,
    '',
    text,
  ]);
}

function formatAmount(amount: number, { unit }: BenchRow): string {
  if (unit === 'trees') return `${amount.toFixed(2)} × the tree`;
  return unit === 'bytes' ? formatBytes(amount) : `${amount.toFixed(2)} s`;
}

function formatTarget(row: BenchRow): string {
  const limit = row.limit === undefined ? [] : [`at most ${formatAmount(row.limit, row)}`];
  const goal = row.goal === undefined ? '' : ` (goal ${row.goal})`;
  const ratio = row.target === 0 ? [] : [`ratio at most ${row.target}${goal}`];
  return [...limit, ...ratio].join(', ');
}

function isReached({ ours, ratio, target, limit }: BenchRow): boolean {
  return (target === 0 || ratio <= target) && (limit === undefined || ours <= limit);
}
