import { stripVTControlCharacters } from 'node:util';

/** What a workflow command says about its message. Empty and absent properties are left out. */
export type CommandProperties = Readonly<Record<string, string | number | undefined>>;

/**
 * Returns the line that makes GitHub's runner do `name`: `::warning file=a.yaml,line=3::text`. The
 * same bytes as `@actions/core` prints, which would take 80 ms to load, writes to standard output
 * alone and does not export this.
 * Grammar: https://github.com/actions/runner `src/Runner.Common/ActionCommand.cs`
 */
export function formatCommand(
  name: string,
  properties: CommandProperties,
  message: string,
): string {
  const list = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${name}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escapeData(message)}`;
}

/**
 * Returns the lines of a text that others had a hand in, none of which the runner takes for a
 * command: it looks for `::` at the start of a line and for `##[` anywhere in it. Its comparison
 * follows culture, which does not see characters without width: these go, with all other controls.
 */
export function plainLines(text: string): string[] {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => visible(line).replace(KEY_V2, '$1: ').replaceAll(KEY_V1, '## ['));
}

/** Returns `text` for the message of a command: several lines are fine there, controls are not. */
export function plainText(text: string): string {
  return plainLines(text).join('\n');
}

/** Marks are looked through, too: they may weigh nothing in front of what they stand on. */
const KEY_V2 = /^([\s\p{M}]*):(?=\p{M}*:)/u;
const KEY_V1 = /#\p{M}*#\p{M}*\[/gu;

/** Everything that has no width or moves the cursor, except the tab. */
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function visible(line: string): string {
  return stripVTControlCharacters(line).toWellFormed().replaceAll(UNSEEN, '');
}

/** https://github.com/actions/toolkit `packages/core/src/command.ts` */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
