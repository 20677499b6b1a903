import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import type { LiveCode } from './errors.ts';

/** GRUB for one kind of firmware, started from an ISO. */
interface GrubCore {
  /** GRUB's name of the platform, and of the folder of its modules. */
  readonly platform: string;
  /** `-O` of grub-mkimage. */
  readonly format: string;
  /** What only this firmware needs. */
  readonly modules: readonly string[];
  readonly packages: string;
}

/** El Torito on a PC: the core image with the sector that a BIOS starts from a CD. */
const BIOS_CORE: GrubCore = {
  platform: 'i386-pc',
  format: 'i386-pc-eltorito',
  modules: ['biosdisk', 'vbe', 'serial'],
  packages: 'grub-pc-bin (Debian) or grub2-pc-modules (Fedora)',
};

/** Everything that our grub.cfg needs, so that the ISO has no folder of modules. */
const MODULES = [
  ...[
    'iso9660',
    'part_gpt',
    'part_msdos',
    'fat',
    'search',
    'search_fs_file',
    'normal',
    'configfile',
  ],
  ...[
    'linux',
    'boot',
    'echo',
    'test',
    'terminal',
    'minicmd',
    'reboot',
    'halt',
    'gzio',
    'all_video',
  ],
  ...['cat', 'ls', 'loadenv', 'sleep', 'true'],
];

/** A core image to make. */
export interface GrubCoreOptions {
  readonly treePath: string;
  /** Absolute path on the medium that no other medium has. */
  readonly markPath: string;
  readonly output: string;
  readonly workDir: string;
  readonly log: Log;
}

/** Makes GRUB for a BIOS, as an El Torito image. Throws ConfigError BOOTLOADER_MISSING. */
export async function writeBiosCore(options: GrubCoreOptions): Promise<{ hybridMbr: string }> {
  const folder = await writeCore(BIOS_CORE, options);
  return { hybridMbr: join(folder, 'boot_hybrid.img') };
}

/** Makes GRUB for UEFI. `target` is GRUB's name of the platform. Throws ConfigError BOOTLOADER_MISSING. */
export async function writeEfiCore(target: string, options: GrubCoreOptions): Promise<void> {
  const modules = target === 'x86_64-efi' ? ['efi_gop', 'efi_uga', 'serial'] : ['efi_gop', 'fdt'];
  const packages = 'grub-efi-<arch>-bin (Debian) or grub2-efi-<arch>-modules (Fedora)';
  await writeCore({ platform: target, format: target, modules, packages }, options);
}

/** Returns the folder of the modules that the core was made of: the tree's, or this machine's. */
async function writeCore(core: GrubCore, options: GrubCoreOptions): Promise<string> {
  const { treePath, markPath, output, workDir, log } = options;
  const folder = await findModules(treePath, core);
  const config = join(workDir, `grub-${core.platform}.cfg`);
  // The medium may be a CD, a stick or a disk: it is known by what is on it.
  await writeFile(
    config,
    `search --no-floppy --set=root --file ${markPath}\nset prefix=($root)/boot/grub\n`,
  );
  await runTool(
    [
      ...['grub-mkimage', '-d', folder, '-O', core.format, '-p', '/boot/grub', '-c', config],
      ...['-o', output, ...MODULES, ...core.modules],
    ],
    { log },
  );
  return folder;
}

async function findModules(treePath: string, core: GrubCore): Promise<string> {
  const folders = [join(treePath, 'usr/lib/grub'), '/usr/lib/grub'];
  for (const folder of folders) {
    const path = join(folder, core.platform);
    const found = await access(join(path, 'kernel.img')).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  throw new ConfigError<LiveCode>(
    'BOOTLOADER_MISSING',
    `neither the tree nor this machine has GRUB's modules in /usr/lib/grub/${core.platform}`,
    { hint: `Install ${core.packages} here, or add it to the treefile.` },
  );
}
