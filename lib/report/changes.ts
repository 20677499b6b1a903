import { formatBytes } from '../core/bytes.ts';
import { groupBy } from '../core/group-by.ts';
import { code, text } from './markdown.ts';
import { signedBytes } from './quantities.ts';
import type { ReportedChange } from './report.ts';
import { renderTable } from './table.ts';

const KINDS = ['added', 'removed', 'upgraded', 'downgraded', 'rebuilt'] as const;

/** Longer tables fold. */
const OPEN_ROWS = 15;

/** There are five architectures; a caller who invents more gets no more. */
const MAX_ARCHITECTURES = 8;

/** For all architectures. */
const BOUNDS = { maxRows: 600, maxBytes: 64 * 1024 };

/** Returns the section of what changed since the last lock. */
export function renderChanges(changes: readonly ReportedChange[]): string[] {
  const head = ['## What changed since the last lock', ''];
  if (changes.length === 0) return [...head, 'Nothing.', ''];
  const groups = [...groupBy(changes, ({ basearch }) => basearch)].slice(0, MAX_ARCHITECTURES);
  const bounds = {
    maxRows: Math.floor(BOUNDS.maxRows / groups.length),
    maxBytes: Math.floor(BOUNDS.maxBytes / groups.length),
  };
  return [
    ...head,
    ...groups.flatMap(([basearch, items]) => {
      const ordered = KINDS.flatMap((kind) => items.filter((change) => change.kind === kind));
      const table = renderTable(['', 'Package', 'Version', 'Size:'], ordered.map(row), bounds);
      const title = `${text(basearch)}: ${summarize(items)}`;
      return items.length <= OPEN_ROWS
        ? [`**${title}**`, '', ...table, '']
        : ['<details>', `<summary><b>${title}</b></summary>`, '', ...table, '', '</details>', ''];
    }),
  ];
}

/** `2 added, 1 upgraded (+1.5 MiB)`. */
function summarize(changes: readonly ReportedChange[]): string {
  const counts = KINDS.flatMap((kind) => {
    const amount = changes.filter((change) => change.kind === kind).length;
    return amount === 0 ? [] : [`${amount} ${kind}`];
  });
  const grown = changes.reduce(
    (sum, { oldSizeBytes = 0, newSizeBytes = 0 }) => sum + newSizeBytes - oldSizeBytes,
    0,
  );
  return `${counts.join(', ')} (${signedBytes(grown)})`;
}

function row({ kind, name, ...change }: ReportedChange): string[] {
  return [kind, code(name), versions(change), sizes(change)];
}

type Sides = Omit<ReportedChange, 'kind' | 'name'>;

function versions({ oldEvr, newEvr }: Sides): string {
  const known = [...new Set([oldEvr, newEvr])].filter((evr) => evr !== undefined);
  return known.map((evr) => text(evr)).join(' → ');
}

function sizes({ oldSizeBytes, newSizeBytes }: Sides): string {
  if (oldSizeBytes === undefined) return formatBytes(newSizeBytes ?? 0);
  if (newSizeBytes === undefined) return signedBytes(-oldSizeBytes);
  return `${formatBytes(newSizeBytes)} (${signedBytes(newSizeBytes - oldSizeBytes)})`;
}
