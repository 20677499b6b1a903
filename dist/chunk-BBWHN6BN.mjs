import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

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

export {
  text,
  code,
  fence,
  shellWord,
  visibleText
};
