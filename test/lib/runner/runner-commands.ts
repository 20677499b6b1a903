/** What GitHub's runner makes of a line that a step prints. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * Returns the command that the runner sees in `line`, or undefined: its two parsers in order. Every
 * word counts as a command's name here, and what has no width is not seen, as with .NET and ICU.
 * https://github.com/actions/runner `src/Runner.Common/ActionCommand.cs` TryParseV2, TryParse
 */
export function parseCommand(line: string): RunnerCommand | undefined {
  const seen = line.replaceAll(/(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  const current = /^[\s\u0085]*::(?<name>[^\s:]+)(?<list> [^:]*)?::(?<data>.*)$/s.exec(seen);
  if (current?.groups !== undefined) return command(current.groups, ',');
  const old = /##\[(?<name>[^\s\]]+)(?<list> [^\]]*)?\](?<data>.*)$/s.exec(seen);
  return old?.groups === undefined ? undefined : command(old.groups, ';');
}

function command(
  { name = '', list = '', data = '' }: Readonly<Record<string, string | undefined>>,
  separator: string,
): RunnerCommand {
  const pairs = list
    .trim()
    .split(separator)
    .flatMap((pair) => {
      const [, key, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
      return key === undefined || value === undefined ? [] : [[key, unescapeProperty(value)]];
    });
  return { name, properties: Object.fromEntries(pairs), data: unescapeData(data) };
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
