import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  formatBytes
} from "./chunk-FAGSJBO3.mjs";

// lib/report/markdown.ts
var MAX_TEXT = 200;
var MAX_LINE = 1e3;
function text(value, maxLength = MAX_TEXT) {
  return visibleText(value, maxLength).replaceAll(STRUCTURE, (one) => `&#${one.codePointAt(0)};`).replaceAll(/(?<=^|[^\p{L}\p{N}])www\./giu, (www) => `${www.slice(0, -1)}&#46;`);
}
function code(value) {
  const shown = visibleText(value);
  if (shown === "") return "";
  return /^[\w.+:~^@=,/-]+$/.test(shown) ? `\`${shown}\`` : `<code>${text(shown)}</code>`;
}
function fence(language, lines) {
  const shown = lines.map(
    (line) => line.slice(0, MAX_LINE).toWellFormed().replaceAll(LINE_BREAKS, " ").replaceAll(UNSEEN, "")
  );
  const runs = shown.join("\n").match(/`{3,}/g) ?? [];
  const mark = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${mark}${language}`, ...shown, mark];
}
function shellWord(value) {
  const shown = visibleText(value, MAX_LINE);
  return /^[\w.+:@=,/-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
function visibleText(value, maxLength = MAX_TEXT) {
  const start = value.slice(0, 4 * maxLength).toWellFormed();
  const line = start.replaceAll(/[\s\u0085]+/g, " ").replaceAll(UNSEEN, "").trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).toWellFormed()}\u2026`;
}
var STRUCTURE = /[!#$&*:<>@[\\\]`{|}~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
var LINE_BREAKS = /[\r\n\u0085\u2028\u2029]+/g;
var UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu;

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
  text,
  code,
  fence,
  shellWord,
  count,
  signedBytes,
  formatDuration,
  renderTimings
};
