import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/digest.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { GRUB_ENVIRONMENT_FILE } from '../grub/config.ts';
import { formatGrubEnvironment } from '../grub/environment.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { runTool } from '../host/process.ts';
import { formatVolumeDate } from '../iso9660/format.ts';
import { writeEfiImage } from './efi-image.ts';
import type { LiveCode } from './errors.ts';
import { writeBiosCore, writeEfiCore } from './grub.ts';
import { formatGrubMenu, type MenuEntry } from './grub-menu.ts';
import type { InstallImage } from './install-image.ts';
import { INSTALL_DATA_NAME, INSTALL_MAP_NAME, ROOTFS_NAME } from './medium-paths.ts';

/** What an ISO is made of. */
export interface IsoOptions {
  readonly output: string;
  readonly basearch: Basearch;
  readonly commit: string;
  /** At most 32 characters. */
  readonly volumeId: string;
  readonly treePath: string;
  readonly kernel: string;
  readonly initramfs: string;
  readonly rootfs: string;
  /** What the installer writes, when it is one. */
  readonly install?: InstallImage;
  readonly entries: readonly MenuEntry[];
  readonly timeoutSeconds: number;
  readonly timeSeconds: number;
  readonly workDir: string;
  readonly log: Log;
}

/** Type of an EFI system partition, in the byte order of GPT: what xorriso takes. */
const ESP_TYPE = '28732ac11ff8d211ba4b00a0c93ec93b';
/** Microsoft basic data: what an ISO 9660 file system in a partition is called. */
const DATA_TYPE = 'a2a0d0ebe5b9334487c068b6b72699c7';

/**
 * Throws unless an ISO of this architecture boots: x86_64 (UEFI and BIOS), aarch64 and riscv64 (UEFI).
 *
 * @throws ConfigError FORMAT_UNSUPPORTED
 */
export function assertIsoArchitecture(basearch: Basearch): void {
  if (ARCHITECTURES[basearch].uefi !== undefined) return;
  throw new ConfigError<LiveCode>(
    'FORMAT_UNSUPPORTED',
    `an iso of ${basearch} would not boot: it has no UEFI`,
    { hint: 'Take pxe or kernel+initrd for it.' },
  );
}

/**
 * Writes an ISO that starts from a CD (El Torito) and from a stick (GPT and MBR), on UEFI, and on
 * x86_64 on a BIOS too. Every date is the commit's, every identifier derived from its checksum.
 *
 * @throws ConfigError BOOTLOADER_MISSING, FORMAT_UNSUPPORTED; ToolError; BuildError DISK_FULL
 */
export async function writeIso(options: IsoOptions): Promise<void> {
  const { basearch, commit, workDir, timeSeconds, treePath, log } = options;
  assertIsoArchitecture(basearch);
  const { uefi, firmware } = ARCHITECTURES[basearch];
  const mark = join(workDir, 'mark');
  await writeFile(mark, `${commit}\n`);
  const menu = join(workDir, 'grub.cfg');
  await writeFile(menu, formatGrubMenu(options));
  const environment = join(workDir, GRUB_ENVIRONMENT_FILE);
  await writeFile(environment, formatGrubEnvironment(new Map()));
  const shared = { treePath, markPath: `/treesmith/${commit}`, workDir, log };
  const files: (readonly [path: string, source: string])[] = [
    ['boot/grub/grub.cfg', menu],
    [`boot/grub/${GRUB_ENVIRONMENT_FILE}`, environment],
    ['boot/initramfs.img', options.initramfs],
    ['boot/vmlinuz', options.kernel],
    [ROOTFS_NAME, options.rootfs],
    [`treesmith/${commit}`, mark],
  ];
  if (options.install !== undefined) {
    files.push([INSTALL_DATA_NAME, options.install.data], [INSTALL_MAP_NAME, options.install.map]);
  }
  const bios: string[] = [];
  if (firmware.includes('bios')) {
    const core = join(workDir, 'eltorito.img');
    const { hybridMbr } = await writeBiosCore({ ...shared, output: core });
    files.push(['boot/grub/eltorito.img', core]);
    bios.push(
      ...['--grub2-mbr', hybridMbr, '--mbr-force-bootable'],
      ...['-b', 'boot/grub/eltorito.img', '-no-emul-boot', '-boot-load-size', '4'],
      ...['-boot-info-table', '--grub2-boot-info', '-eltorito-alt-boot'],
    );
  }
  if (uefi === undefined) throw new TypeError('asserted above');
  const efiCore = join(workDir, uefi.bootFile);
  await writeEfiCore(uefi.grubTarget, { ...shared, output: efiCore });
  const efiImage = join(workDir, 'efi.img');
  await writeEfiImage({
    ...{
      output: efiImage,
      bootFile: uefi.bootFile,
      source: efiCore,
      timeSeconds,
      seed: commit,
      log,
    },
  });
  const date = formatVolumeDate(timeSeconds);
  await runTool(
    [
      ...['xorriso', '-as', 'mkisofs', '-o', options.output, '-iso-level', '3', '-r'],
      ...['-V', options.volumeId, '-volset', options.volumeId, '-A', 'TREESMITH', '-quiet'],
      // Without these the clock decides.
      ...[`--modification-date=${date}`, '--set_all_file_dates', date],
      ...['--gpt_disk_guid', guidOf(commit)],
      ...['-partition_offset', '16', '-c', 'boot/boot.cat', ...bios],
      ...['-append_partition', '2', ESP_TYPE, efiImage, '-appended_part_as_gpt'],
      ...['-iso_mbr_part_type', DATA_TYPE],
      ...['-e', '--interval:appended_partition_2:all::', '-no-emul-boot'],
      ...['-graft-points', ...files.map(([path, source]) => `${path}=${escapeGraft(source)}`)],
    ],
    { log, env: { SOURCE_DATE_EPOCH: String(timeSeconds) } },
  );
}

/** A GUID of version 8 (RFC 9562: vendor's own), 32 digits; xorriso derives those of partitions from it. */
function guidOf(commit: string): string {
  const hex = sha256(`treesmith iso ${commit}`);
  return `${hex.slice(0, 12)}8${hex.slice(13, 16)}a${hex.slice(17, 32)}`;
}

/** In xorriso's `target=source` a backslash and an equals sign are written with a backslash before. */
function escapeGraft(path: string): string {
  return path.replace(/[\\=]/g, '\\$&');
}
