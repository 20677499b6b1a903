import type { ConsoleReader } from './console.ts';

/** Milliseconds of each phase of a boot; a phase that could not be told is left out. */
export interface BootTimings {
  firmwareMs?: number;
  loaderMs?: number;
  kernelMs?: number;
  initrdMs?: number;
  userspaceMs?: number;
  /** From the start of the machine to the login prompt. */
  readonly loginMs: number;
}

/**
 * Returns the phases of a boot that reached its login: firmware and loader as the console showed
 * them, the rest as `systemd-analyze time` prints it.
 */
export function resolveTimings(
  console: ConsoleReader,
  startedMs: number,
  analyze: string,
): BootTimings {
  const loginMs = (console.stageSeenMs.get('login') ?? startedMs) - startedMs;
  const timings: BootTimings = { loginMs: Math.round(loginMs) };
  const loaderAt = console.stageSeenMs.get('boot loader');
  if (loaderAt !== undefined) timings.firmwareMs = Math.round(loaderAt - startedMs);
  if (loaderAt !== undefined && console.kernelStartMs !== undefined) {
    timings.loaderMs = Math.max(0, Math.round(console.kernelStartMs - loaderAt));
  }
  for (const [, span, phase] of analyze.matchAll(/([\d.hmins ]+) \((kernel|initrd|userspace)\)/g)) {
    timings[`${phase as 'kernel' | 'initrd' | 'userspace'}Ms`] = parseSpan(span ?? '');
  }
  return timings;
}

/** Returns `login after 31.2 s (firmware 4.0 s, loader 2.5 s, …)`. */
export function formatTimings(timings: BootTimings): string {
  const phases = (['firmware', 'loader', 'kernel', 'initrd', 'userspace'] as const).flatMap(
    (phase) => {
      const ms = timings[`${phase}Ms`];
      return ms === undefined ? [] : [`${phase} ${formatSeconds(ms)}`];
    },
  );
  const list = phases.length === 0 ? '' : ` (${phases.join(', ')})`;
  return `login after ${formatSeconds(timings.loginMs)}${list}`;
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Reads systemd's `1min 2.345s`, `512ms`. */
function parseSpan(text: string): number {
  const units: Record<string, number> = { h: 3_600_000, min: 60_000, s: 1000, ms: 1 };
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(h|min|ms|s)/g)) {
    sum += Number(amount) * (units[unit ?? ''] ?? 0);
  }
  return Math.round(sum);
}
