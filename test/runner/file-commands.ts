/** Thrown for a file that the runner would not take; the step fails. */
export class FileCommandError extends Error {
  override readonly name = 'FileCommandError';
}

/**
 * Reads what a step left in GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE: `name=value`, or
 * `name<<END`, lines, `END`. As `FileCommandManager.cs` of the runner does.
 *
 * @throws FileCommandError
 */
export function parseKeyValues(text: string): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  const lines = splitLines(text);
  for (let at = 0; at < lines.length; at += 1) {
    const { line } = lines[at] as Line;
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0)
        throw new FileCommandError(`Invalid format '${line}'. Name must not be empty`);
      pairs.push([line.slice(0, equals), line.slice(equals + 1)]);
      continue;
    }
    if (heredoc < 0) throw new FileCommandError(`Invalid format '${line}'`);
    const name = line.slice(0, heredoc);
    const delimiter = line.slice(heredoc + 2);
    if (name === '' || delimiter === '') {
      throw new FileCommandError(
        `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`,
      );
    }
    const end = lines.findIndex((candidate, index) => index > at && candidate.line === delimiter);
    const inside = lines.slice(at + 1, end < 0 ? undefined : end);
    if (end < 0) {
      throw new FileCommandError(`Invalid value. Matching delimiter not found '${delimiter}'`);
    }
    pairs.push([
      name,
      inside
        .map(({ line, newline }) => line + newline)
        .join('')
        .replace(/\r?\n$/, ''),
    ]);
    at = end;
  }
  return pairs;
}

/** Reads what a step left in GITHUB_PATH: a folder per line, the last one first in PATH. */
export function parsePathLines(text: string): string[] {
  return splitLines(text)
    .map(({ line }) => line)
    .filter((line) => line !== '');
}

interface Line {
  readonly line: string;
  readonly newline: string;
}

function splitLines(text: string): Line[] {
  const lines = [...text.matchAll(/([^\r\n]*)(\r?\n|\r|$)/g)].map(
    ([, line = '', newline = '']) => ({
      line,
      newline,
    }),
  );
  // The pattern matches once more, nothing, at the end.
  return lines.filter(({ line, newline }) => line !== '' || newline !== '');
}
