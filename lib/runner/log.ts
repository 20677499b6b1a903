import { formatBytes } from '../core/bytes.ts';
import { ConfigError, type Place, TreesmithError } from '../core/errors.ts';
import type { Log, Progress } from '../core/log.ts';
import { currentTimeline } from '../core/timeline.ts';
import type { TimelineEntry } from '../report/report.ts';
import { Annotations } from './annotations.ts';
import { formatCommand, plainLines, plainText } from './command.ts';

/** After this long a phase says how far it is; earlier at each quarter, if a second has passed. */
const PROGRESS_MS = 10_000;
const QUARTER_MS = 1000;

/** A shorter line of a secret is no secret, and to mask it would blank out the log. */
const MIN_MASKED_LENGTH = 4;

/** How a log of an action talks. */
export interface ActionsLogOptions {
  /** `GITHUB_WORKSPACE`: files in it are annotated. */
  readonly workspace: string;
  /** Print debug lines: the tools that are run, the mirrors that fail. */
  readonly debug: boolean;
  /** The runner reads commands from standard output, the default. */
  readonly stream?: { write(text: string): unknown };
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A log that GitHub's runner reads. */
export interface ActionsLog extends Log {
  /** The phases that are over, in the order in which they ended. */
  readonly timeline: readonly TimelineEntry[];
  /** Keeps `secret`, and each line of it, out of every log of the job from here on. */
  mask(secret: string): void;
  /** Annotates what went wrong, on file and line where they are known. */
  fail(error: unknown): void;
  /** Says how many warnings and errors there were beyond those that GitHub shows. The last call. */
  close(): void;
}

/**
 * Returns a log of workflow commands: phases are groups that fold, warnings and errors are
 * annotations. No text that is given to it can become a command of its own.
 */
export function actionsLog(options: ActionsLogOptions): ActionsLog {
  const stream = options.stream ?? process.stdout;
  const now = options.now ?? (() => performance.timeOrigin + performance.now());
  const print = (line: string) => void stream.write(`${line}\n`);
  const say = (text: string) => {
    for (const line of plainLines(text)) print(line);
  };
  const annotations = new Annotations(options.workspace, print);
  const timeline: TimelineEntry[] = [];
  let isGroupOpen = false;

  const group = async <T>(title: string, body: () => Promise<T>): Promise<T> => {
    const startMs = now();
    // The runner does not nest groups: a phase in a phase, or beside one, is lines in that one.
    const isInner = isGroupOpen;
    const [head = ''] = plainLines(title);
    if (isInner) print(head);
    else print(formatCommand('group', {}, head));
    isGroupOpen = true;
    const close = (ok: boolean) => {
      const endMs = now();
      const outcome = `${ok ? 'done in' : 'failed after'} ${formatSeconds(endMs - startMs)}`;
      print(isInner ? `${head}: ${outcome}` : outcome);
      timeline.push({ title, startMs, endMs, ok });
      if (isInner) return;
      print('::endgroup::');
      isGroupOpen = false;
    };
    try {
      const result = await currentTimeline().span(title, { kind: 'phase' }, body);
      close(true);
      return result;
    } catch (error) {
      close(false);
      throw error;
    }
  };

  return {
    timeline,
    debug: (message) => {
      if (options.debug) print(formatCommand('debug', {}, plainText(message)));
    },
    info: say,
    warn: (message: string, place?: Place) => annotations.add({ level: 'warning', message, place }),
    group,
    progress: (title, total, unit) => progressLines({ title, total, unit, now, say }),
    mask: (secret) => {
      const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
      const parts = lines.filter((line) => line.length >= MIN_MASKED_LENGTH);
      for (const value of new Set([secret, ...parts])) {
        if (value.trim() !== '') print(formatCommand('add-mask', {}, value));
      }
    },
    fail: (error) => {
      if (!(error instanceof TreesmithError))
        say('This is a fault in Treesmith; please report it.');
      const details = formatDetails(error);
      if (details !== '') {
        print(formatCommand('group', {}, 'Details of the error'));
        say(details);
        print('::endgroup::');
      }
      annotations.add({ level: 'error', ...describe(error) });
    },
    close: () => annotations.close(),
  };
}

/** The message, what to do and the code, which docs/errors.md explains. */
function describe(error: unknown): { message: string; place?: Place | undefined } {
  if (!(error instanceof TreesmithError)) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
  const hint = error.hint === undefined ? [] : [`hint: ${error.hint}`];
  const message = [error.message, ...hint, `code: ${error.code}`].join('\n');
  return { message, place: error.place };
}

/** The causes, and the stack of what the user cannot mend. */
function formatDetails(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const lines: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    // A wrapped message is often said again by the wrapper.
    if (!error.message.includes(cause.message)) lines.push(`cause: ${cause.message}`);
    if (lines.length > 20) break;
  }
  if (!(error instanceof ConfigError)) lines.push(error.stack ?? '');
  return lines.join('\n');
}

/** A line now and then, since a log cannot redraw one. */
function progressLines(options: {
  readonly title: string;
  readonly total: number;
  readonly unit: 'bytes' | 'packages' | 'objects';
  readonly now: () => number;
  readonly say: (text: string) => void;
}): Progress {
  const { title, total, unit, now, say } = options;
  const amount = (count: number) => (unit === 'bytes' ? formatBytes(count) : String(count));
  const startMs = now();
  let value = 0;
  let saidMs = startMs;
  let quarter = 0;
  return {
    advance: (count) => {
      value += count;
      const nowMs = now();
      const sinceMs = nowMs - saidMs;
      const reached = total > 0 ? Math.floor((4 * value) / total) : 0;
      const isDue = sinceMs >= PROGRESS_MS || (reached > quarter && sinceMs >= QUARTER_MS);
      if (!isDue || value >= total) return;
      const perSecond = Math.round(value / ((nowMs - startMs) / 1000));
      const counted = `${amount(value)} of ${amount(total)}${unit === 'bytes' ? '' : ` ${unit}`}`;
      say(`${title}: ${counted}, ${amount(perSecond)}/s`);
      saidMs = nowMs;
      quarter = reached;
    },
    done: () => {
      // A quick phase says enough with the seconds of its group.
      if (saidMs === startMs) return;
      const counted = `${amount(value)}${unit === 'bytes' ? '' : ` ${unit}`}`;
      say(`${title}: ${counted} in ${formatSeconds(now() - startMs)}`);
    },
  };
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
