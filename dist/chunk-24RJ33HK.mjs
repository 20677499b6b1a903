import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderTable
} from "./chunk-56W44T4S.mjs";
import {
  formatWaits,
  readPhases
} from "./chunk-3FZ6ZVO6.mjs";
import {
  fence,
  text,
  visibleText
} from "./chunk-BBFWKSVB.mjs";
import {
  count,
  formatDuration
} from "./chunk-S5GTPX6M.mjs";

// lib/report/boot-chart.ts
var MAX_BOOTS = 12, COLUMNS = 60, MAX_NAME = 80, PHASES = [
  ["firmware", "firmware"],
  ["loader", "boot loader"],
  ["kernel", "kernel"],
  ["initrd", "initramfs"],
  ["userspace", "user space"]
];
function renderBootChart(boots) {
  let charts = boots.map(phasesOf).filter(({ phases }) => phases.length > 0), shown = charts.slice(0, MAX_BOOTS), longestMs = Math.max(1, ...shown.map(({ totalMs }) => totalMs)), lines = shown.flatMap(({ boot, phases }) => [
    `${visibleText(boot.image, MAX_NAME)} (${visibleText(boot.firmware, MAX_NAME).toUpperCase()})`,
    ...phases.map((phase) => formatBar(phase, longestMs))
  ]);
  if (lines.length === 0) return [];
  let left = charts.length - shown.length;
  return [
    ...fence("text", lines),
    "",
    ...left === 0 ? [] : [`The chart leaves out ${count(left, "boot")}.`, ""]
  ];
}
var STAGE_PHASES = {
  firmware: "firmware",
  "boot loader": "boot loader",
  kernel: "kernel",
  initramfs: "initramfs",
  systemd: "user space"
};
function renderStoppedBoot({ stage, phases: known, elapsedMs }) {
  let { phases, totalMs } = phasesOf({ timings: known }), name = STAGE_PHASES[stage], isLast = name !== void 0 && phases.every((phase) => phase.name !== name), last = isLast ? [{ name, startMs: totalMs, ms: Math.max(0, elapsedMs - totalMs) }] : [], scaleMs = Math.max(1, totalMs, elapsedMs), lines = [...phases, ...last].map((phase) => {
    let isStop = isLast && phase.name === name;
    return `${formatBar(phase, scaleMs, isStop ? "\u2591" : "\u2588")}${isStop ? " stopped here" : ""}`;
  });
  return lines.length === 0 ? [] : [...fence("text", lines), ""];
}
function formatBar({ name, startMs, ms }, scaleMs, mark = "\u2588") {
  let [from = 0, to = 0] = [startMs, startMs + ms].map(
    (at) => Math.round(at / scaleMs * COLUMNS)
  ), bar = mark.repeat(Math.max(1, to - from)), seconds = formatDuration(ms).padStart(12);
  return `  ${name.padEnd(11)}${seconds}  ${" ".repeat(Math.min(from, COLUMNS - 1))}${bar}`;
}
function phasesOf(boot) {
  let phases = [], totalMs = 0;
  for (let [key, name] of PHASES) {
    let ms = boot.timings[`${key}Ms`];
    ms === void 0 || !Number.isFinite(ms) || ms < 0 || (phases.push({ name, startMs: totalMs, ms }), totalMs += ms);
  }
  return { boot, phases, totalMs };
}

// lib/report/timings.ts
var MAX_BARS = 30, MAX_TOOLS = 12, MAX_LABEL = 60, LEAST_SHARE = 0.02;
function renderTimings(timeline, recorded) {
  let longest = timeline.toSorted((a, b) => durationOf(b) - durationOf(a) || a.startMs - b.startMs).slice(0, MAX_BARS), bars = timeline.filter((entry) => longest.includes(entry)).toSorted((a, b) => a.startMs - b.startMs), startMs = timeline.reduce((first, entry) => Math.min(first, entry.startMs), 1 / 0), endMs = timeline.reduce((last, entry) => Math.max(last, entry.endMs), -1 / 0), left = timeline.length - bars.length, shorter = left === 0 ? "" : ` The chart leaves out ${count(left, "shorter phase")}.`, tools = recorded === void 0 ? [] : longestTools(recorded);
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
      ...bars.map(formatBar2),
      ...tools.length === 0 ? [] : ["    section Longest tools"],
      ...tools.map(formatBar2)
    ]),
    "",
    ...recorded === void 0 ? [] : renderWaits(recorded)
  ];
}
function longestTools({ spans, startedMs, durationMs }) {
  let entry = (title, { startMs, endMs, ok }) => ({
    title,
    ok,
    startMs: startedMs + startMs,
    endMs: startedMs + endMs
  }), downloads = spans.filter(({ kind }) => kind === "download"), [first] = downloads, loading = first === void 0 ? [] : [
    entry(`Downloads (${downloads.length})`, {
      startMs: first.startMs,
      endMs: downloads.reduce((last, { endMs }) => Math.max(last, endMs), 0),
      ok: downloads.every(({ ok }) => ok)
    })
  ], tools = spans.filter(({ kind }) => kind === "tool" || kind === "thread").map((span) => entry(span.name, span));
  return [...loading, ...tools].filter((tool) => durationOf(tool) >= LEAST_SHARE * durationMs).sort((a, b) => durationOf(b) - durationOf(a) || a.startMs - b.startMs).slice(0, MAX_TOOLS).sort((a, b) => a.startMs - b.startMs);
}
function renderWaits(recorded) {
  let rows = readPhases(recorded).map((phase) => [
    text(phase.name),
    formatDuration(phase.wallMs),
    formatDuration(phase.cpuMs),
    text(formatWaits(phase))
  ]);
  if (rows.length === 0) return [];
  let bounds = { maxRows: MAX_BARS, maxBytes: 8 * 1024 };
  return [...renderTable(["Phase", "Time:", "CPU:", "Waited for"], rows, bounds), ""];
}
function durationOf({ startMs, endMs }) {
  return Math.max(0, endMs - startMs);
}
function formatBar2(entry) {
  let startMs = Math.round(entry.startMs), endMs = startMs + Math.max(1, Math.round(durationOf(entry)));
  return `    ${`${formatLabel(entry.title)} (${formatDuration(durationOf(entry))})`} :${entry.ok ? "" : "crit, "}${startMs}, ${endMs}`;
}
function formatLabel(title) {
  let plain = visibleText(title).replaceAll(/[^\p{L}\p{N} ()/.,+_-]/gu, " ").replaceAll(/\s+/g, " ").trim().slice(0, MAX_LABEL).toWellFormed();
  return /^[\p{L}\p{N}]/u.test(plain) && !KEYWORD.test(plain) ? plain : `Phase ${plain}`.trim();
}
var KEYWORD = /^(gantt|dateformat|inclusiveenddates|topaxis|axisformat|tickinterval|includes|excludes|todaymarker|weekday|weekend|title|acctitle|accdescr|section|click|call|href|\d{4}-\d\d-\d\d)/i;

export {
  renderBootChart,
  renderStoppedBoot,
  renderTimings
};
