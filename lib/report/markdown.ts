/** A longer name or version is cut: no real one is. */
const MAX_TEXT = 200;
/** Also for what needs room: a message, a command. */
const MAX_LINE = 1000;

/**
 * Returns `value` as Markdown that shows it and does nothing: no HTML, emphasis, link, table cell or
 * second line. Not for the start of a line, where `- ` is a list. An entity never has structure: https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
export function text(value: string, maxLength: number = MAX_TEXT): string {
  return visibleText(value, maxLength)
    .replaceAll(STRUCTURE, (one) => `&#${one.codePointAt(0)};`)
    .replaceAll(/(?<=^|[^\p{L}\p{N}])www\./giu, (www) => `${www.slice(0, -1)}&#46;`);
}

/** Returns `value` in the type of code, also inside a table. */
export function code(value: string): string {
  const shown = visibleText(value);
  if (shown === '') return '';
  return /^[\w.+:~^@=,/-]+$/.test(shown) ? `\`${shown}\`` : `<code>${text(shown)}</code>`;
}

/** Returns lines as a block of code, in which none can end the block or hide a part of itself. */
export function fence(language: string, lines: readonly string[]): string[] {
  const shown = lines.map((line) =>
    line.slice(0, MAX_LINE).toWellFormed().replaceAll(LINE_BREAKS, ' ').replaceAll(UNSEEN, ''),
  );
  const runs = shown.join('\n').match(/`{3,}/g) ?? [];
  const mark = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${mark}${language}`, ...shown, mark];
}

/** Returns `value` as one word of a shell, in quotes only where it needs them. */
export function shellWord(value: string): string {
  const shown = visibleText(value, MAX_LINE);
  return /^[\w.+:@=,/-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}

/** Returns `value` in one line, without controls and what turns the direction of text; cut, with `…`. */
export function visibleText(value: string, maxLength: number = MAX_TEXT): string {
  // Cut first: what is to be cut need not be searched.
  const start = value.slice(0, 4 * maxLength).toWellFormed();
  const line = start
    .replaceAll(/[\s\u0085]+/g, ' ')
    .replaceAll(UNSEEN, '')
    .trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).toWellFormed()}…`;
}

/** What begins something in Markdown, HTML or GitHub's additions; not an underscore within a word. */
const STRUCTURE = /[!#$&*:<>@[\\\]`{|}~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

const LINE_BREAKS = /[\r\n\u0085\u2028\u2029]+/g;

/** Everything that has no width or turns the direction of text, except the tab. */
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu;
