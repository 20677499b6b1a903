import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch, Firmware } from '../host/architecture.ts';
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
import type { BootCode } from './errors.ts';
import { prepareFirmware } from './firmware.ts';
import { Guest } from './guest.ts';
import type { Accelerator } from './machine.ts';
import { makeOverlay } from './overlay.ts';
import { type BootTimings, formatTimings, resolveTimings } from './timings.ts';

/** An image to boot, and what must be true of it. */
export interface BootTestOptions {
  readonly image: string;
  /** `x86_64` unless given. */
  readonly basearch?: Basearch;
  readonly firmware: Firmware;
  readonly expect: {
    /** `name-[epoch:]version-release.arch`, epoch left out when 0. */
    readonly nevras: readonly string[];
    readonly commit: string;
  };
  readonly tests: readonly TestSpec[];
  /** The file is replaced. */
  readonly consoleLogPath: string;
  /** For everything, from the start of the machine. */
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
  readonly accelerator: Accelerator;
  readonly consoleLogPath: string;
  /** The last 60 lines of the console. */
  readonly consoleTail: string;
}

/** The karg that has systemd start a root shell on the port that the probe holds. */
export const PROBE_ARGUMENT = 'systemd.debug_shell=ttyS1';

/**
 * Boots an image as its users will, except for one kernel argument, and asks it. What the guest
 * writes is thrown away. A failed check is a verdict; a guest that does not come up is an error.
 *
 * @throws BuildError GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED, PROBE_FAILED; ConfigError IMAGE_MISSING, IMAGE_UNKNOWN, FIRMWARE_MISSING
 */
export async function bootTest(options: BootTestOptions): Promise<BootVerdict> {
  const { log, expect } = options;
  await using work = await makeTempDir();
  const overlay = join(work.path, 'overlay.qcow2');
  await makeOverlay({
    image: options.image,
    path: overlay,
    kernelArguments: [PROBE_ARGUMENT],
    workDir: work.path,
    log,
  });
  const accelerator = options.accelerator ?? ((await probeKvm()) ? 'kvm' : 'tcg');
  const basearch = options.basearch ?? 'x86_64';
  const flash =
    options.firmware === 'uefi'
      ? { firmware: await prepareFirmware(basearch, join(work.path, 'vars.fd')) }
      : {};
  await using guest = await Guest.start({
    machine: {
      basearch,
      accelerator,
      cpus: options.cpus ?? 2,
      memoryMiB: options.memoryMiB ?? 2048,
      disk: overlay,
      diskFormat: 'qcow2',
      writes: 'unsafe',
      ...flash,
    },
    consoleLogPath: options.consoleLogPath,
    deadlineMs: options.deadlineMs,
    log,
  });
  await guest.waitForLogin();
  const checks: CheckResult[] = [];
  for (const check of [
    () => checkUnits(guest),
    () => checkCommit(guest, expect.commit),
    () => checkPackages(guest, expect.nevras),
    ...options.tests.map((test) => () => checkCommand(guest, test)),
  ]) {
    const result = await check();
    log.info(`${result.passed ? 'ok' : 'FAILED'}: ${result.name} (${result.seconds} s)`);
    checks.push(result);
  }
  const analyze = (await guest.run('systemd-analyze time', 30_000)).output;
  const timings = resolveTimings(guest.console, guest.startedMs, analyze);
  log.info(`${formatTimings(timings)}, ${accelerator === 'kvm' ? 'with' : 'without'} KVM`);
  return {
    passed: checks.every((check) => check.passed),
    checks,
    timings,
    accelerator,
    consoleLogPath: options.consoleLogPath,
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
