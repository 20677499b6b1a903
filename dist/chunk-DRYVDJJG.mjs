import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatWaits,
  packRows,
  readCriticalPath,
  readPhases
} from "./chunk-3FZ6ZVO6.mjs";
import {
  visibleText
} from "./chunk-BBFWKSVB.mjs";
import {
  count,
  formatDuration
} from "./chunk-S5GTPX6M.mjs";
import {
  listThreads,
  makeFolder,
  parseCoreTicks,
  parsePressure,
  parseProcessStat,
  readPageBytes,
  readProc,
  takeChildrenCpuMs,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  TimelineRecorder,
  monotonicMs,
  withTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/timeline-file.ts
import { renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

// lib/host/usage-sampler.ts
var INTERVAL_MS = 100, SAMPLES_PER_INTERVAL = 6e3, MAX_SHARE = 0.02, MAX_PROCESSES = 500;
function sampleUsage(timeline) {
  let sampler = new Sampler(), taken = 0, intervalMs = INTERVAL_MS, timer, report = () => {
    let sample = sampler.take(monotonicMs());
    sample !== void 0 && timeline.addSample(sample);
  }, take = () => {
    let before = process.cpuUsage();
    report(), taken += 1, taken % SAMPLES_PER_INTERVAL === 0 && (intervalMs *= 2);
    let { user, system } = process.cpuUsage(before), costMs = (user + system) / 1e3;
    timer = setTimeout(take, Math.max(intervalMs, costMs / MAX_SHARE)).unref();
  };
  return take(), {
    report,
    [Symbol.dispose]: () => {
      clearTimeout(timer), report();
    }
  };
}
var Sampler = class {
  pageBytes = readPageBytes();
  before;
  take(atMs) {
    let stat = readProc("stat");
    if (stat === void 0) return;
    let pressure = readProc("pressure/io"), now = {
      atMs,
      cores: parseCoreTicks(stat),
      pressureUs: pressure === void 0 ? void 0 : parsePressure(pressure),
      ours: readOurs()
    }, { before } = this;
    if (!(before !== void 0 && atMs - before.atMs < 20))
      return this.before = now, before === void 0 ? void 0 : this.compare(before, now);
  }
  compare(before, now) {
    let elapsedMs = now.atMs - before.atMs, running = busiestThreads(before.ours, now.ours), cores = now.cores.map((ticks, index) => {
      let old = before.cores[index] ?? ticks, total = Math.max(1, ticks.total - old.total), share = (of) => Math.min(1, Math.max(0, (ticks[of] - old[of]) / total)), name = running.get(index);
      return {
        user: share("user"),
        system: share("system"),
        iowait: share("iowait"),
        ...name === void 0 ? {} : { running: name }
      };
    }), pressure = now.pressureUs === void 0 || before.pressureUs === void 0 ? {} : { diskPressure: Math.min(1, (now.pressureUs - before.pressureUs) / 1e3 / elapsedMs) };
    return {
      atMs: now.atMs,
      cores,
      ourCores: Math.max(0, now.ours.cpuMs - before.ours.cpuMs) / elapsedMs,
      memoryBytes: now.ours.residentPages * this.pageBytes,
      ...pressure
    };
  }
};
function readOurs() {
  let ours = { cpuMs: 0, residentPages: 0, threads: /* @__PURE__ */ new Map() }, pids = [process.pid];
  for (let index = 0; index < pids.length && index < MAX_PROCESSES; index += 1) {
    let pid = pids[index] ?? 0, text = readProc(`${pid}/stat`);
    if (text === void 0) continue;
    let stat = parseProcessStat(text);
    ours.cpuMs += stat.cpuMs + stat.childrenCpuMs, ours.residentPages += stat.residentPages;
    for (let tid of stat.threads > 1 ? listThreads(pid) : [pid]) {
      let own = stat.threads > 1 ? readProc(`${pid}/task/${tid}/stat`) : text;
      if (own === void 0) continue;
      let { name, cpuMs, core } = stat.threads > 1 ? parseProcessStat(own) : stat;
      if (ours.threads.set(tid, { name: name === "MainThread" ? "Treesmith" : name, cpuMs, core }), tid !== pid && pid === process.pid) continue;
      let children = readProc(`${pid}/task/${tid}/children`) ?? "";
      for (let child of children.split(" ")) child !== "" && pids.push(Number(child));
    }
  }
  return ours;
}
function busiestThreads(before, now) {
  let most = /* @__PURE__ */ new Map();
  for (let [tid, { name, cpuMs, core }] of now.threads) {
    let usedMs = cpuMs - (before.threads.get(tid)?.cpuMs ?? 0);
    usedMs > (most.get(core)?.usedMs ?? 0) && most.set(core, { name, usedMs });
  }
  return new Map([...most].map(([core, { name }]) => [core, name]));
}

// lib/report/markup.ts
var ENTITIES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
};
function escapeMarkup(value) {
  return visibleText(value).replaceAll(/[&<>"']/g, (one) => ENTITIES[one] ?? "");
}

// lib/report/timeline-chart.ts
var LEFT = 150, RIGHT = 20, AXIS = 26, HEAD = 20, LEAST_WIDTH = 1100, MOST_WIDTH = 6e3, PIXELS_PER_SECOND = 16, CHAR_WIDTH = 6.2, MAX_BARS = 4e3, MAX_ROWS = 40, MAX_POINTS = 800, COLOURS = 8;
function renderChart(timeline) {
  let seconds2 = timeline.durationMs / 1e3, plot = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Math.round(seconds2 * PIXELS_PER_SECOND))), draw = new Drawing(timeline, plot);
  for (let group of groupSpans(timeline.spans)) draw.bars(group);
  draw.usage();
  let cores = timeline.samples[0]?.cores.length ?? 0, described = [
    formatDuration(timeline.durationMs),
    count(timeline.spans.length, "span"),
    cores === 0 ? "use of the cores was not sampled" : count(cores, "core")
  ].join(", "), height = draw.y + 10, width = LEFT + plot + RIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="chart-title chart-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<title id="chart-title">What ran when</title>',
    `<desc id="chart-desc">${described}. The tables below say the same in words.</desc>`,
    ...draw.grid(height),
    ...draw.parts,
    "</svg>"
  ].join(`
`);
}
function groupSpans(all) {
  let bars = all.filter(({ kind }) => kind !== "mark"), drawn = bars.toSorted((a, b) => durationOf(b) - durationOf(a)).slice(0, MAX_BARS), group = (title, kind, rowHeight) => {
    let spans = drawn.filter((span) => span.kind === kind).sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs), lanes = /* @__PURE__ */ new Map();
    for (let span of spans) {
      let { lane = "" } = span, found = lanes.get(lane);
      found === void 0 ? lanes.set(lane, [span]) : found.push(span);
    }
    let rows = [...lanes].flatMap(
      ([lane, found]) => packRows(found).map((row, index) => ({ label: index === 0 ? lane : "", spans: row }))
    ).slice(0, MAX_ROWS), shown = rows.reduce((sum2, row) => sum2 + row.spans.length, 0), left = bars.filter((span) => span.kind === kind).length - shown;
    return { title, rows, rowHeight, left };
  };
  return [
    group("Phases", "phase", 20),
    group("Processes", "tool", 18),
    group("Threads", "thread", 18),
    group("Downloads", "download", 10)
  ].filter(({ rows }) => rows.length > 0);
}
var Drawing = class {
  parts = [];
  y = AXIS;
  timeline;
  plot;
  constructor(timeline, plot) {
    this.timeline = timeline, this.plot = plot;
  }
  /** Lines and times of the axis, and marks, from top to bottom. */
  grid(height) {
    let { durationMs, spans } = this.timeline, stepMs = niceStep(durationMs / (this.plot / 100)), lines = [];
    for (let ms = 0; ms <= durationMs; ms += stepMs) {
      let x = this.x(ms);
      lines.push(
        `<line class="grid" x1="${x}" x2="${x}" y1="${AXIS - 6}" y2="${height}"/>`,
        `<text class="axis" x="${x}" y="14" text-anchor="middle">${formatTick(ms, stepMs)}</text>`
      );
    }
    for (let { name, startMs } of spans.filter(({ kind }) => kind === "mark")) {
      let x = this.x(startMs);
      lines.push(
        `<line class="mark" x1="${x}" x2="${x}" y1="${AXIS - 6}" y2="${height}"><title>${escapeMarkup(name)}</title></line>`
      );
    }
    return lines;
  }
  bars({ title, rows, rowHeight, left }) {
    this.heading(left === 0 ? title : `${title} (${left} more are not drawn)`);
    for (let { label, spans } of rows) {
      this.label(label, rowHeight);
      for (let span of spans) this.bar(span, rowHeight - 2);
      this.y += rowHeight;
    }
  }
  usage() {
    let { samples } = this.timeline, [first] = samples;
    if (first === void 0) return;
    let points = thin(samples);
    this.heading("Cores; below each, what of ours ran there"), first.cores.forEach((_, index) => {
      let of = (sample) => sample.cores[index];
      this.label(`core ${index}`, 40), this.area("iowait", points, 40, (s) => sum(of(s)?.user, of(s)?.system, of(s)?.iowait)), this.area("system", points, 40, (s) => sum(of(s)?.user, of(s)?.system)), this.area("user", points, 40, (s) => of(s)?.user ?? 0), this.y += 42, this.strip(points, index);
    });
    let most = points.reduce((peak, { memoryBytes }) => Math.max(peak, memoryBytes), 1);
    this.heading(`Memory of all our processes, at most ${formatBytes(most)}`), this.area("memory", points, 40, ({ memoryBytes }) => memoryBytes / most), this.y += 46, !points.every(({ diskPressure }) => diskPressure === void 0) && (this.heading("Share of the time in which something waited for a disk"), this.area("iowait", points, 30, ({ diskPressure = 0 }) => diskPressure), this.y += 34);
  }
  heading(text) {
    this.parts.push(`<text class="heading" x="4" y="${this.y + 14}">${escapeMarkup(text)}</text>`), this.y += HEAD;
  }
  label(text, rowHeight) {
    if (text === "") return;
    let shown = escapeMarkup(text.slice(0, 22));
    this.parts.push(`<text class="lane" x="8" y="${this.y + rowHeight / 2 + 4}">${shown}</text>`);
  }
  bar(span, height) {
    let x = this.x(span.startMs), width = Math.max(0.5, round(this.x(span.endMs) - x)), cpu = span.cpuMs === void 0 ? "" : `, ${formatDuration(span.cpuMs)} of CPU`, failed = span.ok ? "" : ", failed", told = `${span.name}: ${formatDuration(durationOf(span))}${cpu}${failed}, from ${formatDuration(span.startMs)}`, colour = span.ok ? `c${colourOf(span.name)}` : "failed";
    this.parts.push(
      `<g><title>${escapeMarkup(told)}</title><rect class="${colour}" x="${x}" y="${this.y}" width="${width}" height="${height}" rx="2"/>`
    );
    let room = Math.floor((width - 6) / CHAR_WIDTH);
    if (room >= 3 && height >= 14) {
      let name = span.name.length <= room ? span.name : `${span.name.slice(0, room - 1)}\u2026`, shown = escapeMarkup(name);
      this.parts.push(`<text class="bar" x="${x + 3}" y="${this.y + height - 5}">${shown}</text>`);
    }
    this.parts.push("</g>");
  }
  area(name, samples, height, of) {
    let base = this.y + height, top = (value) => round(base - Math.min(1, value) * height), fromX = this.x(0), path = `M${fromX} ${base}`;
    for (let sample of samples) {
      let x = this.x(sample.atMs);
      path += `L${fromX} ${top(of(sample))}L${x} ${top(of(sample))}`, fromX = x;
    }
    this.parts.push(`<path class="${name}" d="${path}L${fromX} ${base}Z"/>`);
  }
  /** Who ran on the core: equal neighbours are one bar. */
  strip(samples, core) {
    let open, close = () => {
      open !== void 0 && this.bar({ kind: "thread", ok: !0, ...open }, 14);
    };
    samples.forEach((sample, index) => {
      let name = sample.cores[core]?.running, startMs = samples[index - 1]?.atMs ?? 0;
      if (open !== void 0 && open.name === name) {
        open.endMs = sample.atMs;
        return;
      }
      close(), open = name === void 0 ? void 0 : { name, startMs, endMs: sample.atMs };
    }), close(), this.y += 20;
  }
  x(ms) {
    let share = Math.min(1, ms / Math.max(1, this.timeline.durationMs));
    return round(LEFT + share * this.plot);
  }
};
function thin(samples) {
  let per = Math.ceil(samples.length / MAX_POINTS);
  if (per <= 1) return samples;
  let thinned = [];
  for (let at = 0; at < samples.length; at += per) {
    let group = samples.slice(at, at + per), last = group.at(-1);
    if (last === void 0) break;
    let mean = (of) => group.reduce((total, sample) => total + (of(sample) ?? 0), 0) / group.length;
    thinned.push({
      ...last,
      cores: last.cores.map((core, index) => ({
        ...core,
        user: mean(({ cores }) => cores[index]?.user),
        system: mean(({ cores }) => cores[index]?.system),
        iowait: mean(({ cores }) => cores[index]?.iowait)
      })),
      ourCores: mean(({ ourCores }) => ourCores),
      memoryBytes: Math.max(...group.map(({ memoryBytes }) => memoryBytes)),
      ...last.diskPressure === void 0 ? {} : { diskPressure: mean(({ diskPressure }) => diskPressure) }
    });
  }
  return thinned;
}
function durationOf({ startMs, endMs }) {
  return endMs - startMs;
}
function colourOf(name) {
  let hash = 0;
  for (let char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 65521;
  return hash % COLOURS;
}
function niceStep(ms) {
  let power = 10 ** Math.floor(Math.log10(Math.max(1, ms)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= ms) ?? 10 * power;
}
function formatTick(ms, stepMs) {
  let digits = stepMs >= 1e3 ? 0 : stepMs >= 100 ? 1 : 2;
  return `${(ms / 1e3).toFixed(digits)} s`;
}
function sum(...values) {
  return values.reduce((total, value) => total + (value ?? 0), 0);
}
function round(value) {
  return Math.round(value * 10) / 10;
}

// lib/report/timeline-page.ts
var MAX_ROWS2 = 200, MAX_STEPS = 30, LEAST_SHARE = 3e-3, STYLE = `
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
function renderTimelinePage(title, timeline) {
  let started = new Date(timeline.startedMs).toISOString().replace(/\.\d+Z$/, " UTC").replace("T", " "), dropped = timeline.dropped === 0 ? "" : ` ${timeline.dropped} more spans were beyond the limit.`;
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
function renderPhases(timeline) {
  return `<h2>Phases</h2>
<table>
<thead><tr><th scope="col">phase</th><th scope="col" class="number">wall, s</th><th scope="col" class="number">CPU, s</th><th scope="col" class="number">cores</th><th scope="col">waited for</th></tr></thead>
<tbody>
${readPhases(timeline).slice(0, MAX_ROWS2).map((phase) => {
    let failed = phase.ok ? "" : ' <span class="bad">failed</span>';
    return [
      `<tr><td ${`style="padding-left: ${0.8 + 1.2 * Math.min(5, phase.depth)}rem"`}>${escapeMarkup(phase.name)}${failed}</td>`,
      `<td class="number">${seconds(phase.wallMs)}</td><td class="number">${seconds(phase.cpuMs)}</td>`,
      `<td class="number">${phase.wallMs > 0 ? (phase.cpuMs / phase.wallMs).toFixed(2) : ""}</td>`,
      `<td>${escapeMarkup(formatWaits(phase))}</td></tr>`
    ].join("");
  }).join(`
`)}
</tbody>
</table>
<p class="note">CPU is that of all our processes. "all cores": every core was busy, most of it with our
work; "others on this machine": most of it with that of others. "one process": work that ran on one core while others were idle. "nothing seen": neither
processor, disk nor download; a lock, a guest, a pause.</p>`;
}
function renderPath(timeline) {
  let steps = readCriticalPath(timeline), longest = steps.toSorted((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs)).slice(0, MAX_STEPS).filter(({ startMs, endMs }) => endMs - startMs >= LEAST_SHARE * timeline.durationMs), shown = steps.filter((step) => longest.includes(step)), rows = shown.map(
    ({ name, startMs, endMs }) => [
      `<tr><td class="number">${seconds(startMs)}</td><td>${escapeMarkup(name)}</td>`,
      `<td class="number">${seconds(endMs - startMs)}</td>`,
      `<td class="number">${Math.round(100 * (endMs - startMs) / Math.max(1, timeline.durationMs))} %</td></tr>`
    ].join("")
  ), left = steps.length - shown.length;
  return `<h2>Critical path</h2>
<table>
<thead><tr><th scope="col" class="number">from, s</th><th scope="col">step</th><th scope="col" class="number">s</th><th scope="col" class="number">share</th></tr></thead>
<tbody>
${rows.join(`
`)}
</tbody>
</table>
<p class="note">From the end backward, always what ended last before: to make the build faster, make one of
these faster. A phase stands for our own work between its tools.${left === 0 ? "" : ` ${left} shorter steps are left out.`}</p>`;
}
function seconds(ms) {
  return (ms / 1e3).toFixed(2);
}

// lib/build/timeline-file.ts
async function withTimelineFile(file, body) {
  return recordTimeline((recorder) => writingTimeline(file, recorder, body));
}
async function writingTimeline({ path, title, log }, recorder, body) {
  var _stack = [];
  try {
    await makeFolder(dirname(path));
    let _ = __using(_stack, onSignal(() => {
      writeFileSync(`${path}.new`, renderTimelinePage(title, recorder.snapshot())), renameSync(`${path}.new`, path);
    }));
    let result;
    try {
      result = await body();
    } catch (error) {
      throw await writePage(path, title, recorder).catch(
        (fault) => log.warn(`cannot write the timeline: ${fault.message}`)
      ), error;
    }
    await writePage(path, title, recorder);
    return result;
  } catch (_2) {
    var _error = _2, _hasError = !0;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
async function recordTimeline(body) {
  let recorder = new TimelineRecorder(Date.now());
  takeChildrenCpuMs();
  let sampling = sampleUsage(recorder.timeline);
  recorder.beforeSnapshot(() => sampling.report());
  try {
    return await withTimeline(recorder.timeline, () => body(recorder));
  } finally {
    sampling[Symbol.dispose]();
  }
}
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
function onSignal(body) {
  let listeners = SIGNALS.map((signal) => {
    let listener = () => {
      try {
        body();
      } finally {
        process.listenerCount(signal) === 0 && process.kill(process.pid, signal);
      }
    };
    return process.once(signal, listener), { signal, listener };
  });
  return {
    [Symbol.dispose]: () => {
      for (let { signal, listener } of listeners) process.off(signal, listener);
    }
  };
}
async function writePage(path, title, recorder) {
  await writeFileAtomic(path, renderTimelinePage(title, recorder.snapshot()));
}

export {
  withTimelineFile,
  writingTimeline,
  recordTimeline
};
