import { performance } from 'node:perf_hooks';
import type { Log } from '../core/log.ts';

/** The phases of a compose, in order. */
export type Phase = 'prepare' | 'install' | 'tree' | 'initramfs' | 'commit' | 'publish';

/** Seconds that each phase took. */
export type Timings = Partial<Record<Phase, number>>;

/** Runs `body` as one group of the log and notes how long it took. */
export async function timed<T>(
  timings: Timings,
  phase: Phase,
  log: Log,
  title: string,
  body: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  try {
    return await log.group(title, body);
  } finally {
    timings[phase] = (performance.now() - start) / 1000;
  }
}
