import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { startTool } from '../host/process.ts';
import { BOOT_STAGES } from './boot-stages.ts';
import { BootStopped } from './boot-stopped.ts';
import { type BootGoal, ConsoleReader } from './console.ts';
import type { BootCode } from './errors.ts';
import { formatMachine, type Machine } from './machine.ts';
import { type CommandResult, ProbeShell } from './probe-shell.ts';
import { Qmp, type QmpEvent } from './qmp.ts';
import { readScreenText, saveScreenshot } from './screen.ts';
import { resolvePhases } from './timings.ts';

/** A guest to start. */
export interface GuestOptions {
  readonly machine: Machine;
  /** Everything that the first serial console prints. The file is replaced. */
  readonly consoleLogPath: string;
  /** The guest is killed when it has run this long. */
  readonly deadlineMs: number;
  readonly goal?: BootGoal;
  readonly log: Log;
}

type ChildProcess = Awaited<ReturnType<typeof startTool>>;

const STDERR_LIMIT = 4096;
const STOP_TIMEOUT_MS = 240_000;
/** What a guest may still print that is going nowhere. */
const LAST_WORDS_MS = 1000;
/** How often the screen of a PC is read whose firmware and loader may have no other. */
const SCREEN_EVERY_MS = 500;
/** Firmware that says nothing new for so long has started what runs nowhere. */
const FIRMWARE_SILENCE_MS = 120_000;

/** Returns where the picture of a failed guest goes: beside its log, `boot.log` → `boot.png`. */
export function screenshotPathOf(consoleLogPath: string): string {
  return `${consoleLogPath.replace(/\.log$/, '')}.png`;
}

/**
 * A running virtual machine. Its first serial port is the console: it goes to a file and is watched;
 * on its second a root shell is asked. A guest never outlives the object: `await using` kills it, so
 * do its deadline, a console that shows a dead end, and the end of our own process. What kills it
 * before its time takes a picture of its screen first.
 */
export class Guest implements AsyncDisposable {
  readonly console: ConsoleReader;
  readonly startedMs = performance.now();
  readonly #options: GuestOptions;
  readonly #child: ChildProcess;
  readonly #probe: ProbeShell;
  readonly #qmp: Qmp;
  readonly #ended: Promise<void>;
  #isEnded = false;
  #isStopping = false;
  #fault: { readonly code: BootCode; readonly reason: string } | undefined;
  #failure: BootStopped | undefined;
  #screenshotPath: string | undefined;
  #waiting: (() => void)[] = [];
  #lastNewsMs = performance.now();

  /** Starts QEMU. The guest is not up yet: `waitForLogin`. */
  static async start(options: GuestOptions): Promise<Guest> {
    await mkdir(dirname(options.consoleLogPath), { recursive: true });
    // Of an earlier boot, which may have failed.
    await rm(screenshotPathOf(options.consoleLogPath), { force: true });
    const argv = [
      ...formatMachine({ ...options.machine, screen: true }),
      // A guest that stops or restarts waits for its picture to be taken.
      ...['-action', 'reboot=shutdown,shutdown=pause'],
      ...['-chardev', 'socket,id=console,fd=3', '-serial', 'chardev:console'],
      ...['-chardev', 'socket,id=probe,fd=4', ...formatSecondPort(options.machine.basearch)],
      ...['-chardev', 'socket,id=monitor,fd=5', '-mon', 'chardev=monitor,mode=control'],
    ];
    const child = await startTool(argv, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      log: options.log,
    });
    return new Guest(child, options);
  }

  private constructor(child: ChildProcess, options: GuestOptions) {
    this.#child = child;
    this.#options = options;
    const isDirect = options.machine.direct !== undefined;
    this.console = new ConsoleReader({ ...options.goal, isDirect });
    // Ports 3 to 5 are socket pairs: Node makes every pipe beyond stderr both ways.
    const [serial, probe, monitor] = child.stdio.slice(3) as unknown as [Duplex, Duplex, Duplex];
    this.#probe = new ProbeShell(probe, `probe-${randomBytes(8).toString('hex')}`);
    this.#qmp = new Qmp(monitor, (event) => this.#hear(event));

    const file = createWriteStream(options.consoleLogPath);
    const decoder = new StringDecoder('utf8');
    serial.on('data', (chunk: Buffer) => {
      file.write(chunk);
      this.console.feed(decoder.write(chunk), performance.now());
      this.#takeNews();
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
    const watching = this.#watchFirmware();
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => this.#fail('GUEST_EXITED', error.message));
      child.once('close', async (code) => {
        clearTimeout(timer);
        this.#isEnded = true;
        if (code !== 0 && !this.#isStopping)
          this.#fault ??= { code: 'GUEST_EXITED', reason: `QEMU ended: ${stderr.trim()}` };
        this.#qmp.abandon(new Error('QEMU has ended'));
        await watching;
        file.end();
        await finished(file).catch(() => undefined);
        if (this.#fault !== undefined)
          this.#failure = this.#describe(this.#fault.code, this.#fault.reason);
        this.#probe.abandon(
          this.#failure ?? this.#describe('GUEST_EXITED', 'the machine has stopped'),
        );
        this.#wakeAll();
        resolve();
      });
    });
  }

  /**
   * Waits for the login prompt.
   *
   * @throws BootStopped GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED: where it stopped, with the console's last lines
   */
  async waitForLogin(): Promise<void> {
    while (this.console.stage !== 'login' || this.#fault !== undefined) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isEnded) throw this.#describe('GUEST_EXITED', 'the machine stopped by itself');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /**
   * Waits until the guest has stopped by itself, as an installer does.
   *
   * @throws BootStopped GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED
   */
  async waitForPowerOff(): Promise<void> {
    await this.#ended;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Takes over the root shell on the second serial port, once the guest is up. */
  async openProbe(): Promise<void> {
    await this.#probe.open(60_000);
  }

  /** Runs a script with /bin/sh as root in the guest, once the probe is open. */
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

  /**
   * Shuts the system down and waits for the machine's end, so that its disk is whole.
   *
   * @throws BootStopped GUEST_TIMEOUT: it did not end, and was killed
   */
  async powerOff(): Promise<void> {
    this.#isStopping = true;
    // It may end before it has answered.
    this.run('systemctl --no-block poweroff', 30_000).catch((error: Error) =>
      this.#options.log.debug(`no answer to poweroff: ${error.message}`),
    );
    let isKilled = false;
    const timer = setTimeout(() => {
      isKilled = true;
      this.kill();
    }, STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
    if (!isKilled) return;
    const seconds = STOP_TIMEOUT_MS / 1000;
    throw this.#describe('GUEST_TIMEOUT', `it did not shut down within ${seconds} s`);
  }

  /** Writes what its screen shows now as PNG; a guest without one is no failure. */
  async saveScreenshot(path: string): Promise<void> {
    await saveScreenshot(this.#qmp, path).catch((error: Error) =>
      this.#options.log.debug(`no picture of the screen: ${error.message}`),
    );
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

  #takeNews(): void {
    this.#lastNewsMs = performance.now();
    const { deadEnd } = this.console;
    if (deadEnd !== undefined) this.#fail('GUEST_STUCK', deadEnd);
    this.#wakeAll();
  }

  /** Reads the screen of a PC with a BIOS, for there is nothing else before its kernel; ends what is silent. */
  async #watchFirmware(): Promise<void> {
    const { machine, consoleLogPath } = this.#options;
    const hasBios = machine.basearch === 'x86_64' && machine.firmware === undefined;
    const isEarly = () => BOOT_STAGES.indexOf(this.console.stage) < BOOT_STAGES.indexOf('kernel');
    while (!this.#isEnded && !this.#isStopping && this.#fault === undefined && isEarly()) {
      if (hasBios) {
        const screen = await readScreenText(this.#qmp, `${consoleLogPath}.text`).catch(() => []);
        if (isEarly() && this.console.feedScreen(screen, performance.now())) this.#takeNews();
      }
      const isSilent = performance.now() - this.#lastNewsMs > FIRMWARE_SILENCE_MS;
      if (isSilent && machine.direct === undefined && this.console.stage === 'firmware') {
        const seconds = FIRMWARE_SILENCE_MS / 1000;
        const why = `nothing was printed for ${seconds} s: what it started is no boot loader`;
        this.#fail('GUEST_STUCK', why);
      }
      await sleep(SCREEN_EVERY_MS);
    }
  }

  #hear({ event, data }: QmpEvent): void {
    if (event !== 'SHUTDOWN') return;
    const isWanted = this.#isStopping || this.#options.goal?.until === 'power-off';
    if (isWanted && data['reason'] !== 'guest-panic') {
      this.#qmp.run('quit').catch(() => this.kill());
      return;
    }
    const how = data['reason'] === 'guest-reset' ? 'restarted the machine' : 'stopped the machine';
    this.#fail('GUEST_EXITED', `the guest ${how}`);
  }

  #fail(code: BootCode, reason: string): void {
    if (this.#isStopping || this.#isEnded || this.#fault !== undefined) return;
    this.#fault = { code, reason };
    const path = screenshotPathOf(this.#options.consoleLogPath);
    // What is said last, and shown last, comes after what gives it away.
    sleep(code === 'GUEST_STUCK' ? LAST_WORDS_MS : 0)
      .then(() => saveScreenshot(this.#qmp, path))
      .then(
        () => {
          this.#screenshotPath = path;
        },
        (error: Error) => this.#options.log.debug(`no picture of the screen: ${error.message}`),
      )
      .finally(() => this.kill());
  }

  #describe(code: BootCode, reason: string): BootStopped {
    const { console, startedMs } = this;
    const isEarly = BOOT_STAGES.indexOf(console.stage) < BOOT_STAGES.indexOf('kernel');
    return new BootStopped(code, {
      stage: console.stage,
      reason,
      consoleLogPath: this.#options.consoleLogPath,
      consoleTail: console.tail(),
      screenText: isEarly ? console.screenText() : '',
      phases: resolvePhases(console, startedMs),
      elapsedMs: Math.round(performance.now() - startedMs),
      ...(this.#screenshotPath === undefined ? {} : { screenshotPath: this.#screenshotPath }),
    });
  }

  #wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** Arguments of QEMU for the port that the probe holds: it is free of what firmware and kernel print. */
function formatSecondPort(basearch: Basearch): string[] {
  return ARCHITECTURES[basearch].secondPort.bus === 'pci'
    ? ['-device', 'pci-serial,chardev=probe']
    : ['-serial', 'chardev:probe'];
}
