import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderTimings
} from "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import "./chunk-MVMNFANK.mjs";
import {
  code,
  fence,
  text
} from "./chunk-BBWHN6BN.mjs";
import "./chunk-RF4O7ECS.mjs";
import {
  TreesmithError,
  formatPlace
} from "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// lib/report/failure.ts
import { relative, resolve } from "node:path";
var FIRST_LINES = 40;
var LAST_LINES = 60;
var MAX_SENTENCE = 1e3;
var CONSOLE = "The console's last lines:";
function renderFailure(error, timeline, { root = "/", recorded } = {}) {
  const message = error instanceof Error ? error.message : String(error);
  const [told, console] = splitConsole(message);
  const [first = "", ...rest] = told.split("\n");
  const failed = timeline.findLast(({ ok }) => !ok);
  const known = error instanceof TreesmithError ? error : void 0;
  const facts = [
    ...failed === void 0 ? [] : [`- in ${text(failed.title)}`],
    ...known?.place === void 0 ? [] : [`- at ${code(formatPlace(placeIn(root, known.place)))}`],
    ...known?.hint === void 0 ? [] : [`- to do: ${text(known.hint, MAX_SENTENCE)}`],
    known === void 0 ? "- this is a fault in Treesmith; please report it" : `- code ${code(known.code)}`
  ];
  const lines = [
    "# Failed",
    "",
    `**${text(first, MAX_SENTENCE) || "There is no message."}**`,
    "",
    ...facts,
    "",
    ...rest.length === 0 ? [] : [...fence("text", shorten(rest)), ""],
    ...console === void 0 ? [] : ["## The console's last lines", "", ...fence("text", shorten(console.split("\n"))), ""],
    ...timeline.length === 0 ? [] : renderTimings(timeline, recorded)
  ];
  return `${lines.join("\n").trimEnd()}
`;
}
function placeIn(root, place) {
  const file = relative(root, resolve(root, place.file));
  return root === "/" || file === ".." || file.startsWith("../") ? place : { ...place, file };
}
function splitConsole(message) {
  const at = message.indexOf(`
${CONSOLE}
`);
  return at === -1 ? [message, void 0] : [message.slice(0, at), message.slice(at + CONSOLE.length + 2)];
}
function shorten(lines) {
  const left = lines.length - FIRST_LINES - LAST_LINES;
  if (left <= 0) return lines;
  return [...lines.slice(0, FIRST_LINES), `\u2026 ${left} lines \u2026`, ...lines.slice(-LAST_LINES)];
}
export {
  renderFailure
};
