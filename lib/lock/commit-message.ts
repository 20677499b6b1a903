import { compareBytes } from '../core/bytes.ts';
import { groupBy } from '../core/group-by.ts';
import type { PackageChange } from './diff.ts';
import { changedVersions, KINDS, summarizeChanges } from './format-changes.ts';
import { plainText } from './plain-text.ts';

const SUBJECT_LENGTH = 72;
const BODY_WIDTH = 72;
/** GitHub takes messages of 64 KiB; what is more is counted. */
const MAX_BODY_BYTES = 60_000;

/**
 * Returns the commit message for a new lockfile: a subject of at most 72 characters, and what changed
 * in each architecture; architectures with the same changes are told together. At most 64 KiB.
 */
export function formatCommitMessage(changes: readonly PackageChange[]): string {
  const body = formatBody(changes);
  return `${formatSubject(changes)}\n${body === '' ? '' : `\n${body}`}`;
}

function formatSubject(changes: readonly PackageChange[]): string {
  const names = [...new Set(changes.map(({ name }) => name))].sort(compareBytes);
  const [first, ...others] = names;
  if (first === undefined) return 'lock: follow the repositories; no package changed';
  const verb = commonVerb(changes);
  const count = `lock: ${verb} ${names.length} packages`;
  // A first lock has no package that is more worth naming than the rest.
  if (verb === 'add' && names.length > 2) return count;
  const name = plainText(first);
  if (others.length === 0) {
    const evrs = new Set(changes.map(({ newEvr }) => newEvr));
    const [evr] = evrs;
    const to = verb === 'add' ? '' : 'to ';
    const whole =
      evrs.size === 1 && evr !== undefined
        ? `lock: ${verb} ${name} ${to}${plainText(evr)}`
        : `lock: ${verb} ${name}`;
    return [whole, `lock: ${verb} ${name}`, `lock: ${verb} 1 package`].find(fits) ?? '';
  }
  const more = `${others.length} more ${others.length === 1 ? 'package' : 'packages'}`;
  return [`lock: ${verb} ${name} and ${more}`, count].find(fits) ?? '';
}

function fits(subject: string): boolean {
  return subject.length <= SUBJECT_LENGTH;
}

function commonVerb(changes: readonly PackageChange[]): string {
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.size > 1) return 'update';
  if (kinds.has('added')) return 'add';
  if (kinds.has('removed')) return 'remove';
  return kinds.has('downgraded') ? 'downgrade' : 'update';
}

function formatBody(changes: readonly PackageChange[]): string {
  const byArch = [...groupBy(changes, ({ basearch }) => basearch)].map(([basearch, found]) => ({
    basearch: plainText(basearch),
    lines: [summarizeChanges(found), ...formatKinds(found)],
  }));
  const alike = [...groupBy(byArch, ({ lines }) => lines.join('\n')).values()];
  const lines = alike.flatMap((group, index) => {
    const [summary = '', ...rest] = group[0]?.lines ?? [];
    const heading = `${group.map(({ basearch }) => basearch).join(', ')}: ${summary}`;
    return [...(index === 0 ? [] : ['']), ...wrap(heading, ''), ...rest];
  });
  return limitLines(lines);
}

function formatKinds(changes: readonly PackageChange[]): string[] {
  return KINDS.flatMap((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    const words = found.map((change) => `${plainText(change.name)} ${changedVersions(change)}`);
    return wrap(`${kind}: ${words.join(', ')}`, '  ');
  });
}

/** Breaks at spaces; a word that is longer than a line has one of its own. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > BODY_WIDTH) {
      lines.push(line);
      line = `${indent}${indent}`;
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

function limitLines(lines: readonly string[]): string {
  let bytes = 0;
  const kept: string[] = [];
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > MAX_BODY_BYTES) {
      kept.push('', `${lines.length - kept.length} more lines are left out; the lockfile has all.`);
      break;
    }
    kept.push(line);
  }
  return kept.length === 0 ? '' : `${kept.join('\n')}\n`;
}
