import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCpioPadding, formatCpioTrailer } from '../cpio/format.ts';
import { digestFile } from '../host/file-digest.ts';
import { writeCompressed } from './compressor.ts';
import { formatCpio, madeMember } from './cpio-archive.ts';
import type { RootfsDownload } from './init-network.ts';
import { ROOTFS_NAME } from './medium-paths.ts';
import { FILE_TYPE } from './tree-entry.ts';

/**
 * Writes the root file system as `rootfs.img` into the folder of a network boot: an initramfs of its
 * own, so that every loader that takes more than one can bring it (iPXE, GRUB; for others both files
 * joined are one) and the system needs no network to come up. The system itself can load it, too, with
 * what is returned.
 *
 * @throws ConfigError FORMAT_LIMIT for a root file system of 4 GiB and more
 */
export async function writePxeRootfs(folder: string, rootfs: string): Promise<RootfsDownload> {
  const { size } = await stat(rootfs);
  const [parent = ''] = ROOTFS_NAME.split('/');
  const file = { source: rootfs, sizeBytes: size };
  const members = [
    madeMember(parent, FILE_TYPE.folder | 0o755, 0),
    madeMember(ROOTFS_NAME, FILE_TYPE.file | 0o644, 1, file),
  ];
  const path = join(folder, 'rootfs.img');
  // Compressed already: it lies in memory as it is.
  await writeCompressed(formatCpio('', members), path, { compression: 'none' });
  const { sizeBytes, sha256 } = await digestFile(path);
  const behindBytes = formatCpioPadding(size).length + formatCpioTrailer().length;
  return { sha256, offsetBytes: sizeBytes - behindBytes - size };
}
