import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { FORMAT_FACTS } from '../remix/image-formats.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../remix/image-model.ts';
import type { BootCode } from './errors.ts';
import type { Medium } from './medium.ts';

/** A command line of the kernel has no more. */
const CMDLINE_LIMIT_CHARS = 4096;

/**
 * Returns how an image of a format is booted; of what its name ends with, unless the format is given.
 * A folder (`pxe`, `kernel+initrd`) has `vmlinuz`, `initramfs.img`, `cmdline` and perhaps `rootfs.img`.
 *
 * @throws ConfigError IMAGE_MISSING for a folder without its files, IMAGE_UNKNOWN for what no machine boots
 */
export async function resolveMedium(
  path: string,
  format: ImageFormat | undefined = formatOf(path),
): Promise<Medium> {
  switch (format) {
    case 'raw':
    case 'ami':
      return { kind: 'disk', path, format: 'raw' };
    case 'qcow2':
    case 'vmdk':
    case 'vhd':
    case 'vhdx':
      return { kind: 'disk', path, format };
    case 'ova':
    case 'gce':
    case 'raw.xz':
    case 'raw.zst':
    case 'containerdisk':
      return { kind: 'archive', path, format };
    case 'iso':
      return { kind: 'iso', path };
    case 'pxe':
    case 'kernel+initrd':
      return readFolder(path, format);
    case 'wsl':
    case 'tar':
    case undefined:
      throw new ConfigError<BootCode>(
        'IMAGE_UNKNOWN',
        format === undefined
          ? `${path} has no name that tells its format`
          : `${path} is no disk: no machine boots from ${format}`,
        { hint: `Names end with ${Object.values(FORMAT_FACTS).map(suffixOf).join(', ')}.` },
      );
  }
}

/** Returns true for a format that a machine can be booted from. */
export function isBootable(format: ImageFormat): boolean {
  return format !== 'wsl' && format !== 'tar';
}

function formatOf(path: string): ImageFormat | undefined {
  // The longest first: `x.ami.raw` is not only raw.
  const found = IMAGE_FORMATS.filter((format) =>
    path.endsWith(`.${suffixOf(FORMAT_FACTS[format])}`),
  );
  return found.sort((a, b) => FORMAT_FACTS[b].suffix.length - FORMAT_FACTS[a].suffix.length)[0];
}

function suffixOf({ suffix }: { readonly suffix: string }): string {
  return suffix.replace(/\/$/, '');
}

async function readFolder(path: string, format: 'pxe' | 'kernel+initrd'): Promise<Medium> {
  try {
    const append = (await readFile(join(path, 'cmdline'), 'utf8')).slice(0, CMDLINE_LIMIT_CHARS);
    const files = { kernel: join(path, 'vmlinuz'), initrd: join(path, 'initramfs.img') };
    const rootfs = format === 'pxe' ? { rootfs: join(path, 'rootfs.img') } : {};
    for (const file of Object.values({ ...files, ...rootfs })) await access(file);
    return { kind: 'kernel', ...files, ...rootfs, append: append.trim() };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError<BootCode>(
      'IMAGE_MISSING',
      `${path} is no folder of a ${format}: ${why}`,
      {
        hint: 'Build it first: treesmith build, or treesmith image.',
        cause,
      },
    );
  }
}
