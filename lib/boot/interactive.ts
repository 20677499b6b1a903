import { join } from 'node:path';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch, Firmware } from '../host/architecture.ts';
import { probeKvm } from '../host/kvm.ts';
import { startTool } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import type { BootCode } from './errors.ts';
import { prepareFirmware } from './firmware.ts';
import { type Accelerator, type Drive, formatMachine } from './machine.ts';
import type { Medium } from './medium.ts';
import { readImageFormat } from './overlay.ts';
import { prepareMedium } from './prepare-medium.ts';
import { resolveMedium } from './resolve-medium.ts';

/** An image that a person wants to see. */
export interface InteractiveOptions {
  readonly image: string;
  /** `x86_64` unless given. */
  readonly basearch?: Basearch;
  /** `uefi` unless given. */
  readonly firmware?: Firmware;
  readonly memoryMiB: number;
  readonly cpus: number;
  /** Systemd's credentials, by name. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** Write what the guest changes into the image; it is thrown away otherwise. */
  readonly keep: boolean;
  readonly accelerator?: Accelerator;
  readonly log: Log;
}

/**
 * Boots an image with its serial console on our terminal, until the machine stops or the user
 * leaves with Ctrl-A X.
 *
 * @throws ConfigError IMAGE_MISSING, FIRMWARE_MISSING; BuildError GUEST_EXITED
 */
export async function bootInteractive(options: InteractiveOptions): Promise<void> {
  const { image, log, keep } = options;
  const basearch = options.basearch ?? 'x86_64';
  await using work = await makeTempDir();
  const machine = keep
    ? { drives: [await keptDisk(image)] }
    : await prepareMedium(await mediumOf(image), { kernelArguments: [], workDir: work.path, log });
  const accelerator = options.accelerator ?? ((await probeKvm()) ? 'kvm' : 'tcg');
  const flash =
    (options.firmware ?? 'uefi') === 'uefi'
      ? { firmware: await prepareFirmware(basearch, join(work.path, 'vars.fd')) }
      : {};
  const argv = formatMachine({
    basearch,
    accelerator,
    cpus: options.cpus,
    memoryMiB: options.memoryMiB,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    ...machine,
    ...flash,
  });
  const speed = accelerator === 'kvm' ? 'KVM' : 'no KVM: emulated, about ten times slower';
  log.info(`Booting ${image} (${speed}). Leave with Ctrl-A X.`);
  log.info(keep ? 'Changes are written into the image.' : 'Changes are thrown away at the end.');
  const child = await startTool([...argv, '-serial', 'mon:stdio'], { stdio: 'inherit', log });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0)
    throw new BuildError<BootCode>('GUEST_EXITED', `QEMU ended with exit code ${exitCode}`);
}

/** What its name tells, or QEMU. */
async function mediumOf(image: string): Promise<Medium> {
  try {
    return await resolveMedium(image);
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== 'IMAGE_UNKNOWN') throw error;
    const format = await readImageFormat(image);
    const disk = (['raw', 'qcow2', 'vmdk', 'vhdx'] as const).find((name) => name === format);
    if (disk === undefined) throw error;
    return { kind: 'disk', path: image, format: disk };
  }
}

/** A disk that is written to. */
async function keptDisk(image: string): Promise<Drive> {
  return { file: image, format: await readImageFormat(image), kind: 'disk', writes: 'safe' };
}
