import { isAbsolute, relative, resolve } from 'node:path';
import { formatPlace, type Place } from '../core/errors.ts';
import { formatCommand, plainLines, plainText } from './command.ts';

/** GitHub keeps 10 warnings and 10 errors of a step; the tenth says how many there are beside. */
const SHOWN = 9;

/** The runner sends no more of a message (`_maxIssueMessageLength`, 4096). */
const MAX_MESSAGE = 4000;

/** What an annotation says. */
export interface Annotation {
  readonly level: 'warning' | 'error';
  readonly message: string;
  readonly place?: Place | undefined;
}

/** The annotations of one step: shown while there is room, in the log beyond. */
export class Annotations {
  private readonly counts = { warning: 0, error: 0 };
  private readonly workspace: string;
  private readonly print: (line: string) => void;

  /** `workspace` is the checked-out repository; only its files can be annotated. */
  constructor(workspace: string, print: (line: string) => void) {
    this.workspace = workspace;
    this.print = print;
  }

  add({ level, message, place }: Annotation): void {
    this.counts[level] += 1;
    const file = place === undefined ? undefined : pathInRepository(place.file, this.workspace);
    const where = place === undefined || file !== undefined ? '' : `${formatPlace(place)}: `;
    if (this.counts[level] > SHOWN) {
      const there = place === undefined ? '' : `${formatPlace(place)}: `;
      for (const line of plainLines(`${there}${level}: ${message}`)) this.print(line);
      return;
    }
    const properties = {
      file: file === undefined ? undefined : plainLines(file).join(' '),
      line: file === undefined ? undefined : place?.line,
      col: file === undefined ? undefined : place?.column,
    };
    const text = `${where}${message}`;
    // What does not fit into the annotation is at least in the log.
    if (text.length > MAX_MESSAGE) for (const line of plainLines(text)) this.print(line);
    this.print(formatCommand(level, properties, shorten(plainText(text))));
  }

  /** Says how many there were beyond those that are shown. To be called once, at the end. */
  close(): void {
    for (const level of ['warning', 'error'] as const) {
      const more = this.counts[level] - SHOWN;
      if (more <= 0) continue;
      const what = more === 1 ? level : `${level}s`;
      this.print(formatCommand(level, {}, `${more} more ${what} in the log of this step`));
    }
  }
}

/** Returns the path of `file` relative to the repository, or undefined when it lies outside. */
export function pathInRepository(file: string, workspace: string): string | undefined {
  const path = relative(workspace, resolve(workspace, file));
  return path === '' || path === '..' || path.startsWith('../') || isAbsolute(path)
    ? undefined
    : path;
}

function shorten(text: string): string {
  if (text.length <= MAX_MESSAGE) return text;
  return `${text.slice(0, MAX_MESSAGE).toWellFormed()}\n… the rest is in the log of this step`;
}
