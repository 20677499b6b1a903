import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/report/timeline-facts.ts
function readPhases(timeline) {
  let phases = timeline.spans.filter(({ kind }) => kind === "phase"), slices = sliceSamples(timeline), work = timeline.spans.filter(({ kind }) => kind === "tool" || kind === "thread");
  return phases.map((phase) => {
    let inside = work.filter((span) => overlapMs(span, phase) > 0), tools = inside.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, 100), waits = { cpu: 0, others: 0, process: 0, disk: 0, network: 0, other: 0 }, alone = /* @__PURE__ */ new Map(), sampledMs = 0, cpuMs = 0;
    for (let slice of slices) {
      let shareMs = overlapMs(slice, phase);
      if (shareMs !== 0 && (sampledMs += shareMs, cpuMs += shareMs * slice.sample.ourCores, waits[slice.wait] += shareMs, slice.wait === "process"))
        for (let tool of tools) {
          let both = overlapMs(slice, tool);
          both > 0 && alone.set(tool.name, (alone.get(tool.name) ?? 0) + both);
        }
    }
    let wallMs = lengthOf(phase), toolsMs = inside.reduce((sum, tool) => sum + (tool.cpuMs ?? 0), 0), [busiest] = [...alone].sort((a, b) => b[1] - a[1])[0] ?? [];
    return {
      name: phase.name,
      startMs: phase.startMs,
      wallMs,
      cpuMs: sampledMs < wallMs / 2 ? toolsMs : cpuMs,
      ok: phase.ok,
      depth: phases.filter((other) => other !== phase && contains(other, phase)).length,
      waits,
      ...busiest === void 0 ? {} : { busiest }
    };
  });
}
function readCriticalPath(timeline) {
  let work = timeline.spans.filter(({ kind }) => kind !== "phase" && kind !== "mark"), phases = timeline.spans.filter(({ kind }) => kind === "phase"), byEnd = work.toSorted((a, b) => b.endMs - a.endMs || a.startMs - b.startMs), steps = [], between = (startMs, endMs) => {
    if (endMs - startMs <= 5) return;
    let middle = { startMs, endMs }, around = phases.findLast((phase) => overlapMs(phase, middle) >= (endMs - startMs) / 2);
    steps.push({ name: around === void 0 ? "Treesmith" : around.name, startMs, endMs });
  }, atMs = timeline.spans.reduce((last, { endMs }) => Math.max(last, endMs), 0);
  for (let span of byEnd)
    span.endMs > atMs + 5 || span.startMs >= atMs || (between(span.endMs, atMs), steps.push({ name: span.name, startMs: span.startMs, endMs: Math.min(span.endMs, atMs) }), atMs = span.startMs);
  return between(0, atMs), mergeSteps(steps.reverse());
}
function packRows(spans) {
  let rows = [], ends = [], sorted = spans.toSorted((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
  for (let span of sorted) {
    let free = ends.findIndex((endMs) => endMs <= span.startMs), index = free === -1 ? rows.length : free;
    ends[index] = span.endMs;
    let row = rows[index];
    row === void 0 ? rows.push([span]) : row.push(span);
  }
  return rows;
}
function sliceSamples({ samples, spans }) {
  let downloads = spans.filter(({ kind }) => kind === "download");
  return samples.map((sample, index) => {
    let range = { startMs: samples[index - 1]?.atMs ?? 0, endMs: sample.atMs }, isLoading = downloads.some((download) => overlapMs(download, range) > 0);
    return { ...range, sample, wait: waitOf(sample, isLoading) };
  });
}
function waitOf(sample, isLoading) {
  let { cores, ourCores, diskPressure = 0 } = sample, busy = cores.reduce((sum, { user, system }) => sum + user + system, 0), iowait = cores.reduce((sum, core) => sum + core.iowait, 0);
  return busy >= 0.85 * cores.length ? ourCores >= busy / 2 ? "cpu" : "others" : ourCores >= 0.7 ? "process" : iowait >= 0.25 || diskPressure >= 0.25 ? "disk" : isLoading ? "network" : ourCores >= 0.3 ? "process" : "other";
}
function lengthOf({ startMs, endMs }) {
  return endMs - startMs;
}
function overlapMs(a, b) {
  return Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));
}
function contains(outer, inner) {
  return lengthOf(outer) > lengthOf(inner) && outer.startMs <= inner.startMs && outer.endMs >= inner.endMs;
}
function mergeSteps(steps) {
  let merged = [];
  for (let step of steps) {
    let last = merged.at(-1);
    last?.name === step.name ? merged[merged.length - 1] = { ...last, endMs: step.endMs } : merged.push(step);
  }
  return merged;
}

// lib/report/waits.ts
var NAMES = {
  cpu: "all cores",
  others: "others on this machine",
  process: "one process",
  disk: "disk",
  network: "network",
  other: "nothing seen"
}, LEAST_MS = 150, LEAST_SHARE = 0.1;
function formatWaits({ waits, busiest }) {
  let sum = Object.values(waits).reduce((total, ms) => total + ms, 0);
  return sum < LEAST_MS ? "" : Object.keys(NAMES).filter((wait) => waits[wait] / sum >= LEAST_SHARE).sort((a, b) => waits[b] - waits[a]).map((wait) => {
    let who = wait === "process" && busiest !== void 0 ? ` (${busiest})` : "";
    return `${NAMES[wait]}${who} ${Math.round(100 * waits[wait] / sum)} %`;
  }).join(", ");
}

export {
  readPhases,
  readCriticalPath,
  packRows,
  formatWaits
};
