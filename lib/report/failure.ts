import { relative, resolve } from 'node:path';
import { formatPlace, type Place, TreesmithError } from '../core/errors.ts';
import type { RecordedTimeline } from '../core/timeline.ts';
import { renderStoppedBoot, type StoppedBoot } from './boot-chart.ts';
import { code, fence, text } from './markdown.ts';
import type { TimelineEntry } from './report.ts';
import { renderTimings } from './timings.ts';

/** Of a message with many lines, the first say what failed and the last how it ended. */
const FIRST_LINES = 40;
const LAST_LINES = 60;
/** For the sentences that people read. */
const MAX_SENTENCE = 1000;

/** What `describe` of a guest puts in front of its console. */
const CONSOLE = "The console's last lines:";

/** What a summary of a failure may know beside. */
export interface FailureExtras {
  /** Files below it are named relative to it. */
  readonly root?: string | undefined;
  readonly recorded?: RecordedTimeline;
  /** The boot that failed. */
  readonly boot?: StoppedBoot | undefined;
}

/**
 * Returns the summary of a run that failed: what, where, what to do, and when it was a boot its phases
 * and the last lines of the console.
 */
export function renderFailure(
  error: unknown,
  timeline: readonly TimelineEntry[],
  { root = '/', recorded, boot }: FailureExtras = {},
): string {
  const message = error instanceof Error ? error.message : String(error);
  const [told, console] = splitConsole(message);
  const [first = '', ...rest] = told.split('\n');
  const failed = timeline.findLast(({ ok }) => !ok);
  const known = error instanceof TreesmithError ? error : undefined;
  const facts = [
    ...(failed === undefined ? [] : [`- in ${text(failed.title)}`]),
    ...(known?.place === undefined
      ? []
      : [`- at ${code(formatPlace(placeIn(root, known.place)))}`]),
    ...(known?.hint === undefined ? [] : [`- to do: ${text(known.hint, MAX_SENTENCE)}`]),
    known === undefined
      ? '- this is a fault in Treesmith; please report it'
      : `- code ${code(known.code)}`,
  ];
  const lines = [
    '# Failed',
    '',
    `**${text(first, MAX_SENTENCE) || 'There is no message.'}**`,
    '',
    ...facts,
    '',
    ...(rest.length === 0 ? [] : [...fence('text', shorten(rest)), '']),
    ...(boot === undefined ? [] : section('## How far it came', renderStoppedBoot(boot))),
    ...(console === undefined
      ? []
      : ["## The console's last lines", '', ...fence('text', shorten(console.split('\n'))), '']),
    ...(timeline.length === 0 ? [] : renderTimings(timeline, recorded)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, '', ...lines];
}

function placeIn(root: string, place: Place): Place {
  const file = relative(root, resolve(root, place.file));
  return root === '/' || file === '..' || file.startsWith('../') ? place : { ...place, file };
}

/** Splits off what the guest wrote; it may say the words again. */
function splitConsole(message: string): [told: string, console: string | undefined] {
  const at = message.indexOf(`\n${CONSOLE}\n`);
  return at === -1
    ? [message, undefined]
    : [message.slice(0, at), message.slice(at + CONSOLE.length + 2)];
}

function shorten(lines: readonly string[]): readonly string[] {
  const left = lines.length - FIRST_LINES - LAST_LINES;
  if (left <= 0) return lines;
  return [...lines.slice(0, FIRST_LINES), `… ${left} lines …`, ...lines.slice(-LAST_LINES)];
}
