import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { startTool } from '../host/process.ts';
import { ConsoleReader } from './console.ts';
import type { BootCode } from './errors.ts';
import { formatMachine, type Machine } from './machine.ts';
import { type CommandResult, ProbeShell } from './probe-shell.ts';

/** A guest to start. */
export interface GuestOptions {
  readonly machine: Machine;
  /** Everything that the first serial console prints. The file is replaced. */
  readonly consoleLogPath: string;
  /** The guest is killed when it has run this long. */
  readonly deadlineMs: number;
  readonly log: Log;
}

type ChildProcess = Awaited<ReturnType<typeof startTool>>;

const STDERR_LIMIT = 4096;
const STOP_TIMEOUT_MS = 60_000;

/**
 * A running virtual machine. Its first serial port is the console: it goes to a file and is watched;
 * on its second a root shell is asked. A guest never outlives the object: `await using` kills it, so
 * do its deadline, a console that shows a dead end, and the end of our own process.
 */
export class Guest implements AsyncDisposable {
  readonly console = new ConsoleReader();
  readonly startedMs = performance.now();
  readonly #child: ChildProcess;
  readonly #probe: ProbeShell;
  readonly #ended: Promise<void>;
  #isEnded = false;
  #isStopping = false;
  #failure: BuildError<BootCode> | undefined;
  #waiting: (() => void)[] = [];

  /** Starts QEMU. The guest is not up yet: `waitForLogin`. */
  static async start(options: GuestOptions): Promise<Guest> {
    await mkdir(dirname(options.consoleLogPath), { recursive: true });
    const argv = [
      ...formatMachine(options.machine),
      '-no-reboot',
      ...['-chardev', 'socket,id=console,fd=3', '-serial', 'chardev:console'],
      ...['-chardev', 'socket,id=probe,fd=4', '-serial', 'chardev:probe'],
    ];
    const child = await startTool(argv, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      log: options.log,
    });
    return new Guest(child, options);
  }

  private constructor(child: ChildProcess, options: GuestOptions) {
    this.#child = child;
    // Ports 3 and 4 are socket pairs: Node makes every pipe beyond stderr both ways.
    const serial = child.stdio[3] as Duplex;
    const probe = child.stdio[4] as Duplex;
    this.#probe = new ProbeShell(probe, `probe-${randomBytes(8).toString('hex')}`);

    const file = createWriteStream(options.consoleLogPath);
    const decoder = new StringDecoder('utf8');
    serial.on('data', (chunk: Buffer) => {
      file.write(chunk);
      this.console.feed(decoder.write(chunk), performance.now());
      const { deadEnd } = this.console;
      if (deadEnd !== undefined) this.#fail('GUEST_STUCK', deadEnd);
      this.#wakeAll();
    });
    // A guest that is killed resets its ports; its end says what happened.
    serial.on('error', () => undefined);

    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-STDERR_LIMIT);
    });
    const seconds = options.deadlineMs / 1000;
    const timer = setTimeout(
      () => this.#fail('GUEST_TIMEOUT', `it was stopped after ${seconds} s`),
      options.deadlineMs,
    );
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => this.#fail('GUEST_EXITED', error.message));
      child.once('close', async (code) => {
        clearTimeout(timer);
        this.#isEnded = true;
        if (code !== 0 && !this.#isStopping)
          this.#fail('GUEST_EXITED', `QEMU ended: ${stderr.trim()}`);
        this.#probe.abandon(
          this.#failure ?? this.#describe('GUEST_EXITED', 'the machine has stopped'),
        );
        file.end();
        await finished(file).catch(() => undefined);
        this.#wakeAll();
        resolve();
      });
    });
  }

  /**
   * Waits for the login prompt.
   *
   * @throws BuildError GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED: where it stopped, with the console's last lines
   */
  async waitForLogin(): Promise<void> {
    while (this.console.stage !== 'login') {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isEnded) throw this.#describe('GUEST_EXITED', 'the machine stopped by itself');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    await this.#probe.open(60_000);
  }

  /** Runs a script with /bin/sh as root in the guest, once it is up. */
  run(script: string, timeoutMs = 60_000): Promise<CommandResult> {
    return this.#probe.run(script, timeoutMs);
  }

  /**
   * Runs a script that has to succeed, and returns what it printed.
   *
   * @throws BuildError COMMAND_FAILED
   */
  async read(script: string, timeoutMs?: number): Promise<string> {
    const { exitCode, output } = await this.run(script, timeoutMs);
    if (exitCode === 0) return output;
    throw new BuildError<BootCode>(
      'COMMAND_FAILED',
      `in the guest, "${script}" ended with exit code ${exitCode}:\n${output.trim()}`,
    );
  }

  /** Shuts the system down and waits for the machine's end, so that its disk is whole. */
  async powerOff(): Promise<void> {
    this.#isStopping = true;
    await this.run('systemctl --no-block poweroff', 30_000);
    const timer = setTimeout(() => this.kill(), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Ends the machine as a power cut would. */
  kill(): void {
    this.#isStopping = true;
    if (!this.#isEnded) this.#child.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.#ended;
  }

  #fail(code: BootCode, what: string): void {
    if (this.#isStopping) return;
    this.#failure ??= this.#describe(code, what);
    this.#probe.abandon(this.#failure);
    this.kill();
    this.#wakeAll();
  }

  #describe(code: BootCode, what: string): BuildError<BootCode> {
    const tail = this.console.tail();
    return new BuildError<BootCode>(
      code,
      `the guest came as far as ${this.console.stage}: ${what}${tail === '' ? '' : `\nThe console's last lines:\n${tail}`}`,
    );
  }

  #wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
