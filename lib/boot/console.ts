import { BOOT_STAGES, type BootStage, DEAD_ENDS, STAGE_MARKS } from './boot-stages.ts';

const TAIL_LINES = 60;
/** A line ends here at the latest, so that a guest that prints no newline costs no memory. */
const LINE_LIMIT = 4096;
/** Of what was on the screen. */
const SCREEN_LIMIT = 400;

/** What a boot is to come to. */
export interface BootGoal {
  /** `login`, unless given; `power-off`: the machine is to stop by itself, as an installer does. */
  readonly until?: 'login' | 'power-off';
  /** Words on the console that count as the login prompt, of a system that has none. */
  readonly readyMark?: string;
  /** Whether QEMU loads the kernel: there is no boot loader to wait for. */
  readonly isDirect?: boolean;
}

/**
 * Reads a serial console as it comes and tells how far the boot is. It keeps the last lines only.
 * Times are milliseconds of the caller's clock.
 */
export class ConsoleReader {
  stage: BootStage = 'firmware';
  /** Why no login will come, once that is sure. */
  deadEnd: string | undefined;
  /** When each stage was first seen. */
  readonly stageSeenMs = new Map<BootStage, number>();
  /** When the kernel's clock stood at 0. */
  kernelStartMs: number | undefined;
  /** What came since the last line end, as it came: a terminal sequence may still be cut in two. */
  #pending = '';
  readonly #tail: string[] = [];
  readonly #goal: BootGoal;
  #screen: readonly string[] = [];
  readonly #screenSeen = new Set<string>();

  constructor(goal: BootGoal = {}) {
    this.#goal = goal;
  }

  feed(text: string, nowMs: number): void {
    const raw = this.#pending + text;
    const end = endOfLines(raw);
    this.#pending = raw.slice(end);
    const lines = stripControls(raw.slice(0, end)).split('\n');
    for (const line of lines.filter((line) => line.trim() !== '')) {
      this.#tail.push(line.slice(0, LINE_LIMIT));
      if (this.#tail.length > TAIL_LINES) this.#tail.shift();
      this.#judge(line, nowMs);
    }
    // Prompts wait on a line without an end.
    this.#judge(this.#prompt(), nowMs);
  }

  /** Takes what a screen in text mode shows now. Returns whether there was anything new on it. */
  feedScreen(lines: readonly string[], nowMs: number): boolean {
    this.#screen = lines;
    const fresh = lines.filter((line) => !this.#screenSeen.has(line));
    for (const line of fresh) {
      if (this.#screenSeen.size < SCREEN_LIMIT) this.#screenSeen.add(line);
      this.#judge(line, nowMs);
    }
    return fresh.length > 0;
  }

  /** The last 60 lines that are not empty, as a person would read them. */
  tail(): string {
    return [...this.#tail, this.#prompt()].filter((line) => line !== '').join('\n');
  }

  /** What the screen showed when it was last looked at, when it shows what the console does not. */
  screenText(): string {
    return this.#screen.join('\n');
  }

  #prompt(): string {
    return stripControls(this.#pending).split('\n').at(-1) ?? '';
  }

  #judge(line: string, nowMs: number): void {
    const index = BOOT_STAGES.indexOf(this.stage);
    const { readyMark, until = 'login', isDirect = false } = this.#goal;
    const isReady = readyMark !== undefined && line.includes(readyMark);
    for (const { stage, pattern } of STAGE_MARKS) {
      // Firmware may print anything. Between loader and login all is silent with "quiet".
      const reachable =
        BOOT_STAGES.indexOf(stage) > index && (stage !== 'login' || index >= 1 || isDirect);
      const isSeen = pattern.test(line) || (stage === 'login' && isReady);
      if (!reachable || !isSeen) continue;
      this.stage = stage;
      this.stageSeenMs.set(stage, nowMs);
    }
    const seconds = /^\[ *(\d+\.\d+)\]/.exec(line)?.[1];
    if (seconds !== undefined) {
      const startMs = nowMs - Number(seconds) * 1000;
      this.kernelStartMs = Math.min(this.kernelStartMs ?? startMs, startMs);
    }
    if (this.stage === 'login' && until === 'login') return;
    this.deadEnd ??= DEAD_ENDS.find(
      (end) =>
        (until === 'login' || end.isEnd !== true) &&
        (end.until === undefined ||
          BOOT_STAGES.indexOf(this.stage) <= BOOT_STAGES.indexOf(end.until)) &&
        end.pattern.test(line),
    )?.means;
  }
}

/** The loader's cursor jumps, which it ends lines with. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal speaks in them
const JUMP = /\x1b\[[0-9;]*[Hf]/g;

/**
 * Where the last line of `text` ends that is whole. A longer one is cut before its last terminal
 * sequence, which may not have come to its end.
 */
function endOfLines(text: string): number {
  const jump = [...text.matchAll(JUMP)].at(-1)?.index ?? 0;
  const end = Math.max(text.lastIndexOf('\n') + 1, jump);
  if (text.length - end <= LINE_LIMIT) return end;
  const sequence = text.lastIndexOf('\x1b');
  return text.length - sequence <= LINE_LIMIT ? sequence : text.length;
}

/** Takes out terminal sequences, and turns the loader's cursor jumps and carriage returns into line ends. */
function stripControls(text: string): string {
  return (
    text
      .replaceAll(JUMP, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal speaks in them
      .replaceAll(/\x1b(\[[0-9;?=]*[A-Za-z]|[()][A-Z0-9]|[78=>])/g, '')
      .replaceAll(/\r+\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what is left of them
      .replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
  );
}
