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
    ...phases.map(({ name, startMs, ms }) => {
      const [from, to] = [startMs, startMs + ms].map((at) =>
        Math.round((at / longestMs) * COLUMNS),
      );
      // A phase that is too short to be seen is one mark.
      const bar = '█'.repeat(Math.max(1, (to ?? 0) - (from ?? 0)));
      const seconds = formatDuration(ms).padStart(12);
      return `  ${name.padEnd(11)}${seconds}  ${' '.repeat(Math.min(from ?? 0, COLUMNS - 1))}${bar}`;
    }),
  ]);
  if (lines.length === 0) return [];
  const left = charts.length - shown.length;
  return [
    ...fence('text', lines),
    '',
    ...(left === 0 ? [] : [`The chart leaves out ${count(left, 'boot')}.`, '']),
  ];
}

function phasesOf(boot: ReportedBoot) {
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
