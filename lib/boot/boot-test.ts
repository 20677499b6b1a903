import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { ARCHITECTURES, type Basearch, type Firmware } from '../host/architecture.ts';
import { probeKvm } from '../host/kvm.ts';
import { makeTempDir } from '../host/temp.ts';
import type { TestSpec } from '../remix/remix.ts';
import {
  type CheckResult,
  checkCommand,
  checkCommit,
  checkPackages,
  checkUnits,
} from './checks.ts';
import type { BootGoal } from './console.ts';
import type { BootCode } from './errors.ts';
import { prepareFirmware } from './firmware.ts';
import { Guest, screenshotPathOf } from './guest.ts';
import { makeInstallDisks } from './install-disks.ts';
import type { Accelerator, DirectKernel, Drive } from './machine.ts';
import type { Medium } from './medium.ts';
import { prepareMedium } from './prepare-medium.ts';
import { type BootTimings, formatTimings, resolveTimings } from './timings.ts';

/** A medium to boot, and what must be true of what it brings up. */
export interface BootTestOptions {
  readonly medium: Medium;
  /** `x86_64` unless given. */
  readonly basearch?: Basearch;
  readonly firmware: Firmware;
  /** What is left out is not asked for. */
  readonly expect: {
    /** `name-[epoch:]version-release.arch`, epoch left out when 0. */
    readonly nevras?: readonly string[];
    /** Of the booted deployment. */
    readonly commit?: string;
  };
  readonly tests: readonly TestSpec[];
  /**
   * `shell`, unless given: a root shell answers the checks. `login`: the boot is over with its login
   * prompt, or `readyMark` on the console; nothing is added to the kernel's arguments.
   */
  readonly ask?: 'shell' | 'login';
  readonly readyMark?: string;
  /** The file is replaced; beside it goes a picture of the screen of a guest that fails (`.png`). */
  readonly consoleLogPath: string;
  /** For everything, from the start of the machine; an installation has as much for itself. */
  readonly deadlineMs: number;
  readonly memoryMiB?: number;
  readonly cpus?: number;
  /** KVM when this machine's works, else TCG, unless given. */
  readonly accelerator?: Accelerator;
  readonly log: Log;
}

/** What a boot test found. */
export interface BootVerdict {
  readonly passed: boolean;
  readonly checks: readonly CheckResult[];
  readonly timings: BootTimings;
  /** How long the installer took, from the start of its machine to its end. */
  readonly installMs?: number;
  readonly accelerator: Accelerator;
  readonly consoleLogPath: string;
  /** The last 60 lines of the console. */
  readonly consoleTail: string;
}

/** Returns the karg that has systemd start a root shell on the port that the probe holds. */
export function probeArgument(basearch: Basearch): string {
  return `systemd.debug_shell=${ARCHITECTURES[basearch].secondPort.name}`;
}

/**
 * Boots a medium as its users will, except for one kernel argument, and asks it. The medium is only
 * read: what the guest writes is thrown away. There is one attempt. A failed check is a verdict; a
 * guest that does not come up is an error, which says where it stopped.
 *
 * @throws BootStopped GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED; BuildError PROBE_FAILED, ARCHIVE_BAD; ConfigError IMAGE_MISSING, IMAGE_UNKNOWN, FIRMWARE_MISSING
 */
export async function bootTest(options: BootTestOptions): Promise<BootVerdict> {
  const { log, medium, consoleLogPath } = options;
  await using work = await makeTempDir();
  const { accelerator = (await probeKvm()) ? 'kvm' : 'tcg' } = options;
  const asks = (options.ask ?? 'shell') === 'shell';
  const installed =
    medium.kind === 'iso' && medium.installTo !== undefined
      ? await install(options, { ...medium, ...medium.installTo }, accelerator, work.path)
      : undefined;
  const prepared = await prepareMedium(installed?.medium ?? medium, {
    kernelArguments: asks ? [probeArgument(options.basearch ?? 'x86_64')] : [],
    workDir: work.path,
    log,
  });
  await using guest = await startGuest(options, prepared, {
    accelerator,
    workDir: work.path,
    ...(options.readyMark === undefined ? {} : { goal: { readyMark: options.readyMark } }),
  });
  await guest.waitForLogin();
  const checks: CheckResult[] = [];
  let analyze = '';
  if (asks) {
    await guest.openProbe();
    for (const check of checksOf(guest, options)) {
      const result = await check();
      log.info(`${result.passed ? 'ok' : 'FAILED'}: ${result.name} (${result.seconds} s)`);
      checks.push(result);
    }
    analyze = (await guest.run('systemd-analyze time', 30_000)).output;
  }
  const timings = resolveTimings(guest.console, guest.startedMs, analyze);
  log.info(`${formatTimings(timings)}, ${accelerator === 'kvm' ? 'with' : 'without'} KVM`);
  const passed = checks.every((check) => check.passed);
  if (!passed) await guest.saveScreenshot(screenshotPathOf(consoleLogPath));
  return {
    passed,
    checks,
    timings,
    ...(installed === undefined ? {} : { installMs: installed.installMs }),
    accelerator,
    consoleLogPath,
    consoleTail: guest.console.tail(),
  };
}

/**
 * Throws unless every check passed.
 *
 * @throws BuildError CHECKS_FAILED: each failed check, and the console's last lines
 */
export function assertBootVerdict(verdict: BootVerdict): void {
  const failed = verdict.checks.filter((check) => !check.passed);
  if (failed.length === 0) return;
  const list = failed.map((check) => `  ${check.name}\n${check.detail.replaceAll(/^/gm, '    ')}`);
  throw new BuildError<BootCode>(
    'CHECKS_FAILED',
    `${failed.length} of ${verdict.checks.length} checks failed in the booted system:\n${list.join('\n')}\nThe console's last lines:\n${verdict.consoleTail}`,
    { hint: `The whole console is in ${verdict.consoleLogPath}.` },
  );
}

function checksOf(
  guest: Guest,
  { expect, tests }: BootTestOptions,
): (() => Promise<CheckResult>)[] {
  const { commit, nevras } = expect;
  return [
    () => checkUnits(guest),
    ...(commit === undefined ? [] : [() => checkCommit(guest, commit)]),
    ...(nevras === undefined ? [] : [() => checkPackages(guest, nevras)]),
    ...tests.map((test) => () => checkCommand(guest, test)),
  ];
}

/** Runs the installer of a disc to its end, and returns the disk that it wrote. */
async function install(
  options: BootTestOptions,
  medium: Extract<Medium, { kind: 'iso' }> & { readonly sizeBytes: number },
  accelerator: Accelerator,
  workDir: string,
): Promise<{ readonly medium: Medium; readonly installMs: number }> {
  const { log } = options;
  const startedMs = performance.now();
  const { target, config } = await makeInstallDisks({ ...medium, workDir, log });
  const prepared = await prepareMedium(medium, { kernelArguments: [], workDir, log });
  const consoleLogPath = `${options.consoleLogPath.replace(/\.log$/, '')}-install.log`;
  await using guest = await startGuest(
    { ...options, consoleLogPath },
    // The disk is empty, and so the firmware goes on to the disc.
    { drives: [target, ...prepared.drives, config] },
    { accelerator, workDir, goal: { until: 'power-off' } },
  );
  await guest.waitForPowerOff();
  const installMs = Math.round(performance.now() - startedMs);
  log.info(`installed in ${(installMs / 1000).toFixed(1)} s`);
  return { medium: { kind: 'disk', path: target.file, format: 'qcow2' }, installMs };
}

async function startGuest(
  options: BootTestOptions,
  prepared: { readonly drives: readonly Drive[]; readonly direct?: DirectKernel },
  run: {
    readonly accelerator: Accelerator;
    readonly workDir: string;
    readonly goal?: BootGoal;
  },
): Promise<Guest> {
  const basearch = options.basearch ?? 'x86_64';
  const flash =
    options.firmware === 'uefi'
      ? { firmware: await prepareFirmware(basearch, join(run.workDir, 'vars.fd')) }
      : {};
  return Guest.start({
    machine: {
      basearch,
      accelerator: run.accelerator,
      cpus: options.cpus ?? 2,
      memoryMiB: options.memoryMiB ?? 2048,
      drives: prepared.drives,
      ...(prepared.direct === undefined ? {} : { direct: prepared.direct }),
      ...flash,
    },
    consoleLogPath: options.consoleLogPath,
    deadlineMs: options.deadlineMs,
    ...(run.goal === undefined ? {} : { goal: run.goal }),
    log: options.log,
  });
}
