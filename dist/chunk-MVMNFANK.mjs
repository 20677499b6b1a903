import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatBytes
} from "./chunk-RF4O7ECS.mjs";

// lib/report/quantities.ts
function count(amount, what) {
  return `${amount} ${what}${amount === 1 ? "" : "s"}`;
}
function signedBytes(sizeBytes) {
  return `${sizeBytes < 0 ? "-" : "+"}${formatBytes(Math.abs(sizeBytes))}`;
}
function formatDuration(ms) {
  const seconds = Math.max(0, ms) / 1e3;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// lib/report/timeline-facts.ts
var ALL_BUSY = 0.85;
var ONE_BUSY = 0.7;
var HALF_BUSY = 0.3;
var DISK_WAIT = 0.25;
var MAX_TOOLS = 100;
var TOUCHING_MS = 5;
function readPhases(timeline) {
  const phases = timeline.spans.filter(({ kind }) => kind === "phase");
  const slices = sliceSamples(timeline);
  const work = timeline.spans.filter(({ kind }) => kind === "tool" || kind === "thread");
  return phases.map((phase) => {
    const inside = work.filter((span) => overlapMs(span, phase) > 0);
    const tools = inside.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MAX_TOOLS);
    const waits = { cpu: 0, others: 0, process: 0, disk: 0, network: 0, other: 0 };
    const alone = /* @__PURE__ */ new Map();
    let sampledMs = 0;
    let cpuMs = 0;
    for (const slice of slices) {
      const shareMs = overlapMs(slice, phase);
      if (shareMs === 0) continue;
      sampledMs += shareMs;
      cpuMs += shareMs * slice.sample.ourCores;
      waits[slice.wait] += shareMs;
      if (slice.wait !== "process") continue;
      for (const tool of tools) {
        const both = overlapMs(slice, tool);
        if (both > 0) alone.set(tool.name, (alone.get(tool.name) ?? 0) + both);
      }
    }
    const wallMs = lengthOf(phase);
    const toolsMs = inside.reduce((sum, tool) => sum + (tool.cpuMs ?? 0), 0);
    const [busiest] = [...alone].sort((a, b) => b[1] - a[1])[0] ?? [];
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
  const work = timeline.spans.filter(({ kind }) => kind !== "phase" && kind !== "mark");
  const phases = timeline.spans.filter(({ kind }) => kind === "phase");
  const byEnd = work.toSorted((a, b) => b.endMs - a.endMs || a.startMs - b.startMs);
  const steps = [];
  const between = (startMs, endMs) => {
    if (endMs - startMs <= TOUCHING_MS) return;
    const middle = { startMs, endMs };
    const around = phases.findLast((phase) => overlapMs(phase, middle) >= (endMs - startMs) / 2);
    steps.push({ name: around === void 0 ? "Treesmith" : around.name, startMs, endMs });
  };
  let atMs = timeline.spans.reduce((last, { endMs }) => Math.max(last, endMs), 0);
  for (const span of byEnd) {
    if (span.endMs > atMs + TOUCHING_MS || span.startMs >= atMs) continue;
    between(span.endMs, atMs);
    steps.push({ name: span.name, startMs: span.startMs, endMs: Math.min(span.endMs, atMs) });
    atMs = span.startMs;
  }
  between(0, atMs);
  return mergeSteps(steps.reverse());
}
function packRows(spans) {
  const rows = [];
  const ends = [];
  const sorted = spans.toSorted((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
  for (const span of sorted) {
    const free = ends.findIndex((endMs) => endMs <= span.startMs);
    const index = free === -1 ? rows.length : free;
    ends[index] = span.endMs;
    const row = rows[index];
    if (row === void 0) rows.push([span]);
    else row.push(span);
  }
  return rows;
}
function sliceSamples({ samples, spans }) {
  const downloads = spans.filter(({ kind }) => kind === "download");
  return samples.map((sample, index) => {
    const startMs = samples[index - 1]?.atMs ?? 0;
    const range = { startMs, endMs: sample.atMs };
    const isLoading = downloads.some((download) => overlapMs(download, range) > 0);
    return { ...range, sample, wait: waitOf(sample, isLoading) };
  });
}
function waitOf(sample, isLoading) {
  const { cores, ourCores, diskPressure = 0 } = sample;
  const busy = cores.reduce((sum, { user, system }) => sum + user + system, 0);
  const iowait = cores.reduce((sum, core) => sum + core.iowait, 0);
  if (busy >= ALL_BUSY * cores.length) return ourCores >= busy / 2 ? "cpu" : "others";
  if (ourCores >= ONE_BUSY) return "process";
  if (iowait >= DISK_WAIT || diskPressure >= DISK_WAIT) return "disk";
  if (isLoading) return "network";
  return ourCores >= HALF_BUSY ? "process" : "other";
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
  const merged = [];
  for (const step of steps) {
    const last = merged.at(-1);
    if (last?.name === step.name) merged[merged.length - 1] = { ...last, endMs: step.endMs };
    else merged.push(step);
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
};
var LEAST_MS = 150;
var LEAST_SHARE = 0.1;
function formatWaits({ waits, busiest }) {
  const sum = Object.values(waits).reduce((total, ms) => total + ms, 0);
  if (sum < LEAST_MS) return "";
  return Object.keys(NAMES).filter((wait) => waits[wait] / sum >= LEAST_SHARE).sort((a, b) => waits[b] - waits[a]).map((wait) => {
    const who = wait === "process" && busiest !== void 0 ? ` (${busiest})` : "";
    return `${NAMES[wait]}${who} ${Math.round(100 * waits[wait] / sum)} %`;
  }).join(", ");
}

export {
  count,
  signedBytes,
  formatDuration,
  readPhases,
  readCriticalPath,
  packRows,
  formatWaits
};
