import { access, copyFile } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import type { BootCode } from './errors.ts';

/** UEFI firmware for QEMU: code that is mapped read-only, and a template of its variables. */
export interface UefiFirmware {
  readonly code: string;
  readonly variables: string;
}

/** Where distributions put EDK II, first those that are 4 MiB. */
const PLACES: Partial<Record<Basearch, readonly UefiFirmware[]>> = {
  x86_64: [
    { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', variables: '/usr/share/OVMF/OVMF_VARS_4M.fd' },
    { code: '/usr/share/OVMF/OVMF_CODE.fd', variables: '/usr/share/OVMF/OVMF_VARS.fd' },
    { code: '/usr/share/edk2/ovmf/OVMF_CODE.fd', variables: '/usr/share/edk2/ovmf/OVMF_VARS.fd' },
  ],
  aarch64: [
    { code: '/usr/share/AAVMF/AAVMF_CODE.fd', variables: '/usr/share/AAVMF/AAVMF_VARS.fd' },
    {
      code: '/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw',
      variables: '/usr/share/edk2/aarch64/vars-template-pflash.raw',
    },
  ],
};

/** Package of the firmware: Debian/Ubuntu, Fedora/EL. */
const PACKAGES: Partial<Record<Basearch, string>> = {
  x86_64: 'ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, EL)',
  aarch64: 'qemu-efi-aarch64 (Debian, Ubuntu) or edk2-aarch64 (Fedora, EL)',
};

/**
 * Returns the firmware of this machine's packages, with `variables` copied to `variablesPath`,
 * which the guest may write.
 *
 * @throws ConfigError FIRMWARE_MISSING
 */
export async function prepareFirmware(
  basearch: Basearch,
  variablesPath: string,
): Promise<UefiFirmware> {
  for (const place of PLACES[basearch] ?? []) {
    try {
      await access(place.code);
      await copyFile(place.variables, variablesPath);
      return { code: place.code, variables: variablesPath };
    } catch {
      // The next place may have it.
    }
  }
  throw new ConfigError<BootCode>(
    'FIRMWARE_MISSING',
    `no UEFI firmware for ${basearch} is installed`,
    {
      hint: `Run "treesmith setup", or install ${PACKAGES[basearch] ?? 'EDK II for it'}.`,
    },
  );
}
