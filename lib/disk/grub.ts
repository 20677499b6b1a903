import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { formatGrubConfig, GRUB_ENVIRONMENT_FILE } from '../grub/config.ts';
import { formatGrubEnvironment } from '../grub/environment.ts';
import type { Basearch } from '../host/architecture.ts';
import { runTool } from '../host/process.ts';
import type { DiskCode } from './errors.ts';
import { isInTree } from './tree-facts.ts';

/** GRUB as UEFI firmware of one architecture wants it. */
interface GrubTarget {
  /** GRUB's name of the platform, and of the folder of its modules. */
  readonly platform: string;
  /** What firmware starts from a disk that it knows nothing of. */
  readonly fileName: string;
  /** Modules that `linux.mod` needs in the core: there is no list of dependencies beside it. */
  readonly linuxNeeds: readonly string[];
}

const TARGETS: Partial<Record<Basearch, GrubTarget>> = {
  x86_64: {
    platform: 'x86_64-efi',
    fileName: 'BOOTX64.EFI',
    linuxNeeds: ['relocator', 'video', 'mmap', 'all_video'],
  },
  aarch64: { platform: 'arm64-efi', fileName: 'BOOTAA64.EFI', linuxNeeds: ['fdt', 'all_video'] },
};

/** In the core image: what grub.cfg uses. `linux` must not be among them: see `formatGrubConfig`. */
const CORE_MODULES = [
  ...[
    'part_gpt',
    'part_msdos',
    'fat',
    'ext2',
    'xfs',
    'btrfs',
    'normal',
    'echo',
    'search',
    'search_label',
  ],
  ...[
    'search_fs_uuid',
    'configfile',
    'terminal',
    'test',
    'regexp',
    'reboot',
    'halt',
    'cat',
    'ls',
    'probe',
  ],
  ...['loadenv', 'gzio', 'minicmd', 'sleep', 'true', 'boot'],
];

/**
 * Throws unless the tree brings a boot loader for UEFI of this architecture.
 *
 * @throws ConfigError BOOTLOADER_MISSING, FIRMWARE_UNSUPPORTED
 */
export async function assertGrub(
  repoPath: string,
  commit: string,
  basearch: Basearch,
): Promise<void> {
  const { platform } = resolveTarget(basearch);
  const folder = `/usr/lib/grub/${platform}`;
  if (await isInTree(repoPath, commit, `${folder}/kernel.img`)) return;
  throw new ConfigError<DiskCode>(
    'BOOTLOADER_MISSING',
    `commit ${commit} has no boot loader for UEFI: expected GRUB's modules in ${folder}`,
    {
      hint: 'Add the package with the modules to the treefile: grub2-efi-x64-modules, or grub-efi-amd64-bin.',
    },
  );
}

/**
 * Makes GRUB from the modules of the deployed tree.
 *
 * @returns the files of the EFI system partition: path in it to path on this machine
 */
export async function buildGrub(options: {
  readonly deploymentPath: string;
  readonly basearch: Basearch;
  readonly bootUuid: string;
  readonly workDir: string;
  readonly log: Log;
}): Promise<Map<string, string>> {
  const target = resolveTarget(options.basearch);
  const modules = join(options.deploymentPath, 'usr/lib/grub', target.platform);
  const work = join(options.workDir, 'grub');
  await mkdir(work, { recursive: true });
  const core = join(work, target.fileName);
  await runTool(
    [
      ...['grub-mkimage', '-d', modules, '-O', target.platform, '-p', '/EFI/BOOT', '-o', core],
      ...CORE_MODULES,
      ...target.linuxNeeds,
    ],
    { log: options.log },
  );
  const config = join(work, 'grub.cfg');
  await writeFile(config, formatGrubConfig({ bootUuid: options.bootUuid, timeoutSeconds: 1 }));
  const environment = join(work, GRUB_ENVIRONMENT_FILE);
  await writeFile(environment, formatGrubEnvironment(new Map()));
  const linux = join(work, 'linux.mod');
  await copyFile(join(modules, 'linux.mod'), linux);
  return new Map([
    [`EFI/BOOT/${target.fileName}`, core],
    ['EFI/BOOT/grub.cfg', config],
    [`EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, environment],
    [`EFI/BOOT/${target.platform}/linux.mod`, linux],
  ]);
}

function resolveTarget(basearch: Basearch): GrubTarget {
  const target = TARGETS[basearch];
  if (target === undefined) {
    throw new ConfigError<DiskCode>(
      'FIRMWARE_UNSUPPORTED',
      `no UEFI boot loader is known for ${basearch}`,
    );
  }
  return target;
}
