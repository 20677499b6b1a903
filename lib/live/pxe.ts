import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCompressed } from './compressor.ts';
import { formatCpio, madeMember } from './cpio-archive.ts';
import { ROOTFS_NAME } from './medium-paths.ts';
import { FILE_TYPE } from './tree-entry.ts';

/** What a network boot is made of. */
export interface PxeOptions {
  /** An empty folder. */
  readonly folder: string;
  readonly kernel: string;
  readonly initramfs: string;
  readonly rootfs: string;
}

/**
 * Writes into the folder what a network boot loads: `vmlinuz`, `initramfs.img`, and as `rootfs.img`
 * the root file system in an initramfs of its own, so that every loader that takes more than one can
 * bring it (iPXE, GRUB; for others both files joined are one) and the system needs no network to come up.
 *
 * @throws ConfigError FORMAT_LIMIT for a root file system of 4 GiB and more
 */
export async function writePxeFolder(options: PxeOptions): Promise<void> {
  const { folder, kernel, initramfs, rootfs } = options;
  await copyFile(kernel, join(folder, 'vmlinuz'));
  await copyFile(initramfs, join(folder, 'initramfs.img'));
  const { size } = await stat(rootfs);
  const [parent = ''] = ROOTFS_NAME.split('/');
  const file = { source: rootfs, sizeBytes: size };
  const members = [
    madeMember(parent, FILE_TYPE.folder | 0o755, 0),
    madeMember(ROOTFS_NAME, FILE_TYPE.file | 0o644, 1, file),
  ];
  // Compressed already: it lies in memory as it is.
  await writeCompressed(formatCpio('', members), join(folder, 'rootfs.img'), {
    compression: 'none',
  });
}
