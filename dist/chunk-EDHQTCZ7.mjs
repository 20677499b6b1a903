import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  fence,
  visibleText
} from "./chunk-BBWHN6BN.mjs";
import {
  formatBytes
} from "./chunk-FAGSJBO3.mjs";

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

// lib/report/timings.ts
var MAX_BARS = 30;
var MAX_LABEL = 60;
function renderTimings(timeline) {
  const longest = timeline.toSorted((a, b) => durationOf(b) - durationOf(a) || a.startMs - b.startMs).slice(0, MAX_BARS);
  const bars = timeline.filter((entry) => longest.includes(entry)).toSorted((a, b) => a.startMs - b.startMs);
  const startMs = timeline.reduce((first, entry) => Math.min(first, entry.startMs), Infinity);
  const endMs = timeline.reduce((last, entry) => Math.max(last, entry.endMs), -Infinity);
  const left = timeline.length - bars.length;
  const shorter = left === 0 ? "" : ` The chart leaves out ${count(left, "shorter phase")}.`;
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
      ...bars.map(formatBar)
    ]),
    ""
  ];
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
  count,
  signedBytes,
  formatDuration,
  renderTimings
};
