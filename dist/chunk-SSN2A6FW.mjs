import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/report/table.ts
var BOUNDS = { maxRows: 100, maxBytes: 16 * 1024 };
function renderTable(headings, rows, bounds = BOUNDS) {
  const lines = [
    formatRow(headings.map((heading) => heading.replace(/:$/, ""))),
    formatRow(headings.map((heading) => heading.endsWith(":") ? "---:" : "---"))
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
  return more === 0 ? lines : [...lines, "", `${more} more are not shown.`];
}
function formatRow(cells) {
  return `| ${cells.join(" | ")} |`;
}

export {
  renderTable
};
