import type { RecordedTimeline, Span } from '../core/timeline.ts';
import { fence, text, visibleText } from './markdown.ts';
import { count, formatDuration } from './quantities.ts';
import type { TimelineEntry } from './report.ts';
import { renderTable } from './table.ts';
import { readPhases } from './timeline-facts.ts';
import { formatWaits } from './waits.ts';

/** More bars are not legible. */
const MAX_BARS = 30;
const MAX_TOOLS = 12;
const MAX_LABEL = 60;
/** Of the whole time: a shorter tool is not drawn. */
const LEAST_SHARE = 0.02;

/**
 * Returns the section of how long each phase took, as a chart that GitHub draws, with the tools that
 * ran longest, and what each phase waited for. https://mermaid.js.org/syntax/gantt.html
 */
export function renderTimings(
  timeline: readonly TimelineEntry[],
  recorded?: RecordedTimeline,
): string[] {
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
  const tools = recorded === undefined ? [] : longestTools(recorded);
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
      ...(tools.length === 0 ? [] : ['    section Phases']),
      ...bars.map(formatBar),
      ...(tools.length === 0 ? [] : ['    section Longest tools']),
      ...tools.map(formatBar),
    ]),
    '',
    ...(recorded === undefined ? [] : renderWaits(recorded)),
  ];
}

/** Of the tools and threads, and of all downloads as one. */
function longestTools({ spans, startedMs, durationMs }: RecordedTimeline): TimelineEntry[] {
  const entry = (title: string, { startMs, endMs, ok }: Omit<Span, 'kind' | 'name'>) => ({
    ...{ title, ok },
    ...{ startMs: startedMs + startMs, endMs: startedMs + endMs },
  });
  const downloads = spans.filter(({ kind }) => kind === 'download');
  const [first] = downloads;
  const loading =
    first === undefined
      ? []
      : [
          entry(`Downloads (${downloads.length})`, {
            startMs: first.startMs,
            endMs: downloads.reduce((last, { endMs }) => Math.max(last, endMs), 0),
            ok: downloads.every(({ ok }) => ok),
          }),
        ];
  const tools = spans
    .filter(({ kind }) => kind === 'tool' || kind === 'thread')
    .map((span) => entry(span.name, span));
  return [...loading, ...tools]
    .filter((tool) => durationOf(tool) >= LEAST_SHARE * durationMs)
    .sort((a, b) => durationOf(b) - durationOf(a) || a.startMs - b.startMs)
    .slice(0, MAX_TOOLS)
    .sort((a, b) => a.startMs - b.startMs);
}

function renderWaits(recorded: RecordedTimeline): string[] {
  const rows = readPhases(recorded).map((phase) => [
    text(phase.name),
    formatDuration(phase.wallMs),
    formatDuration(phase.cpuMs),
    text(formatWaits(phase)),
  ]);
  if (rows.length === 0) return [];
  const bounds = { maxRows: MAX_BARS, maxBytes: 8 * 1024 };
  return [...renderTable(['Phase', 'Time:', 'CPU:', 'Waited for'], rows, bounds), ''];
}

function durationOf({ startMs, endMs }: { startMs: number; endMs: number }): number {
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
