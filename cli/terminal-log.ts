import { type Options, type Params, SingleBar } from 'cli-progress';
import { formatBytes } from '../lib/core/bytes.ts';
import { formatPlace } from '../lib/core/errors.ts';
import type { Log, Progress } from '../lib/core/log.ts';
import { currentTimeline } from '../lib/core/timeline.ts';

const BAR_WIDTH = 24;

/** How a terminal log talks. */
export interface TerminalLogOptions {
  /** Show debug lines: the tools that are run, the mirrors that fail. */
  readonly verbose: boolean;
  /** stderr unless given; stdout is for results. */
  readonly stream?: NodeJS.WriteStream;
}

/**
 * A log for people on standard error: each phase is a title and, when it is over, its seconds.
 * A progress bar is drawn on a terminal only, so that a log file holds no escape sequences.
 */
export function terminalLog(options: TerminalLogOptions): Log {
  const stream = options.stream ?? process.stderr;
  const styled = stream.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  const style = (code: number, text: string) => (styled ? `\u001B[${code}m${text}\u001B[0m` : text);
  let drawn: TerminalBar | undefined;
  const print = (line: string) => {
    drawn?.hide();
    stream.write(`${line}\n`);
    drawn?.show();
  };
  return {
    debug: (message) => {
      if (options.verbose) print(style(2, message));
    },
    info: print,
    warn: (message, place) => {
      const where = place === undefined ? '' : `${formatPlace(place)}: `;
      print(`${where}${style(33, 'warning:')} ${message}`);
    },
    group: async (title, body) => {
      const started = performance.now();
      const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
      print(style(1, `==> ${title}`));
      try {
        const result = await currentTimeline().span(title, { kind: 'phase' }, body);
        print(`    done in ${seconds()} s`);
        return result;
      } catch (error) {
        print(`    failed after ${seconds()} s`);
        throw error;
      }
    },
    progress: (title, total, unit): Progress => {
      const quiet = { advance: () => undefined, done: () => undefined };
      // One line is all there is: a second bar at the same time stays unseen.
      if (stream.isTTY !== true || drawn !== undefined) return quiet;
      const bar = new TerminalBar(stream, title, total, unit);
      drawn = bar;
      bar.show();
      return {
        advance: (amount) => bar.advance(amount),
        done: () => {
          bar.hide();
          if (drawn === bar) drawn = undefined;
        },
      };
    },
  };
}

/** A bar that can leave its line to other output and come back below it. */
class TerminalBar {
  private readonly bar: SingleBar;
  private readonly total: number;
  private value = 0;

  constructor(
    stream: NodeJS.WriteStream,
    title: string,
    total: number,
    unit: 'bytes' | 'packages' | 'objects',
  ) {
    this.total = total;
    const started = performance.now();
    this.bar = new SingleBar({
      stream,
      clearOnComplete: true,
      // Its handlers would keep Ctrl-C from ending us, and a killed run must leave the terminal sane.
      gracefulExit: false,
      linewrap: true,
      fps: 5,
      format: (_options: Options, params: Params) => {
        const seconds = (performance.now() - started) / 1000;
        return formatBar(title, params, unit, seconds).slice(0, (stream.columns ?? 80) - 1);
      },
    });
  }

  advance(amount: number): void {
    this.value += amount;
    this.bar.update(this.value);
  }

  show(): void {
    this.bar.start(this.total, this.value);
  }

  hide(): void {
    this.bar.stop();
  }
}

function formatBar(
  title: string,
  params: Pick<Params, 'value' | 'total'>,
  unit: 'bytes' | 'packages' | 'objects',
  seconds: number,
): string {
  const { value, total } = params;
  const amount = (count: number) => (unit === 'bytes' ? formatBytes(count) : String(count));
  const share = total > 0 ? Math.min(1, Math.max(0, value / total)) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  const rate = Math.max(0, Math.round(value / Math.max(seconds, 0.1)));
  return [
    `    ${title}`,
    `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`,
    `${amount(value)} of ${amount(total)}${unit === 'bytes' ? '' : ` ${unit}`},`,
    `${amount(rate)}/s`,
  ].join(' ');
}
