import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTool } from '../../lib/host/process.ts';

/** The most that a run took at any moment that was looked at. */
export interface PeakUsage {
  /** Private memory of all processes together, and their shares of what they have in common (PSS). */
  readonly memoryBytes: number;
  /** The same with the files that lay in a file system in memory at that time. */
  readonly memoryAndFilesBytes: number;
  /** Files below the folders asked for, blocks as on their file systems, those in memory included. */
  readonly diskBytes: number;
  /** Of `diskBytes`, what was in memory. */
  readonly inMemoryBytes: number;
}

/** What to run, and where it leaves files. */
export interface UsageOptions {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Folders on disk whose files count. */
  readonly folders: readonly string[];
  /** Where folders in memory appear, and how their names begin; those that are there already do not count. */
  readonly memory: { readonly folder: string; readonly prefix: string };
}

const MEMORY_INTERVAL_MS = 25;
const DISK_INTERVAL_MS = 200;
const STDERR_TAIL = 2000;

/** Runs a program to its end and looks all the time at what it takes. Slows it down: do not time it. */
export async function watchUsage(options: UsageOptions): Promise<PeakUsage> {
  const { folder, prefix } = options.memory;
  const others = new Set(await readdir(folder));
  const [program = '', ...args] = options.argv;
  const child = spawn(program, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_TAIL);
  });
  const closed = once(child, 'close');
  const peak = { memoryBytes: 0, memoryAndFilesBytes: 0, diskBytes: 0, inMemoryBytes: 0 };
  let inMemory = 0;
  const watchMemory = async () => {
    while (child.exitCode === null && child.signalCode === null) {
      const bytes = pssOf(child);
      peak.memoryBytes = Math.max(peak.memoryBytes, bytes);
      peak.memoryAndFilesBytes = Math.max(peak.memoryAndFilesBytes, bytes + inMemory);
      await sleep(MEMORY_INTERVAL_MS);
    }
  };
  const watchDisk = async () => {
    while (child.exitCode === null && child.signalCode === null) {
      const names = (await readdir(folder)).filter(
        (name) => name.startsWith(prefix) && !others.has(name),
      );
      inMemory = await diskUsage(names.map((name) => `${folder}/${name}`));
      const diskBytes = inMemory + (await diskUsage(options.folders));
      if (diskBytes > peak.diskBytes) Object.assign(peak, { diskBytes, inMemoryBytes: inMemory });
      await sleep(DISK_INTERVAL_MS);
    }
  };
  await Promise.all([closed, watchMemory(), watchDisk()]);
  if (child.exitCode !== 0) throw new Error(`${program} ended with ${child.exitCode}: ${stderr}`);
  return peak;
}

/** Returns what the files below folders take, in bytes; folders that are not there take nothing. */
export async function diskUsage(folders: readonly string[]): Promise<number> {
  if (folders.length === 0) return 0;
  // 1: a file went away meanwhile.
  const du = await runTool(
    ['du', '--summarize', '--one-file-system', '--block-size=1', ...folders],
    {
      okExitCodes: [0, 1],
    },
  );
  const sizes = du.stdout.split('\n').map((line) => Number.parseInt(line, 10));
  return sizes.reduce((sum, size) => sum + (size || 0), 0);
}

function pssOf(child: ChildProcess): number {
  let bytes = 0;
  const pids = child.pid === undefined ? [] : [child.pid];
  for (let index = 0; index < pids.length; index += 1) {
    const pid = pids[index] ?? 0;
    const kib = /^Pss:\s+(\d+) kB/m.exec(readProc(`${pid}/smaps_rollup`))?.[1] ?? '0';
    bytes += Number(kib) * 1024;
    for (const tid of listThreads(pid)) {
      const children = readProc(`${pid}/task/${tid}/children`).split(' ');
      pids.push(...children.filter((text) => text !== '').map(Number));
    }
  }
  return bytes;
}

/** Empty when the process has ended. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

function listThreads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
