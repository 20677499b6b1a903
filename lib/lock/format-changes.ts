import { formatBytes } from '../core/bytes.ts';
import type { PackageChange } from './diff.ts';

const KINDS = ['added', 'removed', 'upgraded', 'downgraded', 'rebuilt'] as const;

/** Returns the changes for people, under a heading for each architecture; `No changes.` when none. */
export function formatChanges(
  changes: readonly PackageChange[],
  format: 'text' | 'markdown',
): string {
  if (changes.length === 0) return 'No changes.\n';
  return [...Map.groupBy(changes, ({ basearch }) => basearch)]
    .map(([basearch, found]) =>
      format === 'text' ? formatText(basearch, found) : formatMarkdown(basearch, found),
    )
    .join('\n');
}

function formatText(basearch: string, changes: readonly PackageChange[]): string {
  const lines = KINDS.flatMap((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    const width = Math.max(...found.map(({ name }) => name.length));
    return [
      `  ${kind}:`,
      ...found.map(
        (change) => `    ${change.name.padEnd(width)}  ${versions(change)}  ${sizes(change)}`,
      ),
    ];
  });
  return [`${basearch}: ${summary(changes)}`, ...lines, ''].join('\n');
}

function formatMarkdown(basearch: string, changes: readonly PackageChange[]): string {
  const rows = KINDS.flatMap((kind) =>
    changes
      .filter((change) => change.kind === kind)
      .map((change) => `| ${kind} | ${change.name} | ${versions(change)} | ${sizes(change)} |`),
  );
  return [
    `### ${basearch}`,
    '',
    summary(changes),
    '',
    '| | Package | Version | Size |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** `2 added, 1 upgraded (+1.5 MiB)`. */
function summary(changes: readonly PackageChange[]): string {
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

function versions({ oldEvr, newEvr }: PackageChange): string {
  if (oldEvr === undefined || newEvr === undefined || oldEvr === newEvr)
    return newEvr ?? oldEvr ?? '';
  return `${oldEvr} → ${newEvr}`;
}

function sizes({ oldSizeBytes, newSizeBytes }: PackageChange): string {
  if (oldSizeBytes === undefined) return formatBytes(newSizeBytes ?? 0);
  if (newSizeBytes === undefined) return `-${formatBytes(oldSizeBytes)}`;
  return `${formatBytes(newSizeBytes)} (${signed(newSizeBytes - oldSizeBytes)})`;
}

function signed(sizeBytes: number): string {
  return `${sizeBytes < 0 ? '-' : '+'}${formatBytes(Math.abs(sizeBytes))}`;
}
