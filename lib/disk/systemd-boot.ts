import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { ARCHITECTURES } from '../host/architecture.ts';
import { type BlsEntry, readBlsEntry } from './bls-entry.ts';
import type { BootFiles, Bootloader, BootloaderOptions, EspContents } from './bootloader.ts';
import type { DiskCode } from './errors.ts';
import { KERNEL_ESP_BYTES } from './layout.ts';
import { addPeSections } from './pe-sections.ts';
import { formatPlatformArguments } from './platform-patch.ts';
import type { Sysroot } from './sysroot.ts';
import { isInTree } from './tree-facts.ts';

const BOOT_FOLDER = '/usr/lib/systemd/boot/efi';
/** An entry is padded to this, so that other kernel arguments are a patch. */
const ENTRY_BYTES = 4096;

/**
 * Prepares systemd-boot, or a unified kernel image, for the one deployment of a disk. ostree cannot
 * keep its entries on FAT, so upgrades inside the system do not reach them.
 *
 * @throws ConfigError BOOTLOADER_MISSING, FIRMWARE_UNSUPPORTED
 */
export async function prepareSystemdBoot(options: BootloaderOptions): Promise<Bootloader> {
  const { repoPath, commit, basearch, spec } = options;
  const { uefi } = ARCHITECTURES[basearch];
  if (uefi === undefined || !options.firmware.includes('uefi')) {
    throw new ConfigError<DiskCode>(
      'FIRMWARE_UNSUPPORTED',
      `${spec.bootloader} is started by UEFI alone, which ${basearch} has not`,
      { hint: 'Use "bootloader: grub".' },
    );
  }
  const program = spec.bootloader === 'uki' ? uefi.systemdStub : uefi.systemdBoot;
  const path = `${BOOT_FOLDER}/${program}`;
  if (!(await isInTree(repoPath, commit, path))) {
    throw new ConfigError<DiskCode>(
      'BOOTLOADER_MISSING',
      `commit ${commit} has no ${path}, which bootloader: ${spec.bootloader} needs`,
      {
        hint: 'Add the package with it to the treefile: systemd-boot-unsigned, or systemd-boot-efi.',
      },
    );
  }
  return {
    espBytes: KERNEL_ESP_BYTES,
    build: async (sysroot) => {
      const entry = await readBlsEntry(sysroot, spec.filesystem);
      const programPath = join(sysroot.path, sysroot.deployment, path);
      const bootFile = `EFI/BOOT/${uefi.bootFile}`;
      return spec.bootloader === 'uki'
        ? buildUki(options, sysroot, entry, { programPath, bootFile })
        : buildEntries(options, sysroot, entry, { programPath, bootFile });
    },
  };
}

function buildEntries(
  options: BootloaderOptions,
  sysroot: Sysroot,
  entry: BlsEntry,
  { programPath, bootFile }: { programPath: string; bootFile: string },
): BootFiles {
  const platformFiles = new Map(
    options.platforms.map((platform) => {
      const words = formatPlatformArguments(platform, options.basearch, options.tools);
      return [platform.name, formatEntry(entry, words, platform.name)];
    }),
  );
  const own = platformFiles.get(options.platforms[0].name) ?? Buffer.alloc(0);
  return {
    files: new Map<string, EspContents>([
      [`loader/entries/${entry.fileName}`, own],
      ['loader/loader.conf', Buffer.from('timeout 1\nconsole-mode keep\n')],
      [bootFile, programPath],
      [entry.linux.slice(1), join(sysroot.path, 'boot', entry.linux)],
      [entry.initrd.slice(1), join(sysroot.path, 'boot', entry.initrd)],
    ]),
    platformFiles,
  };
}

async function buildUki(
  options: BootloaderOptions,
  sysroot: Sysroot,
  entry: BlsEntry,
  { programPath, bootFile }: { programPath: string; bootFile: string },
): Promise<BootFiles> {
  const words = formatPlatformArguments(options.platforms[0], options.basearch, options.tools);
  const deployment = join(sysroot.path, sysroot.deployment);
  const release = options.facts.kernelFolder.split('/').at(-1) ?? '';
  const image = addPeSections(await readFile(programPath), [
    { name: '.osrel', bytes: await readFile(join(deployment, 'usr/lib/os-release')) },
    { name: '.cmdline', bytes: Buffer.from(`${words} ${entry.options}`) },
    { name: '.uname', bytes: Buffer.from(release) },
    { name: '.initrd', bytes: await readFile(join(sysroot.path, 'boot', entry.initrd)) },
    { name: '.linux', bytes: await readFile(join(sysroot.path, 'boot', entry.linux)) },
  ]);
  return { files: new Map([[bootFile, image]]) };
}

function formatEntry(entry: BlsEntry, words: string, platform: string): Buffer {
  const text = [
    `title ${entry.title}`,
    `linux ${entry.linux}`,
    `initrd ${entry.initrd}`,
    `options ${words} ${entry.options}`,
    '#',
  ].join('\n');
  const used = Buffer.byteLength(text);
  if (used >= ENTRY_BYTES) {
    throw new ConfigError<DiskCode>(
      'PLATFORM_ARGUMENTS_LONG',
      `the kernel arguments of platform ${platform} make an entry of ${used} bytes; there is room for ${ENTRY_BYTES}`,
    );
  }
  return Buffer.concat([
    Buffer.from(text),
    Buffer.alloc(ENTRY_BYTES - used - 1, '#'),
    Buffer.from('\n'),
  ]);
}
