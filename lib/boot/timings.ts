import type { ConsoleReader } from './console.ts';

/** Milliseconds of each phase of a boot; a phase that could not be told is left out. */
export interface BootPhases {
  firmwareMs?: number;
  loaderMs?: number;
  kernelMs?: number;
  initrdMs?: number;
  userspaceMs?: number;
}

/** The phases of a boot that came to its login. */
export interface BootTimings extends BootPhases {
  /** From the start of the machine to the login prompt. */
  readonly loginMs: number;
}

const PHASES = ['firmware', 'loader', 'kernel', 'initrd', 'userspace'] as const;

/**
 * Returns the phases of a boot that reached its login: firmware and loader as the console showed
 * them, the rest as `systemd-analyze time` prints it, or as the console showed it when that is empty.
 */
export function resolveTimings(
  console: ConsoleReader,
  startedMs: number,
  analyze: string,
): BootTimings {
  const loginMs = (console.stageSeenMs.get('login') ?? startedMs) - startedMs;
  const timings: BootTimings = {
    loginMs: Math.round(loginMs),
    ...resolvePhases(console, startedMs),
  };
  for (const [, span, phase] of analyze.matchAll(/([\d.hmins ]+) \((kernel|initrd|userspace)\)/g)) {
    timings[`${phase as 'kernel' | 'initrd' | 'userspace'}Ms`] = parseSpan(span ?? '');
  }
  return timings;
}

/** Returns the phases that are over, each from the first sign of it on the console to that of the next. */
export function resolvePhases(console: ConsoleReader, startedMs: number): BootPhases {
  const seen = console.stageSeenMs;
  // A kernel's own clock knows better: its first words come late, or all at once.
  const kernelAt = console.kernelStartMs ?? seen.get('kernel');
  const starts = [
    ['firmware', startedMs],
    ['loader', seen.get('boot loader')],
    ['kernel', kernelAt],
    ['initrd', seen.get('initramfs')],
    ['userspace', seen.get('systemd')],
    [undefined, seen.get('login')],
  ] as const;
  const known = starts.flatMap(([phase, atMs]) => (atMs === undefined ? [] : [{ phase, atMs }]));
  const phases: BootPhases = {};
  known.forEach(({ phase, atMs }, index) => {
    const next = known[index + 1];
    if (phase === undefined || next === undefined) return;
    phases[`${phase}Ms`] = Math.max(0, Math.round(next.atMs - atMs));
  });
  return phases;
}

/** Returns `login after 31.2 s (firmware 4.0 s, loader 2.5 s, …)`. */
export function formatTimings(timings: BootTimings): string {
  const phases = PHASES.flatMap((phase) => {
    const ms = timings[`${phase}Ms`];
    return ms === undefined ? [] : [`${phase} ${formatSeconds(ms)}`];
  });
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
