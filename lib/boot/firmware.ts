import { access, copyFile } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
import { ARCHITECTURES, type Basearch, type FirmwareFiles } from '../host/architecture.ts';
import type { BootCode } from './errors.ts';

/** Package of the firmware: Debian/Ubuntu, Fedora/EL. */
const PACKAGES: Partial<Record<Basearch, string>> = {
  x86_64: 'ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, EL)',
  aarch64: 'qemu-efi-aarch64 (Debian, Ubuntu) or edk2-aarch64 (Fedora, EL)',
  riscv64: 'qemu-efi-riscv64 (Debian, Ubuntu) or edk2-riscv64 (Fedora)',
};

/**
 * Returns the UEFI firmware of this machine's packages, with `variables` copied to `variablesPath`,
 * which the guest may write.
 *
 * @throws ConfigError FIRMWARE_MISSING
 */
export async function prepareFirmware(
  basearch: Basearch,
  variablesPath: string,
): Promise<FirmwareFiles> {
  const places = ARCHITECTURES[basearch].uefi?.flash ?? [];
  for (const { code, variables } of places) {
    try {
      await access(code);
      await copyFile(variables, variablesPath);
      return { code, variables: variablesPath };
    } catch {
      // The next place may have it.
    }
  }
  const looked = places.map(({ code }) => code).join(', ');
  throw new ConfigError<BootCode>(
    'FIRMWARE_MISSING',
    looked === ''
      ? `no machine of ${basearch} has UEFI`
      : `no UEFI firmware for ${basearch} is installed: looked for ${looked}`,
    {
      hint:
        looked === ''
          ? `It boots by ${ARCHITECTURES[basearch].firmware.join(', ')}.`
          : `Run "treesmith setup", or install ${PACKAGES[basearch] ?? 'EDK II for it'}.`,
    },
  );
}
