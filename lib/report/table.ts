/** How much of a table is shown. */
export interface TableBounds {
  readonly maxRows: number;
  readonly maxBytes: number;
}

/** Nobody reads more of a table, and GitHub takes 1 MiB of a summary. */
const BOUNDS: TableBounds = { maxRows: 100, maxBytes: 16 * 1024 };

/**
 * Returns a table of cells that are Markdown already. A heading that ends with `:` has its column
 * to the right. What is beyond the bounds is counted below.
 */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  bounds: TableBounds = BOUNDS,
): string[] {
  const lines = [
    formatRow(headings.map((heading) => heading.replace(/:$/, ''))),
    formatRow(headings.map((heading) => (heading.endsWith(':') ? '---:' : '---'))),
  ];
  let shown = 0;
  let sizeBytes = 0;
  for (const row of rows) {
    const line = formatRow(row);
    sizeBytes += Buffer.byteLength(line) + 1;
    if (shown === bounds.maxRows || sizeBytes > bounds.maxBytes) break;
    lines.push(line);
    shown += 1;
  }
  const more = rows.length - shown;
  return more === 0 ? lines : [...lines, '', `${more} more are not shown.`];
}

function formatRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
