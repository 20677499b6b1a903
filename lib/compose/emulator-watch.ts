import { BuildError } from '../core/errors.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { isNative } from '../host/foreign-programs.ts';
import type { ComposeCode } from './errors.ts';

const SHOWN_LINES = 8;
/** Shells add the signal's number to it. */
const KILLED = 128;

/**
 * How it is told that a program did not end by itself: by QEMU of a program in it that crashed, by QEMU
 * of itself, by bash, and by dash.
 */
const CRASHED = [
  /^qemu: uncaught target signal \d+ \(.+\)/,
  /^qemu-[a-z0-9_]+(?:-static)?: (?!warning\b)/,
  /: line \d+: +\d+ (?:Killed|Segmentation fault|Aborted|Bus error|Illegal instruction|Trace\/breakpoint trap)\b/,
  /^(?:Killed|Segmentation fault|Aborted|Bus error|Illegal instruction|Trace\/breakpoint trap)(?: \(core dumped\))?$/,
];

/**
 * Reads what programs print that run in an emulator, and finds that one did not end by itself. Who has
 * started it may not have noticed: dracut goes on without a file, rpm and `|| :` without an effect. The
 * same program does not crash on a machine of its own, so the tree would be another there.
 */
export class EmulatorWatch {
  readonly #basearch: Basearch | undefined;
  #last: string[] = [];
  #crash: readonly string[] | undefined;

  /** Finds nothing when programs of `basearch` run here as they are, or it is undefined. */
  constructor(basearch: Basearch | undefined) {
    this.#basearch = basearch === undefined || isNative(basearch) ? undefined : basearch;
  }

  line(line: string): void {
    if (this.#basearch === undefined || this.#crash !== undefined) return;
    this.#last = [...this.#last, line].slice(-SHOWN_LINES);
    if (CRASHED.some((pattern) => pattern.test(line))) this.#crash = this.#last;
  }

  /**
   * Throws when a program crashed, or `tool` itself, which ended with `exitCode`.
   *
   * @throws BuildError EMULATOR_CRASHED
   */
  assertSound(tool: string, exitCode: number): void {
    if (this.#basearch === undefined) return;
    const lines = this.#crash ?? (exitCode > KILLED ? this.#last : undefined);
    if (lines === undefined) return;
    const how = this.#crash === undefined ? ` with signal ${exitCode - KILLED}` : '';
    const { qemuUser } = ARCHITECTURES[this.#basearch];
    throw new BuildError<ComposeCode>(
      'EMULATOR_CRASHED',
      `${qemuUser} did not get through a program of ${this.#basearch} that ${tool} ran: it ended${how}\n${lines.map((line) => `  | ${line}`).join('\n')}`,
      {
        hint: 'Look whether memory was short; else use a newer QEMU, or build on a machine of that architecture.',
      },
    );
  }
}
