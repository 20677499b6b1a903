import type { RecordedTimeline } from '../core/timeline.ts';
import { escapeMarkup } from './markup.ts';
import { formatDuration } from './quantities.ts';
import { renderChart } from './timeline-chart.ts';
import { readCriticalPath, readPhases } from './timeline-facts.ts';
import { formatWaits } from './waits.ts';

/** Rows of a table. */
const MAX_ROWS = 200;

/** Of the critical path the longest are shown. */
const MAX_STEPS = 30;
/** Of the whole time; a shorter step is only counted. */
const LEAST_SHARE = 0.003;

const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1f2328; --dim: #59636e; --line: #d1d9e0; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #f0f6fc; --dim: #9198a1; --line: #3d444d; }
}
body { margin: 1.5rem; background: var(--paper); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; }
.chart { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
svg { display: block; font: 11px system-ui, sans-serif; fill: var(--ink); }
table { border-collapse: collapse; margin-block: 1rem; }
th, td { padding: 0.2rem 0.8rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.grid { stroke: var(--line); stroke-width: 1; }
.mark { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3; }
.axis, .lane { fill: var(--dim); }
.heading { font-weight: 600; }
.bar { fill: #fff; pointer-events: none; }
.c0 { fill: #0550ae; } .c1 { fill: #116329; } .c2 { fill: #8250df; } .c3 { fill: #953800; }
.c4 { fill: #0e6e7a; } .c5 { fill: #99286e; } .c6 { fill: #5b5f00; } .c7 { fill: #57606a; }
.failed { fill: #cf222e; }
.user { fill: #2f81f7; } .system { fill: #d29922; } .iowait { fill: #f85149; } .memory { fill: #8957e5; }
.bad { color: #cf222e; font-weight: 600; }
p.legend span { display: inline-block; width: 0.8em; height: 0.8em; margin: 0 0.3em 0 1em; border-radius: 2px; }
.user { background: #2f81f7; } .system { background: #d29922; } .iowait { background: #f85149; }
p.note { color: var(--dim); max-width: 60rem; }
`;

/**
 * Returns a page of HTML that shows a timeline: one file, which asks the network for nothing and runs
 * no script. `title` says of what it is. Whatever names hold, they are text.
 */
export function renderTimelinePage(title: string, timeline: RecordedTimeline): string {
  const started = new Date(timeline.startedMs)
    .toISOString()
    .replace(/\.\d+Z$/, ' UTC')
    .replace('T', ' ');
  const dropped =
    timeline.dropped === 0 ? '' : ` ${timeline.dropped} more spans were beyond the limit.`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Timeline: ${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Timeline: ${escapeMarkup(title)}</h1>
<p>${formatDuration(timeline.durationMs)}, from ${started}. Point at a bar to read what it is.${dropped}</p>
<div class="chart" tabindex="0" role="region" aria-label="Chart">
${renderChart(timeline)}
</div>
<p class="legend">Cores: <span class="user"></span>user <span class="system"></span>system <span class="iowait"></span>waiting for a disk</p>
${renderPhases(timeline)}
${renderPath(timeline)}
</body>
</html>
`;
}

function renderPhases(timeline: RecordedTimeline): string {
  const phases = readPhases(timeline);
  const rows = phases.slice(0, MAX_ROWS).map((phase) => {
    const failed = phase.ok ? '' : ' <span class="bad">failed</span>';
    const indent = `style="padding-left: ${0.8 + 1.2 * Math.min(5, phase.depth)}rem"`;
    return [
      `<tr><td ${indent}>${escapeMarkup(phase.name)}${failed}</td>`,
      `<td class="number">${seconds(phase.wallMs)}</td><td class="number">${seconds(phase.cpuMs)}</td>`,
      `<td class="number">${phase.wallMs > 0 ? (phase.cpuMs / phase.wallMs).toFixed(2) : ''}</td>`,
      `<td>${escapeMarkup(formatWaits(phase))}</td></tr>`,
    ].join('');
  });
  return `<h2>Phases</h2>
<table>
<thead><tr><th scope="col">phase</th><th scope="col" class="number">wall, s</th><th scope="col" class="number">CPU, s</th><th scope="col" class="number">cores</th><th scope="col">waited for</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p class="note">CPU is that of all our processes. "all cores": every core was busy, most of it with our
work; "others on this machine": most of it with that of others. "one process": work that ran on one core while others were idle. "nothing seen": neither
processor, disk nor download; a lock, a guest, a pause.</p>`;
}

function renderPath(timeline: RecordedTimeline): string {
  const steps = readCriticalPath(timeline);
  const longest = steps
    .toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs))
    .slice(0, MAX_STEPS)
    .filter(({ startMs, endMs }) => endMs - startMs >= LEAST_SHARE * timeline.durationMs);
  const shown = steps.filter((step) => longest.includes(step));
  const rows = shown.map(({ name, startMs, endMs }) =>
    [
      `<tr><td class="number">${seconds(startMs)}</td><td>${escapeMarkup(name)}</td>`,
      `<td class="number">${seconds(endMs - startMs)}</td>`,
      `<td class="number">${Math.round((100 * (endMs - startMs)) / Math.max(1, timeline.durationMs))} %</td></tr>`,
    ].join(''),
  );
  const left = steps.length - shown.length;
  return `<h2>Critical path</h2>
<table>
<thead><tr><th scope="col" class="number">from, s</th><th scope="col">step</th><th scope="col" class="number">s</th><th scope="col" class="number">share</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p class="note">From the end backward, always what ended last before: to make the build faster, make one of
these faster. A phase stands for our own work between its tools.${left === 0 ? '' : ` ${left} shorter steps are left out.`}</p>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
