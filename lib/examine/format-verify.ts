import { formatBytes } from '../core/bytes.ts';
import type { Difference } from './difference.ts';
import { printable } from './printable.ts';
import type { VerifyReport } from './verify-report.ts';

/** More of them nobody reads on a terminal. */
const MAX_LINES = 50;

/** Returns the report for people: each difference, or what was compared. */
export function formatVerifyReport(report: VerifyReport): string[] {
  const { differences } = report;
  const lines = differences.slice(0, MAX_LINES).flatMap(formatDifference);
  const left = differences.length - MAX_LINES;
  if (left > 0) lines.push(`… and ${left} more; --json has all of them`);
  const same = differences.length === 0;
  const isAlone = report.against.kind === 'registry';
  const verdict = same
    ? isAlone
      ? `${report.reference} is whole`
      : `${report.against.name} is the image ${report.reference}`
    : `${report.against.name} is not ${isAlone ? 'good' : `the image ${report.reference}`}: ${count(differences.length, 'difference')}`;
  return [...lines, ...(lines.length > 0 ? [''] : []), verdict, ...facts(report)];
}

function formatDifference({ path, kind, fields, firstFile }: Difference): string[] {
  const head = `${kind.padEnd(10)} ${printable(path)}`;
  const [only] = fields;
  const first = formatFirst(firstFile);
  if (only === undefined) return [head, ...first];
  return [
    head,
    ...fields.map(
      ({ field, expected, got }) =>
        `             ${field}: expected ${printable(expected)}, got ${printable(got)}`,
    ),
    ...first,
  ];
}

function formatFirst(found: Difference['firstFile']): string[] {
  if (found === undefined) return [];
  const indent = ' '.repeat(13);
  if (found === 'none') return [`${indent}no file in it differs: only the compressed form does`];
  return [
    `${indent}first file that differs: ${printable(found.path)}`,
    `${indent}  expected ${printable(found.expected)}`,
    `${indent}  got      ${printable(found.got)}`,
  ];
}

function facts(report: VerifyReport): string[] {
  const { counts } = report;
  const images = report.images.map(({ digest, platform }) => `${platform} ${digest}`);
  const what =
    counts.files + counts.folders + counts.others === 0
      ? `${count(report.blobs, 'blob')}, ${formatBytes(report.blobBytes)}`
      : [
          `${count(counts.files, 'file')} (${formatBytes(counts.bytes)})`,
          count(counts.folders, 'folder'),
          `${count(counts.others, 'link')} or the like`,
          `${counts.ignored} left out`,
        ].join(', ');
  return [
    `  digest      ${report.digest}`,
    ...images.map((image) => `  image       ${image}`),
    `  compared    ${what}`,
    ...report.signatures.map(({ kind, about, isGood, why }) => {
      const verdict = isGood === true ? 'good' : `BAD: ${why}`;
      return `  signature   ${kind} ${printable(about)} (${verdict})`;
    }),
    ...(report.isOstree ? ['  form        an OSTree commit in a container'] : []),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
