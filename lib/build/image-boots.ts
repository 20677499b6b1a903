import type { Medium } from '../boot/medium.ts';
import { isBootable, resolveMedium } from '../boot/resolve-medium.ts';
import type { Basearch, Firmware } from '../host/architecture.ts';
import { resolveFirmware } from '../remix/image-formats.ts';
import type { ImageSpec } from '../remix/image-model.ts';

/** How a medium comes to the system that is asked. */
export type BootWay = 'disk' | 'live' | 'installed' | 'kernel';

/** One boot of an image. */
export interface ImageBoot {
  readonly way: BootWay;
  /** For `kernel`, whose kernel QEMU loads itself, that of the machine. */
  readonly firmware: Firmware;
  readonly medium: Medium;
  readonly memoryMiB: number;
}

const MEMORY_MIB = 2048;
/** All of the system is in memory, beside the archive that it came from. */
const KERNEL_MEMORY_MIB = 4096;

/**
 * Returns the ways in which QEMU can start an image: a disk by each of its firmwares; a disc live by
 * each, and once installed. None for `tar` and `wsl`.
 *
 * @throws ConfigError IMAGE_MISSING
 */
export async function imageBoots(
  spec: ImageSpec,
  basearch: Basearch,
  path: string,
): Promise<ImageBoot[]> {
  if (!isBootable(spec.format)) return [];
  const medium = await resolveMedium(path, spec.format);
  const firmwares = resolveFirmware(spec.firmware, basearch, spec.bootloader);
  const memoryMiB = MEMORY_MIB;
  switch (medium.kind) {
    case 'disk':
    case 'archive':
      return firmwares.map((firmware) => ({ way: 'disk', firmware, medium, memoryMiB }));
    case 'iso': {
      const installed = { ...medium, installTo: { sizeBytes: spec.sizeBytes } };
      return [
        ...firmwares.map((firmware) => ({ way: 'live' as const, firmware, medium, memoryMiB })),
        ...firmwares.slice(0, 1).map((firmware) => ({
          way: 'installed' as const,
          firmware,
          medium: installed,
          memoryMiB,
        })),
      ];
    }
    case 'kernel': {
      const firmware = firmwares.includes('bios') ? 'bios' : (firmwares[0] ?? 'uefi');
      return [{ way: 'kernel', firmware, medium, memoryMiB: KERNEL_MEMORY_MIB }];
    }
  }
}

/** True when what is asked runs as an OSTree deployment: no live system does, and no root of erofs. */
export function isDeployed({ way }: ImageBoot, { filesystem }: ImageSpec): boolean {
  return (way === 'disk' || way === 'installed') && filesystem !== 'erofs';
}
