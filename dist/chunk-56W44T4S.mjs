import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/report/table.ts
var BOUNDS = { maxRows: 100, maxBytes: 16384 };
function renderTable(headings, rows, bounds = BOUNDS) {
  let lines = [
    formatRow(headings.map((heading) => heading.replace(/:$/, ""))),
    formatRow(headings.map((heading) => heading.endsWith(":") ? "---:" : "---"))
  ], shown = 0, sizeBytes = 0;
  for (let row of rows) {
    let line = formatRow(row);
    if (sizeBytes += Buffer.byteLength(line) + 1, shown === bounds.maxRows || sizeBytes > bounds.maxBytes) break;
    lines.push(line), shown += 1;
  }
  let more = rows.length - shown;
  return more === 0 ? lines : [...lines, "", `${more} more are not shown.`];
}
function formatRow(cells) {
  return `| ${cells.join(" | ")} |`;
}

export {
  renderTable
};
