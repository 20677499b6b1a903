import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { RootFilesystem } from '../remix/image-model.ts';
import type { DiskCode } from './errors.ts';
import type { Sysroot } from './sysroot.ts';

/** The entry that ostree wrote for the deployment. */
export interface BlsEntry {
  readonly fileName: string;
  readonly title: string;
  readonly options: string;
  /** Absolute on the boot file system, as is `initrd`. */
  readonly linux: string;
  readonly initrd: string;
}

/**
 * Reads the entry that ostree wrote for the one deployment. A root of erofs is the tree itself: its
 * entry names no deployment.
 *
 * @throws BuildError FILESYSTEM_FAILED
 */
export async function readBlsEntry(
  sysroot: Sysroot,
  filesystem: RootFilesystem,
): Promise<BlsEntry> {
  const folder = join(sysroot.path, 'boot', 'loader', 'entries');
  const [fileName = ''] = await readdir(folder);
  const text = await readFile(join(folder, fileName), 'utf8');
  const field = (name: string) => new RegExp(`^${name}\\s+(.*)$`, 'm').exec(text)?.[1] ?? '';
  const options = field('options');
  const entry = {
    fileName,
    title: field('title'),
    options: filesystem === 'erofs' ? options.replace(/ ?\bostree=\S+/, '') : options,
    linux: field('linux'),
    initrd: field('initrd'),
  };
  for (const path of [entry.linux, entry.initrd]) {
    if (path.startsWith('/') && (await stat(join(sysroot.path, 'boot', path))).isFile()) continue;
    throw new BuildError<DiskCode>('FILESYSTEM_FAILED', `${fileName} names no kernel or initramfs`);
  }
  return entry;
}
