import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderTable
} from "./chunk-SSN2A6FW.mjs";
import {
  count,
  formatDuration,
  formatWaits,
  readPhases
} from "./chunk-MVMNFANK.mjs";
import {
  fence,
  text,
  visibleText
} from "./chunk-BBWHN6BN.mjs";

// lib/report/timings.ts
var MAX_BARS = 30;
var MAX_TOOLS = 12;
var MAX_LABEL = 60;
var LEAST_SHARE = 0.02;
function renderTimings(timeline, recorded) {
  const longest = timeline.toSorted((a, b) => durationOf(b) - durationOf(a) || a.startMs - b.startMs).slice(0, MAX_BARS);
  const bars = timeline.filter((entry) => longest.includes(entry)).toSorted((a, b) => a.startMs - b.startMs);
  const startMs = timeline.reduce((first, entry) => Math.min(first, entry.startMs), Infinity);
  const endMs = timeline.reduce((last, entry) => Math.max(last, entry.endMs), -Infinity);
  const left = timeline.length - bars.length;
  const shorter = left === 0 ? "" : ` The chart leaves out ${count(left, "shorter phase")}.`;
  const tools = recorded === void 0 ? [] : longestTools(recorded);
  return [
    "## Timings",
    "",
    `${formatDuration(endMs - startMs)} from the first phase to the last.${shorter}`,
    "",
    ...fence("mermaid", [
      "gantt",
      "    dateFormat x",
      "    axisFormat %H:%M:%S",
      "    todayMarker off",
      ...tools.length === 0 ? [] : ["    section Phases"],
      ...bars.map(formatBar),
      ...tools.length === 0 ? [] : ["    section Longest tools"],
      ...tools.map(formatBar)
    ]),
    "",
    ...recorded === void 0 ? [] : renderWaits(recorded)
  ];
}
function longestTools({ spans, startedMs, durationMs }) {
  const entry = (title, { startMs, endMs, ok }) => ({
    ...{ title, ok },
    ...{ startMs: startedMs + startMs, endMs: startedMs + endMs }
  });
  const downloads = spans.filter(({ kind }) => kind === "download");
  const [first] = downloads;
  const loading = first === void 0 ? [] : [
    entry(`Downloads (${downloads.length})`, {
      startMs: first.startMs,
      endMs: downloads.reduce((last, { endMs }) => Math.max(last, endMs), 0),
      ok: downloads.every(({ ok }) => ok)
    })
  ];
  const tools = spans.filter(({ kind }) => kind === "tool" || kind === "thread").map((span) => entry(span.name, span));
  return [...loading, ...tools].filter((tool) => durationOf(tool) >= LEAST_SHARE * durationMs).sort((a, b) => durationOf(b) - durationOf(a) || a.startMs - b.startMs).slice(0, MAX_TOOLS).sort((a, b) => a.startMs - b.startMs);
}
function renderWaits(recorded) {
  const rows = readPhases(recorded).map((phase) => [
    text(phase.name),
    formatDuration(phase.wallMs),
    formatDuration(phase.cpuMs),
    text(formatWaits(phase))
  ]);
  if (rows.length === 0) return [];
  const bounds = { maxRows: MAX_BARS, maxBytes: 8 * 1024 };
  return [...renderTable(["Phase", "Time:", "CPU:", "Waited for"], rows, bounds), ""];
}
function durationOf({ startMs, endMs }) {
  return Math.max(0, endMs - startMs);
}
function formatBar(entry) {
  const startMs = Math.round(entry.startMs);
  const endMs = startMs + Math.max(1, Math.round(durationOf(entry)));
  const label = `${formatLabel(entry.title)} (${formatDuration(durationOf(entry))})`;
  return `    ${label} :${entry.ok ? "" : "crit, "}${startMs}, ${endMs}`;
}
function formatLabel(title) {
  const plain = visibleText(title).replaceAll(/[^\p{L}\p{N} ()/.,+_-]/gu, " ").replaceAll(/\s+/g, " ").trim().slice(0, MAX_LABEL).toWellFormed();
  return /^[\p{L}\p{N}]/u.test(plain) && !KEYWORD.test(plain) ? plain : `Phase ${plain}`.trim();
}
var KEYWORD = /^(gantt|dateformat|inclusiveenddates|topaxis|axisformat|tickinterval|includes|excludes|todaymarker|weekday|weekend|title|acctitle|accdescr|section|click|call|href|\d{4}-\d\d-\d\d)/i;

export {
  renderTimings
};
