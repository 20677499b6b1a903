import { formatBytes } from '../core/bytes.ts';
import { groupBy } from '../core/group-by.ts';
import type { PackageChange } from './diff.ts';
import { plainText } from './plain-text.ts';

/** Every kind of change, in the order in which people are told. */
export const KINDS = ['added', 'removed', 'upgraded', 'downgraded', 'rebuilt'] as const;

/** GitHub takes 64 KiB for the text of a pull request, and people add to it. */
const MAX_MARKDOWN_BYTES = 56_000;

/**
 * Returns the changes for people, under a heading for each architecture; `No changes.` when none.
 * Markdown has less than 60 KiB: what is more is counted.
 */
export function formatChanges(
  changes: readonly PackageChange[],
  format: 'text' | 'markdown',
): string {
  if (changes.length === 0) return 'No changes.\n';
  const groups = [...groupBy(changes, ({ basearch }) => basearch)];
  const limitBytes = Math.floor(MAX_MARKDOWN_BYTES / groups.length);
  return groups
    .map(([basearch, found]) =>
      format === 'text' ? formatText(basearch, found) : formatMarkdown(basearch, found, limitBytes),
    )
    .join('\n');
}

/** Returns `2 added, 1 upgraded (+1.5 MiB)`. */
export function summarizeChanges(changes: readonly PackageChange[]): string {
  const counts = KINDS.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const grown = changes.reduce(
    (sum, { oldSizeBytes = 0, newSizeBytes = 0 }) => sum + newSizeBytes - oldSizeBytes,
    0,
  );
  return `${counts.join(', ')} (${signed(grown)})`;
}

/** Returns `5.1-1 → 5.2-1`, or the one version that there is. */
export function changedVersions(
  { oldEvr, newEvr }: PackageChange,
  quote: (evr: string) => string = plainText,
): string {
  if (oldEvr === undefined || newEvr === undefined || oldEvr === newEvr)
    return quote(newEvr ?? oldEvr ?? '');
  return `${quote(oldEvr)} → ${quote(newEvr)}`;
}

function formatText(basearch: string, changes: readonly PackageChange[]): string {
  const lines = KINDS.flatMap((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    const names = found.map(({ name }) => plainText(name));
    const width = Math.max(...names.map(({ length }) => length));
    return [
      `  ${kind}:`,
      ...found.map(
        (change, index) =>
          `    ${(names[index] ?? '').padEnd(width)}  ${changedVersions(change)}  ${sizes(change)}`,
      ),
    ];
  });
  return [`${basearch}: ${summarizeChanges(changes)}`, ...lines, ''].join('\n');
}

function formatMarkdown(
  basearch: string,
  changes: readonly PackageChange[],
  limitBytes: number,
): string {
  const sorted = KINDS.flatMap((kind) => changes.filter((change) => change.kind === kind));
  const rows: string[] = [];
  let bytes = 0;
  for (const change of sorted) {
    const versions = changedVersions(change, code);
    const row = `| ${change.kind} | ${code(change.name)} | ${versions} | ${sizes(change)} |`;
    bytes += Buffer.byteLength(row) + 1;
    if (bytes > limitBytes) break;
    rows.push(row);
  }
  const left = sorted.length - rows.length;
  return [
    `### ${plainText(basearch)}`,
    '',
    summarizeChanges(changes),
    '',
    '| | Package | Version | Size |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...(left === 0 ? [] : [`| | … and ${left} more | | |`]),
    '',
  ].join('\n');
}

/** In code nothing is a mention, a link or emphasis. */
function code(text: string): string {
  return `\`${plainText(text)}\``;
}

function sizes({ oldSizeBytes, newSizeBytes }: PackageChange): string {
  if (oldSizeBytes === undefined) return formatBytes(newSizeBytes ?? 0);
  if (newSizeBytes === undefined) return `-${formatBytes(oldSizeBytes)}`;
  return `${formatBytes(newSizeBytes)} (${signed(newSizeBytes - oldSizeBytes)})`;
}

function signed(sizeBytes: number): string {
  return `${sizeBytes < 0 ? '-' : '+'}${formatBytes(Math.abs(sizeBytes))}`;
}
