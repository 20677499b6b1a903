import { fence, visibleText } from './markdown.ts';
import { count, formatDuration } from './quantities.ts';
import type { ReportedBoot } from './report.ts';

/** More are not legible; the table has all. */
const MAX_BOOTS = 12;
const COLUMNS = 60;
const MAX_NAME = 80;

const PHASES = [
  ['firmware', 'firmware'],
  ['loader', 'boot loader'],
  ['kernel', 'kernel'],
  ['initrd', 'initramfs'],
  ['userspace', 'user space'],
] as const;

/**
 * Returns the phases of each boot as bars of text, one after the other on one scale for all; nothing
 * when no phase is known.
 */
export function renderBootChart(boots: readonly ReportedBoot[]): string[] {
  const charts = boots.map(phasesOf).filter(({ phases }) => phases.length > 0);
  const shown = charts.slice(0, MAX_BOOTS);
  const longestMs = Math.max(1, ...shown.map(({ totalMs }) => totalMs));
  const lines = shown.flatMap(({ boot, phases }) => [
    `${visibleText(boot.image, MAX_NAME)} (${visibleText(boot.firmware, MAX_NAME).toUpperCase()})`,
    ...phases.map((phase) => formatBar(phase, longestMs)),
  ]);
  if (lines.length === 0) return [];
  const left = charts.length - shown.length;
  return [
    ...fence('text', lines),
    '',
    ...(left === 0 ? [] : [`The chart leaves out ${count(left, 'boot')}.`, '']),
  ];
}

/** A boot that did not come up. */
export interface StoppedBoot {
  /** How far it came: `kernel`. */
  readonly stage: string;
  /** Of the phases that were over. */
  readonly phases: Partial<ReportedBoot['timings']>;
  /** From the start of the machine to when it was given up. */
  readonly elapsedMs: number;
}

/** What `BOOT_STAGES` calls the phase that it stopped in. */
const STAGE_PHASES: Readonly<Record<string, string>> = {
  firmware: 'firmware',
  'boot loader': 'boot loader',
  kernel: 'kernel',
  initramfs: 'initramfs',
  systemd: 'user space',
};

/** Returns the phases of a boot that failed as bars, the last of which is where it stopped. */
export function renderStoppedBoot({ stage, phases: known, elapsedMs }: StoppedBoot): string[] {
  const { phases, totalMs } = phasesOf({ timings: known });
  const name = STAGE_PHASES[stage];
  const isLast = name !== undefined && phases.every((phase) => phase.name !== name);
  const last = isLast ? [{ name, startMs: totalMs, ms: Math.max(0, elapsedMs - totalMs) }] : [];
  const scaleMs = Math.max(1, totalMs, elapsedMs);
  const lines = [...phases, ...last].map((phase) => {
    const isStop = isLast && phase.name === name;
    return `${formatBar(phase, scaleMs, isStop ? '░' : '█')}${isStop ? ' stopped here' : ''}`;
  });
  return lines.length === 0 ? [] : [...fence('text', lines), ''];
}

/** One phase, on a scale that begins with the boot. */
function formatBar(
  { name, startMs, ms }: { readonly name: string; readonly startMs: number; readonly ms: number },
  scaleMs: number,
  mark = '█',
): string {
  const [from = 0, to = 0] = [startMs, startMs + ms].map((at) =>
    Math.round((at / scaleMs) * COLUMNS),
  );
  // A phase that is too short to be seen is one mark.
  const bar = mark.repeat(Math.max(1, to - from));
  const seconds = formatDuration(ms).padStart(12);
  return `  ${name.padEnd(11)}${seconds}  ${' '.repeat(Math.min(from, COLUMNS - 1))}${bar}`;
}

function phasesOf<Boot extends { readonly timings: StoppedBoot['phases'] }>(boot: Boot) {
  const phases: { readonly name: string; readonly startMs: number; readonly ms: number }[] = [];
  let totalMs = 0;
  for (const [key, name] of PHASES) {
    const ms = boot.timings[`${key}Ms`];
    if (ms === undefined || !Number.isFinite(ms) || ms < 0) continue;
    phases.push({ name, startMs: totalMs, ms });
    totalMs += ms;
  }
  return { boot, phases, totalMs };
}
