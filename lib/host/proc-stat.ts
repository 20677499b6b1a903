import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** Ticks of the processor's accounting as user space sees them, on every architecture of ours. */
const TICK_MS = 10;

/** What `/proc/PID/stat` says of a process, or `/proc/PID/task/TID/stat` of a thread. */
export interface ProcessStat {
  /** As the kernel cuts it: 15 bytes. */
  readonly name: string;
  /** User and system. */
  readonly cpuMs: number;
  /** Of its children that have ended and were waited for. */
  readonly childrenCpuMs: number;
  readonly threads: number;
  readonly residentPages: number;
  /** Number of the core that it ran on last. */
  readonly core: number;
}

/** What each core did since the machine started, in ticks. */
export interface CoreTicks {
  readonly user: number;
  readonly system: number;
  readonly iowait: number;
  readonly total: number;
}

/** Parses `/proc/PID/stat` (proc_pid_stat(5)). A name may hold blanks and parentheses. */
export function parseProcessStat(text: string): ProcessStat {
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  // The manual counts from 1; the third field is the first after the name.
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return {
    name: text.slice(text.indexOf('(') + 1, end),
    cpuMs: (field(14) + field(15)) * TICK_MS,
    childrenCpuMs: (field(16) + field(17)) * TICK_MS,
    threads: field(20),
    residentPages: field(24),
    core: field(39),
  };
}

/** Parses the lines `cpu0 …` of `/proc/stat` (proc_stat(5)), in the order of their numbers. */
export function parseCoreTicks(text: string): CoreTicks[] {
  return [...text.matchAll(/^cpu\d+ (.*)$/gm)].map(([, line = '']) => {
    const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
      line.split(' ').map(Number);
    const busy = system + irq + softirq + steal;
    return { user: user + nice, system: busy, iowait, total: user + nice + busy + idle + iowait };
  });
}

/** Returns the microseconds in which some process has waited, of `/proc/pressure/io`. */
export function parsePressure(text: string): number | undefined {
  const [, total] = /^some .*\btotal=(\d+)/m.exec(text) ?? [];
  return total === undefined ? undefined : Number(total);
}

/**
 * Returns the text of a file of /proc, its first 64 KiB; undefined when what it tells of is gone. Three
 * system calls, where `readFileSync` has five: it is called some hundred times a second.
 */
export function readProc(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(`/proc/${path}`, 'r');
    return buffer.toString('latin1', 0, readSync(file, buffer));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const buffer = Buffer.alloc(64 * 1024);

/** Returns the numbers of the threads of a process; none when it is gone. */
export function listThreads(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

/** Bytes of a page of memory: entry AT_PAGESZ of the auxiliary vector (getauxval(3)). */
export function readPageBytes(): number {
  const vector = readFileSync('/proc/self/auxv');
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    if (vector.readBigUInt64LE(at) === 6n) return Number(vector.readBigUInt64LE(at + 8));
  }
  return 4096;
}
