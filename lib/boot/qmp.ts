import type { Duplex } from 'node:stream';
import { BuildError } from '../core/errors.ts';
import type { BootCode } from './errors.ts';

/** An event that QEMU tells of by itself: `SHUTDOWN` with `{guest, reason}`. */
export interface QmpEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly id?: number;
  readonly return?: unknown;
  readonly error?: { readonly desc?: string };
  readonly event?: string;
  readonly data?: Record<string, unknown>;
}

/** QEMU's answers are short; a line that is not ends the talk. */
const LINE_LIMIT_CHARS = 1024 * 1024;

/**
 * Speaks QEMU's machine protocol over a connection to a monitor in control mode: a JSON object per
 * line. https://www.qemu.org/docs/master/interop/qmp-spec.html
 */
export class Qmp {
  readonly #port: Duplex;
  readonly #waiting = new Map<
    number,
    { done: (value: unknown) => void; fail: (e: Error) => void }
  >();
  readonly #onEvent: (event: QmpEvent) => void;
  #pending = '';
  #count = 0;
  #failure: Error | undefined;

  /** Commands may be run at once: the protocol's handshake goes first by itself. */
  constructor(port: Duplex, onEvent: (event: QmpEvent) => void) {
    this.#port = port;
    this.#onEvent = onEvent;
    port.on('data', (chunk: Buffer) => this.#feed(chunk.toString('utf8')));
    port.on('error', (error) => this.abandon(error));
    port.on('close', () => this.abandon(new Error('QEMU closed its monitor')));
    this.run('qmp_capabilities').catch(() => undefined);
  }

  /** Lets every command fail: QEMU is gone. */
  abandon(error: Error): void {
    this.#failure ??= error;
    for (const { fail } of this.#waiting.values()) fail(error);
    this.#waiting.clear();
  }

  /**
   * Runs one command and returns what it answers.
   *
   * @throws BuildError MONITOR_FAILED when QEMU refuses it, is gone, or does not answer in time
   */
  async run(
    execute: string,
    args: Readonly<Record<string, unknown>> = {},
    timeoutMs = 10_000,
  ): Promise<unknown> {
    this.#count += 1;
    const id = this.#count;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((done, fail) => {
        if (this.#failure !== undefined) throw this.#failure;
        this.#waiting.set(id, { done, fail });
        timer = setTimeout(() => fail(new Error(`no answer in ${timeoutMs / 1000} s`)), timeoutMs);
        this.#port.write(`${JSON.stringify({ execute, arguments: args, id })}\n`);
      });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new BuildError<BootCode>('MONITOR_FAILED', `QEMU did not ${execute}: ${why}`, {
        cause,
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  #feed(text: string): void {
    const lines = (this.#pending + text).split('\n');
    this.#pending = lines.pop() ?? '';
    if (this.#pending.length > LINE_LIMIT_CHARS)
      this.abandon(new Error('QEMU does not end a line'));
    for (const line of lines.filter((line) => line.trim() !== '')) this.#take(line);
  }

  #take(line: string): void {
    let answer: Answer;
    try {
      answer = JSON.parse(line);
    } catch {
      this.abandon(new Error(`QEMU said what is no JSON: ${line.slice(0, 100)}`));
      return;
    }
    if (typeof answer.event === 'string') {
      this.#onEvent({ event: answer.event, data: answer.data ?? {} });
      return;
    }
    const waiting = this.#waiting.get(answer.id ?? 0);
    if (answer.error === undefined) waiting?.done(answer.return);
    else waiting?.fail(new Error(answer.error.desc ?? 'it is an error'));
  }
}
