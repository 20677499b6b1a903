import type { Log } from '../core/log.ts';
import { formatGrubConfig, formatSingleGrubConfig, GRUB_PLATFORM_FILE } from '../grub/config.ts';
import type { Basearch, Firmware } from '../host/architecture.ts';
import type { Platform } from '../remix/image-model.ts';
import { type BlsEntry, readBlsEntry } from './bls-entry.ts';
import type { DiskSpec } from './disk.ts';
import { type BuiltGrub, buildGrub, findGrub, resolveGrubTargets } from './grub.ts';
import type { Identifiers } from './identifiers.ts';
import { KERNEL_ESP_BYTES, MIN_ESP_BYTES } from './layout.ts';
import {
  type FirstBootTools,
  formatPlatformArguments,
  formatPlatformFile,
} from './platform-patch.ts';
import type { Sysroot } from './sysroot.ts';
import { prepareSystemdBoot } from './systemd-boot.ts';
import type { TreeFacts } from './tree-facts.ts';

/** What a boot loader is made of and for. */
export interface BootloaderOptions {
  readonly repoPath: string;
  readonly commit: string;
  readonly osName: string;
  readonly basearch: Basearch;
  readonly firmware: readonly Firmware[];
  readonly spec: DiskSpec;
  readonly platforms: readonly [Platform, ...Platform[]];
  readonly facts: TreeFacts;
  readonly ids: Identifiers;
  readonly tools: FirstBootTools;
  /** For files in between. */
  readonly folder: string;
  readonly log: Log;
}

/** Contents of a boot partition: bytes, or a file on this machine. */
export type EspContents = Buffer | string;

/** A boot loader that can be made: what must be there is there. */
export interface Bootloader {
  readonly espBytes: number;
  /** Makes it of the deployed tree. */
  build(sysroot: Sysroot): Promise<BootFiles>;
}

/** What goes onto the disk. */
export interface BootFiles {
  /** Path in the EFI system partition to its contents, in the order of writing. */
  readonly files: ReadonlyMap<string, EspContents>;
  readonly bios?: BuiltGrub['bios'];
  /**
   * Contents of the file that tells a platform's kernel arguments, by the platform's name, all of
   * one size. The disk has those of the first. Undefined: they cannot be patched.
   */
  readonly platformFiles?: ReadonlyMap<string, Buffer>;
}

/**
 * Looks whether the boot loader can be made, before anything is written.
 *
 * @throws ConfigError BOOTLOADER_MISSING, FIRMWARE_UNSUPPORTED, PLATFORM_ARGUMENTS_LONG
 */
export function prepareBootloader(options: BootloaderOptions): Promise<Bootloader> {
  return options.spec.bootloader === 'grub' ? prepareGrub(options) : prepareSystemdBoot(options);
}

async function prepareGrub(options: BootloaderOptions): Promise<Bootloader> {
  const { repoPath, commit, basearch, platforms, tools, spec } = options;
  const modules = await findGrub(repoPath, commit, resolveGrubTargets(basearch, options.firmware));
  const platformFiles = new Map(
    platforms.map((platform) => {
      const words = formatPlatformArguments(platform, basearch, tools);
      return [platform.name, formatPlatformFile(platform.name, words)];
    }),
  );
  const own = platformFiles.get(platforms[0].name) ?? Buffer.alloc(0);
  // The root comes after the boot partitions and the user's.
  const rootNumber = ROOT_NUMBER + spec.partitions.length;
  return {
    espBytes: spec.filesystem === 'erofs' ? KERNEL_ESP_BYTES : MIN_ESP_BYTES,
    build: async (sysroot) => {
      const boot = spec.regenerateUuids
        ? { partition: rootNumber }
        : { uuid: options.ids.rootUuid };
      // GRUB before 2.14 does not read erofs.
      const entry = spec.filesystem === 'erofs' ? await readBlsEntry(sysroot, 'erofs') : undefined;
      const { files, bios } = await buildGrub({
        deploymentPath: `${sysroot.path}/${sysroot.deployment}`,
        modules,
        config:
          entry === undefined
            ? formatGrubConfig({ boot, timeoutSeconds: TIMEOUT_SECONDS })
            : formatSingleGrubConfig(entry, TIMEOUT_SECONDS),
        workDir: options.folder,
        log: options.log,
      });
      return {
        // First, so that it lies in one piece.
        files: new Map<string, EspContents>([
          [`EFI/BOOT/${GRUB_PLATFORM_FILE}`, own],
          ...files,
          ...(entry === undefined ? [] : kernelFiles(sysroot, entry)),
        ]),
        ...(bios === undefined ? {} : { bios }),
        platformFiles,
      };
    },
  };
}

/** Number of the root in the partition table of a disk without partitions of the user's. */
const ROOT_NUMBER = 3;
const TIMEOUT_SECONDS = 1;

/** The kernel and initramfs of an entry, for the same places in the ESP. */
function kernelFiles(sysroot: Sysroot, { linux, initrd }: BlsEntry): [string, EspContents][] {
  return [linux, initrd].map((path) => [path.slice(1), `${sysroot.path}/boot${path}`]);
}
