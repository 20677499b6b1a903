import type { Place } from '../core/errors.ts';
import { ARCHITECTURES, BASEARCHES, type Basearch, type Firmware } from '../host/architecture.ts';
import { remixError } from './errors.ts';
import type { Bootloader, ImageCompression, ImageFormat } from './image-model.ts';

/** What is true of every image of a format. */
export interface FormatFacts {
  /** `disk`: another writing of the raw disk; `tree`: made of the commit's files. */
  readonly madeOf: 'disk' | 'tree';
  /** Platform of an image that names none. */
  readonly platform: string;
  /** Compressions it can have, the default first. */
  readonly compressions: readonly [ImageCompression, ...ImageCompression[]];
  /** How its name ends, without the first dot; `/`: a folder. */
  readonly suffix: string;
}

const NONE = ['none'] as const;

/** Facts of each format. */
export const FORMAT_FACTS: Readonly<Record<ImageFormat, FormatFacts>> = {
  raw: { madeOf: 'disk', platform: 'metal', compressions: NONE, suffix: 'raw' },
  qcow2: {
    madeOf: 'disk',
    platform: 'qemu',
    compressions: ['zstd', 'zlib', 'none'],
    suffix: 'qcow2',
  },
  vmdk: { madeOf: 'disk', platform: 'vmware', compressions: ['zlib'], suffix: 'vmdk' },
  ova: { madeOf: 'disk', platform: 'vmware', compressions: ['zlib'], suffix: 'ova' },
  vhd: { madeOf: 'disk', platform: 'azure', compressions: NONE, suffix: 'vhd' },
  vhdx: { madeOf: 'disk', platform: 'azure', compressions: NONE, suffix: 'vhdx' },
  gce: { madeOf: 'disk', platform: 'gcp', compressions: ['gzip'], suffix: 'gce.tar.gz' },
  ami: { madeOf: 'disk', platform: 'aws', compressions: NONE, suffix: 'ami.raw' },
  containerdisk: {
    madeOf: 'disk',
    platform: 'qemu',
    compressions: ['zstd', 'zlib', 'none'],
    suffix: 'containerdisk.tar',
  },
  'raw.xz': { madeOf: 'disk', platform: 'metal', compressions: ['xz'], suffix: 'raw.xz' },
  'raw.zst': { madeOf: 'disk', platform: 'metal', compressions: ['zstd'], suffix: 'raw.zst' },
  iso: { madeOf: 'tree', platform: 'metal', compressions: ['zstd'], suffix: 'iso' },
  pxe: { madeOf: 'tree', platform: 'metal', compressions: ['zstd'], suffix: 'pxe/' },
  'kernel+initrd': {
    madeOf: 'tree',
    platform: 'qemu',
    compressions: ['zstd', 'gzip', 'xz'],
    suffix: 'kernel+initrd/',
  },
  wsl: { madeOf: 'tree', platform: 'qemu', compressions: ['gzip', 'xz'], suffix: 'wsl' },
  tar: { madeOf: 'tree', platform: 'qemu', compressions: ['none', 'gzip', 'zstd'], suffix: 'tar' },
};

/** Formats that hold files alone, or whose kernel somebody else loads: no firmware has a say. */
const WITHOUT_FIRMWARE: readonly ImageFormat[] = ['pxe', 'kernel+initrd', 'tar'];
/** What our boot loaders can be started by. */
const DISK_FIRMWARE: readonly Firmware[] = ['uefi', 'bios'];
/** Whose UEFI boot loader is known: see lib/disk. */
const DISK_ARCHITECTURES: readonly Basearch[] = ['x86_64', 'aarch64', 'riscv64'];
/** What WSL runs on. */
const WSL_ARCHITECTURES: readonly Basearch[] = ['x86_64', 'aarch64'];

/** Returns the architectures on which an image of this format can be started, sorted. */
export function architecturesOf(format: ImageFormat): readonly Basearch[] {
  if (WITHOUT_FIRMWARE.includes(format)) return BASEARCHES;
  const able = format === 'wsl' ? WSL_ARCHITECTURES : DISK_ARCHITECTURES;
  return BASEARCHES.filter((basearch) => able.includes(basearch));
}

/**
 * Throws when an image of this format has no way to boot on the architecture.
 *
 * @throws ConfigError BAD_VALUE
 */
export function assertBootPath(
  format: ImageFormat,
  basearch: Basearch,
  name: string,
  place?: Place,
): void {
  const able = architecturesOf(format);
  if (able.includes(basearch)) return;
  throw remixError(
    'BAD_VALUE',
    `${name}: an image of format ${format} has no way to boot on ${basearch}, only on ${able.join(', ')}`,
    place,
    `Set "architectures: [${able.join(', ')}]" for this image, or use one of ${WITHOUT_FIRMWARE.join(', ')}.`,
  );
}

/**
 * Returns the firmware that a disk boots by: what was asked for as far as the architecture and the
 * boot loader have it, or all of that. Empty when there is none.
 */
export function resolveFirmware(
  asked: readonly Firmware[],
  basearch: Basearch,
  bootloader: Bootloader,
): readonly Firmware[] {
  const able = ARCHITECTURES[basearch].firmware.filter(
    (name) => DISK_FIRMWARE.includes(name) && (bootloader === 'grub' || name === 'uefi'),
  );
  return asked.length === 0 ? able : able.filter((name) => asked.includes(name));
}
