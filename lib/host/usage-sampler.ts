import { monotonicMs, type Timeline, type UsageSample } from '../core/timeline.ts';
import {
  type CoreTicks,
  listThreads,
  parseCoreTicks,
  parsePressure,
  parseProcessStat,
  readPageBytes,
  readProc,
} from './proc-stat.ts';

const INTERVAL_MS = 100;
/** After so many samples the next ones are twice as far apart: an hour stays in a few megabytes. */
const SAMPLES_PER_INTERVAL = 6000;
/** A sample may take this share of the time between two; on a slow machine they are further apart. */
const MAX_SHARE = 0.02;
/** A build has some dozens. */
const MAX_PROCESSES = 500;

/** Samples that are taken. */
export interface UsageSampling extends Disposable {
  /** Takes one now. */
  report(): void;
}

/**
 * Reports to `timeline` how the machine is used, about ten times a second, until it is disposed of.
 * Does not keep the process alive, and reports nothing where /proc is not Linux's.
 */
export function sampleUsage(timeline: Timeline): UsageSampling {
  const sampler = new Sampler();
  let taken = 0;
  let intervalMs = INTERVAL_MS;
  let timer: NodeJS.Timeout | undefined;
  const report = () => {
    const sample = sampler.take(monotonicMs());
    if (sample !== undefined) timeline.addSample(sample);
  };
  const take = () => {
    // Not the time that it waited for a core: on a busy machine it would look away for long.
    const before = process.cpuUsage();
    report();
    taken += 1;
    if (taken % SAMPLES_PER_INTERVAL === 0) intervalMs *= 2;
    const { user, system } = process.cpuUsage(before);
    const costMs = (user + system) / 1000;
    timer = setTimeout(take, Math.max(intervalMs, costMs / MAX_SHARE)).unref();
  };
  take();
  return {
    report,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      report();
    },
  };
}

/** What was true at one moment. */
interface Reading {
  readonly atMs: number;
  readonly cores: readonly CoreTicks[];
  readonly pressureUs: number | undefined;
  readonly ours: Ours;
}

/** Our process and all that descend from it. */
interface Ours {
  cpuMs: number;
  residentPages: number;
  /** By thread. */
  readonly threads: Map<number, { readonly name: string; readonly cpuMs: number; core: number }>;
}

class Sampler {
  private readonly pageBytes = readPageBytes();
  private before: Reading | undefined;

  take(atMs: number): UsageSample | undefined {
    const stat = readProc('stat');
    if (stat === undefined) return undefined;
    const pressure = readProc('pressure/io');
    const now: Reading = {
      atMs,
      cores: parseCoreTicks(stat),
      pressureUs: pressure === undefined ? undefined : parsePressure(pressure),
      ours: readOurs(),
    };
    const { before } = this;
    // Ticks are 10 ms: of less than two there is nothing to tell.
    if (before !== undefined && atMs - before.atMs < 20) return undefined;
    this.before = now;
    return before === undefined ? undefined : this.compare(before, now);
  }

  private compare(before: Reading, now: Reading): UsageSample {
    const elapsedMs = now.atMs - before.atMs;
    const running = busiestThreads(before.ours, now.ours);
    const cores = now.cores.map((ticks, index) => {
      const old = before.cores[index] ?? ticks;
      const total = Math.max(1, ticks.total - old.total);
      // iowait may go backward (proc_stat(5)).
      const share = (of: 'user' | 'system' | 'iowait') =>
        Math.min(1, Math.max(0, (ticks[of] - old[of]) / total));
      const name = running.get(index);
      return {
        user: share('user'),
        system: share('system'),
        iowait: share('iowait'),
        ...(name === undefined ? {} : { running: name }),
      };
    });
    const pressure =
      now.pressureUs === undefined || before.pressureUs === undefined
        ? {}
        : { diskPressure: Math.min(1, (now.pressureUs - before.pressureUs) / 1000 / elapsedMs) };
    return {
      atMs: now.atMs,
      cores,
      ourCores: Math.max(0, now.ours.cpuMs - before.ours.cpuMs) / elapsedMs,
      memoryBytes: now.ours.residentPages * this.pageBytes,
      ...pressure,
    };
  }
}

/**
 * Walks down from our process. A child that ends moves its time to its parent's account of
 * children, so that the sum only grows.
 */
function readOurs(): Ours {
  const ours: Ours = { cpuMs: 0, residentPages: 0, threads: new Map() };
  const pids = [process.pid];
  for (let index = 0; index < pids.length && index < MAX_PROCESSES; index += 1) {
    const pid = pids[index] ?? 0;
    const text = readProc(`${pid}/stat`);
    if (text === undefined) continue;
    const stat = parseProcessStat(text);
    ours.cpuMs += stat.cpuMs + stat.childrenCpuMs;
    ours.residentPages += stat.residentPages;
    for (const tid of stat.threads > 1 ? listThreads(pid) : [pid]) {
      const own = stat.threads > 1 ? readProc(`${pid}/task/${tid}/stat`) : text;
      if (own === undefined) continue;
      const { name, cpuMs, core } = stat.threads > 1 ? parseProcessStat(own) : stat;
      // What Node calls the first thread of a process.
      ours.threads.set(tid, { name: name === 'MainThread' ? 'Treesmith' : name, cpuMs, core });
      // Only Go starts processes from any thread.
      if (tid !== pid && pid === process.pid) continue;
      const children = readProc(`${pid}/task/${tid}/children`) ?? '';
      for (const child of children.split(' ')) if (child !== '') pids.push(Number(child));
    }
  }
  return ours;
}

/** Returns, by core, the thread that used most time since `before` and was there last. */
function busiestThreads(before: Ours, now: Ours): Map<number, string> {
  const most = new Map<number, { readonly name: string; readonly usedMs: number }>();
  for (const [tid, { name, cpuMs, core }] of now.threads) {
    const usedMs = cpuMs - (before.threads.get(tid)?.cpuMs ?? 0);
    if (usedMs > (most.get(core)?.usedMs ?? 0)) most.set(core, { name, usedMs });
  }
  return new Map([...most].map(([core, { name }]) => [core, name]));
}
