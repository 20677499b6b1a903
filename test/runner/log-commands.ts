/** What a step told GitHub to show beside the code. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
}

/** A line `::name key=value::data` of a step's output. */
export interface LogCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Returns the command that a line of output is; undefined for any other line. */
export function parseLogCommand(line: string): LogCommand | undefined {
  const text = line.trimStart();
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const [, name = '', list = ''] = /^([\w.-]+)(?: (.*))?$/s.exec(text.slice(2, end)) ?? [];
  if (name === '') return undefined;
  const properties = list
    .split(',')
    .map((part) => part.trim().split(/=(.*)/s))
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => [key, unescapeProperty(value ?? '')]);
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(properties),
    data: unescapeData(text.slice(end + 2)),
  };
}

/** Returns the annotation of an `error`, `warning` or `notice` command. */
export function annotationOf(
  level: Annotation['level'],
  { properties, data }: LogCommand,
): Annotation {
  const { title, file, line } = properties;
  return {
    level,
    message: data,
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line: Number(line) }),
  };
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}
