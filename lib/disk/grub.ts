import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { GRUB_ENVIRONMENT_FILE } from '../grub/config.ts';
import { formatGrubEnvironment } from '../grub/environment.ts';
import { ARCHITECTURES, type Basearch, type Firmware } from '../host/architecture.ts';
import { runTool } from '../host/process.ts';
import type { DiskCode } from './errors.ts';
import { isInTree } from './tree-facts.ts';

/** GRUB for one kind of firmware. */
export interface GrubTarget {
  readonly firmware: Firmware;
  /** GRUB's name of the platform, and of the folder of its modules. */
  readonly platform: string;
  /** Name of the core image: what UEFI starts from a disk that it knows nothing of. */
  readonly fileName: string;
  /** Where GRUB looks for its configuration; without a disk: on the one that it was started from. */
  readonly prefix: string;
  /** Modules beyond the common ones, and those that `linux.mod` needs: no list of dependencies lies beside it. */
  readonly modules: readonly string[];
  /** Packages of the modules: Fedora, Debian. */
  readonly packages: string;
  /** True when the modules of this machine do where the tree has none. */
  readonly ofHost: boolean;
}

/** Number of the ESP in the partition table. */
export const ESP_NUMBER = 2;

const BIOS: GrubTarget = {
  firmware: 'bios',
  platform: 'i386-pc',
  fileName: 'core.img',
  prefix: `(,gpt${ESP_NUMBER})/EFI/BOOT`,
  modules: ['biosdisk', 'serial', 'relocator', 'video', 'mmap', 'vbe'],
  packages: 'grub2-pc-modules, or grub-pc-bin',
  // Nothing of it runs before the tree's own kernel, and trees made for UEFI rarely have it.
  ofHost: true,
};

const UEFI_MODULES: Partial<Record<Basearch, readonly string[]>> = {
  x86_64: ['relocator', 'video', 'mmap', 'all_video'],
  aarch64: ['fdt', 'all_video'],
  riscv64: ['fdt', 'all_video'],
};

const UEFI_PACKAGES: Partial<Record<Basearch, string>> = {
  x86_64: 'grub2-efi-x64-modules, or grub-efi-amd64-bin',
  aarch64: 'grub2-efi-aa64-modules, or grub-efi-arm64-bin',
  riscv64: 'grub2-efi-riscv64-modules, or grub-efi-riscv64-bin',
};

/** In the core image: what grub.cfg uses. `linux` must not be among them: see `formatGrubConfig`. */
const CORE_MODULES = [
  ...['part_gpt', 'part_msdos', 'fat', 'ext2', 'xfs', 'btrfs', 'normal', 'echo', 'search'],
  ...['search_label', 'search_fs_uuid', 'configfile', 'terminal', 'test', 'regexp', 'reboot'],
  ...['halt', 'cat', 'ls', 'probe', 'loadenv', 'gzio', 'minicmd', 'sleep', 'true', 'boot'],
];

/**
 * Returns GRUB's targets for the firmware that a disk shall boot by.
 *
 * @throws ConfigError FIRMWARE_UNSUPPORTED
 */
export function resolveGrubTargets(
  basearch: Basearch,
  firmware: readonly Firmware[],
): readonly GrubTarget[] {
  return firmware.map((name) => {
    const { uefi } = ARCHITECTURES[basearch];
    const modules = UEFI_MODULES[basearch];
    if (name === 'bios' && basearch === 'x86_64') return BIOS;
    if (name !== 'uefi' || uefi === undefined || modules === undefined) {
      throw new ConfigError<DiskCode>(
        'FIRMWARE_UNSUPPORTED',
        `no disk for ${basearch} that boots by ${name} can be made`,
        { hint: 'Set "firmware: [uefi]" in remix.yaml, where the architecture has it.' },
      );
    }
    return {
      firmware: name,
      platform: uefi.grubTarget,
      fileName: uefi.bootFile,
      prefix: '/EFI/BOOT',
      modules,
      packages: UEFI_PACKAGES[basearch] ?? '',
      ofHost: false,
    };
  });
}

/**
 * Returns where GRUB's modules for each target are: a folder of the tree (`inTree`), or of this machine.
 *
 * @throws ConfigError BOOTLOADER_MISSING
 */
export async function findGrub(
  repoPath: string,
  commit: string,
  targets: readonly GrubTarget[],
): Promise<ReadonlyMap<GrubTarget, { readonly path: string; readonly inTree: boolean }>> {
  const found = new Map<GrubTarget, { path: string; inTree: boolean }>();
  for (const target of targets) {
    const path = `/usr/lib/grub/${target.platform}`;
    const inTree = await isInTree(repoPath, commit, `${path}/kernel.img`);
    const here = target.ofHost && (await isFile(`${path}/kernel.img`));
    if (!inTree && !here) {
      throw new ConfigError<DiskCode>(
        'BOOTLOADER_MISSING',
        `commit ${commit} has no boot loader for ${target.firmware}: expected GRUB's modules in ${path}`,
        {
          hint: `Add the package with the modules to the treefile: ${target.packages}${target.ofHost ? '; or install it on this machine' : ''}.`,
        },
      );
    }
    found.set(target, { path, inTree });
  }
  return found;
}

/** GRUB for a disk. */
export interface BuiltGrub {
  /** Files of the EFI system partition: path in it to path on this machine. */
  readonly files: ReadonlyMap<string, string>;
  /** What a BIOS starts: undefined unless it shall. */
  readonly bios?: { readonly bootImage: Uint8Array; readonly core: Uint8Array };
}

/** Makes GRUB from the modules that `findGrub` found. */
export async function buildGrub(options: {
  readonly deploymentPath: string;
  readonly modules: Awaited<ReturnType<typeof findGrub>>;
  /** The text of grub.cfg. */
  readonly config: string;
  readonly workDir: string;
  readonly log: Log;
}): Promise<BuiltGrub> {
  const work = join(options.workDir, 'grub');
  await mkdir(work, { recursive: true });
  const config = join(work, 'grub.cfg');
  await writeFile(config, options.config);
  const environment = join(work, GRUB_ENVIRONMENT_FILE);
  await writeFile(environment, formatGrubEnvironment(new Map()));
  const files = new Map([
    ['EFI/BOOT/grub.cfg', config],
    [`EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, environment],
  ]);
  let bios: BuiltGrub['bios'];
  for (const [target, { path, inTree }] of options.modules) {
    const modules = inTree ? join(options.deploymentPath, path) : path;
    const core = join(work, target.fileName);
    await runTool(
      [
        ...['grub-mkimage', '-d', modules, '-O', target.platform, '-p', target.prefix, '-o', core],
        ...CORE_MODULES,
        ...target.modules,
      ],
      { log: options.log },
    );
    const linux = join(work, `linux-${target.platform}.mod`);
    await copyFile(join(modules, 'linux.mod'), linux);
    files.set(`EFI/BOOT/${target.platform}/linux.mod`, linux);
    if (target.firmware === 'uefi') files.set(`EFI/BOOT/${target.fileName}`, core);
    else
      bios = { bootImage: await readFile(join(modules, 'boot.img')), core: await readFile(core) };
  }
  return { files, ...(bios === undefined ? {} : { bios }) };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
}
