import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  renderStoppedBoot,
  renderTimings
} from "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import {
  code,
  fence,
  text
} from "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-MJTTE3TM.mjs";
import {
  TreesmithError,
  formatPlace
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// lib/report/failure.ts
import { relative, resolve } from "node:path";
var FIRST_LINES = 40, LAST_LINES = 60, MAX_SENTENCE = 1e3, CONSOLE = "The console's last lines:";
function renderFailure(error, timeline, { root = "/", recorded, boot } = {}) {
  let message = error instanceof Error ? error.message : String(error), [told, console] = splitConsole(message), [first = "", ...rest] = told.split(`
`), failed = timeline.findLast(({ ok }) => !ok), known = error instanceof TreesmithError ? error : void 0, facts = [
    ...failed === void 0 ? [] : [`- in ${text(failed.title)}`],
    ...known?.place === void 0 ? [] : [`- at ${code(formatPlace(placeIn(root, known.place)))}`],
    ...known?.hint === void 0 ? [] : [`- to do: ${text(known.hint, MAX_SENTENCE)}`],
    known === void 0 ? "- this is a fault in Treesmith; please report it" : `- code ${code(known.code)}`
  ];
  return `${[
    "# Failed",
    "",
    `**${text(first, MAX_SENTENCE) || "There is no message."}**`,
    "",
    ...facts,
    "",
    ...rest.length === 0 ? [] : [...fence("text", shorten(rest)), ""],
    ...boot === void 0 ? [] : section("## How far it came", renderStoppedBoot(boot)),
    ...console === void 0 ? [] : ["## The console's last lines", "", ...fence("text", shorten(console.split(`
`))), ""],
    ...timeline.length === 0 ? [] : renderTimings(timeline, recorded)
  ].join(`
`).trimEnd()}
`;
}
function section(title, lines) {
  return lines.length === 0 ? [] : [title, "", ...lines];
}
function placeIn(root, place) {
  let file = relative(root, resolve(root, place.file));
  return root === "/" || file === ".." || file.startsWith("../") ? place : { ...place, file };
}
function splitConsole(message) {
  let at = message.indexOf(`
${CONSOLE}
`);
  return at === -1 ? [message, void 0] : [message.slice(0, at), message.slice(at + CONSOLE.length + 2)];
}
function shorten(lines) {
  let left = lines.length - FIRST_LINES - LAST_LINES;
  return left <= 0 ? lines : [...lines.slice(0, FIRST_LINES), `\u2026 ${left} lines \u2026`, ...lines.slice(-LAST_LINES)];
}
export {
  renderFailure
};
