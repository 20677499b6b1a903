import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/report/markdown.ts
function text(value, maxLength = 200) {
  return visibleText(value, maxLength).replaceAll(STRUCTURE, (one) => `&#${one.codePointAt(0)};`).replaceAll(/(?<=^|[^\p{L}\p{N}])www\./giu, (www) => `${www.slice(0, -1)}&#46;`);
}
function code(value) {
  let shown = visibleText(value);
  return shown === "" ? "" : /^[\w.+:~^@=,/-]+$/.test(shown) ? `\`${shown}\`` : `<code>${text(shown)}</code>`;
}
function fence(language, lines) {
  let shown = lines.map(
    (line) => line.slice(0, 1e3).toWellFormed().replaceAll(LINE_BREAKS, " ").replaceAll(UNSEEN, "")
  ), runs = shown.join(`
`).match(/`{3,}/g) ?? [], mark = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${mark}${language}`, ...shown, mark];
}
function shellWord(value) {
  let shown = visibleText(value, 1e3);
  return /^[\w.+:@=,/-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
function visibleText(value, maxLength = 200) {
  let line = value.slice(0, 4 * maxLength).toWellFormed().replaceAll(/[\s\u0085]+/g, " ").replaceAll(UNSEEN, "").trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).toWellFormed()}\u2026`;
}
var STRUCTURE = /[!#$&*:<>@[\\\]`{|}~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, LINE_BREAKS = /[\r\n\u0085\u2028\u2029]+/g, UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu;

export {
  text,
  code,
  fence,
  shellWord,
  visibleText
};
