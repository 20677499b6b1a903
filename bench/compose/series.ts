import { join } from 'node:path';
import { runTool } from '../../lib/host/process.ts';
import type { BenchRow } from '../bench-row.ts';
import { median, timed } from '../rounds.ts';

/** What a row says beside its figures. */
export type RowText = Pick<BenchRow, 'case' | 'target' | 'note'> &
  Partial<Pick<BenchRow, 'goal' | 'limit' | 'commands'>>;

/** Seconds of what takes turns, by name. What failed once is not tried again, and the others go on. */
export class Series {
  private readonly seconds = new Map<string, number[]>();
  private readonly failures = new Map<string, string>();

  /**
   * Runs and times `body`, and returns what it does; undefined when it failed, now or before. What is below
   * `reads`, and the programs of either side, are in the page cache then.
   */
  async take<T>(
    name: string,
    body: () => Promise<T>,
    reads: readonly string[] = [],
  ): Promise<T | undefined> {
    if (this.failures.has(name)) return undefined;
    try {
      // What the one before left to be written is not to be written now.
      await runTool(['sync']);
      await readFiles([...PROGRAMS, ...reads]);
      // In the end: what was read takes memory, too.
      await touchMemory();
      const { seconds, value } = await timed(body);
      this.seconds.set(name, [...(this.seconds.get(name) ?? []), seconds]);
      process.stdout.write(`${name}: ${seconds.toFixed(2)} s\n`);
      return value;
    } catch (error) {
      this.fail(name, error);
      return undefined;
    }
  }

  /** Marks a name as failed. */
  fail(name: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.failures.set(name, message);
    process.stdout.write(`${name} failed: ${message}\n`);
  }

  /** Returns the row of two names, `peer` empty for none; it says so when one of them failed. */
  row(text: RowText, ours: string, peer = ''): BenchRow {
    const failed = this.failures.get(ours) ?? this.failures.get(peer);
    const base = { ...text, unit: 'seconds' as const, peer };
    if (failed !== undefined) return { ...base, ours: 0, peers: 0, ratio: 0, failed };
    const mine = median(this.seconds.get(ours) ?? []);
    const theirs = peer === '' ? 0 : median(this.seconds.get(peer) ?? []);
    const count = this.seconds.get(ours)?.length ?? 0;
    const note = `${count === 1 ? 'one run' : `medians of ${count}`}${text.note === '' ? '' : '; '}${text.note}`;
    return { ...base, note, ours: mine, peers: theirs, ratio: peer === '' ? 0 : mine / theirs };
  }
}

/** More than any run needs. */
const TOUCHED_MIB = 3072;

/**
 * Uses memory and gives it back. A virtual machine gets it from its host page by page, at the first touch,
 * which takes longer than what is timed here would do with it; neither side is to wait for that.
 */
async function touchMemory(): Promise<void> {
  const script = `const used = []; for (let at = 0; at < ${TOUCHED_MIB}; at += 64) used.push(Buffer.alloc(64 << 20, 1));`;
  await runTool([process.execPath, '--eval', script]);
}

/** Programs, libraries and scripts that either side runs. */
const PROGRAMS = [
  ...['/usr/bin', '/usr/sbin', '/usr/lib'],
  process.execPath,
  join(import.meta.dirname, '..', '..', 'dist'),
];

/**
 * Reads all files below `paths`. A virtual machine that gives back page cache while another run takes its
 * time would read them from the disk again: neither side is to wait for that, as neither does in a workflow,
 * where the step before has just written or used them.
 */
async function readFiles(paths: readonly string[]): Promise<void> {
  const argv = ['find', ...paths, '-type', 'f', '-exec', 'cat', '{}', '+'];
  await runTool(argv, { onStdout: () => undefined });
}

/** Returns phases and their median seconds, as a note of a row: `install 4.1 s, commit 1.0 s`. */
export function phasesNote(runs: readonly Readonly<Record<string, number>>[]): string {
  return Object.keys(runs[0] ?? {})
    .map((phase) => {
      const seconds = median(runs.map((timings) => timings[phase] ?? 0));
      return `${phase} ${seconds.toFixed(1)} s`;
    })
    .join(', ');
}

/** Runs a part of the bench; when it fails, a row says so in its place. */
export async function attempt(name: string, body: () => Promise<BenchRow[]>): Promise<BenchRow[]> {
  try {
    return await body();
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    process.stdout.write(`${name} failed: ${failed}\n`);
    const empty = { ours: 0, peer: '', peers: 0, ratio: 0, target: 0, note: '' };
    return [{ case: name, unit: 'seconds', ...empty, failed }];
  }
}
