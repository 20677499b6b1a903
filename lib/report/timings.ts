import { fence, visibleText } from './markdown.ts';
import { count, formatDuration } from './quantities.ts';
import type { TimelineEntry } from './report.ts';

/** More bars are not legible. */
const MAX_BARS = 30;
const MAX_LABEL = 60;

/**
 * Returns the section of how long each phase took, as a chart that GitHub draws.
 * https://mermaid.js.org/syntax/gantt.html
 */
export function renderTimings(timeline: readonly TimelineEntry[]): string[] {
  const longest = timeline
    .toSorted((a, b) => durationOf(b) - durationOf(a) || a.startMs - b.startMs)
    .slice(0, MAX_BARS);
  // Concurrent phases end in any order; they are drawn as they began.
  const bars = timeline
    .filter((entry) => longest.includes(entry))
    .toSorted((a, b) => a.startMs - b.startMs);
  const startMs = timeline.reduce((first, entry) => Math.min(first, entry.startMs), Infinity);
  const endMs = timeline.reduce((last, entry) => Math.max(last, entry.endMs), -Infinity);
  const left = timeline.length - bars.length;
  const shorter = left === 0 ? '' : ` The chart leaves out ${count(left, 'shorter phase')}.`;
  return [
    '## Timings',
    '',
    `${formatDuration(endMs - startMs)} from the first phase to the last.${shorter}`,
    '',
    ...fence('mermaid', [
      'gantt',
      '    dateFormat x',
      '    axisFormat %H:%M:%S',
      '    todayMarker off',
      ...bars.map(formatBar),
    ]),
    '',
  ];
}

function durationOf({ startMs, endMs }: TimelineEntry): number {
  return Math.max(0, endMs - startMs);
}

function formatBar(entry: TimelineEntry): string {
  const startMs = Math.round(entry.startMs);
  // A bar without length is not drawn.
  const endMs = startMs + Math.max(1, Math.round(durationOf(entry)));
  const label = `${formatLabel(entry.title)} (${formatDuration(durationOf(entry))})`;
  return `    ${label} :${entry.ok ? '' : 'crit, '}${startMs}, ${endMs}`;
}

/** The language has no quotes: what has a meaning in it goes, and no keyword may come first. */
function formatLabel(title: string): string {
  const plain = visibleText(title)
    .replaceAll(/[^\p{L}\p{N} ()/.,+_-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_LABEL)
    .toWellFormed();
  return /^[\p{L}\p{N}]/u.test(plain) && !KEYWORD.test(plain) ? plain : `Phase ${plain}`.trim();
}

/** Of mermaid's `gantt.jison`, and of the diagrams whose first word a line could be. */
const KEYWORD =
  /^(gantt|dateformat|inclusiveenddates|topaxis|axisformat|tickinterval|includes|excludes|todaymarker|weekday|weekend|title|acctitle|accdescr|section|click|call|href|\d{4}-\d\d-\d\d)/i;
