import { ARCHITECTURES, type Basearch, type Firmware } from '../host/architecture.ts';
import type { SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import { assertBootPath, FORMAT_FACTS, resolveFirmware } from './image-formats.ts';
import type {
  Bootloader,
  ImageCompression,
  ImageFormat,
  ImageSpec,
  Platform,
  RootFilesystem,
} from './image-model.ts';
import { buildPartitions, type RawPartition } from './image-partitions.ts';
import { unknownPlatform } from './platforms.ts';
import { DEFAULT_IMAGE_BYTES, parseDiskSize } from './size.ts';

/** An image as `remix.yaml` has it, after the schema. */
export interface RawImage {
  readonly name: string;
  readonly format: ImageFormat;
  readonly architectures?: readonly Basearch[];
  readonly size?: string | number;
  readonly platform?: string;
  readonly firmware?: readonly Firmware[];
  readonly bootloader?: Bootloader;
  readonly filesystem?: RootFilesystem;
  readonly partitions?: readonly RawPartition[];
  readonly 'regenerate-uuids'?: boolean;
  readonly compression?: ImageCompression;
  readonly vmware?: { readonly 'hardware-version'?: number; readonly 'os-type'?: string };
  readonly 'kernel-arguments'?: readonly string[];
}

/** What all images of a remix share. */
export interface ImageContext {
  readonly architectures: readonly Basearch[];
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly document: SourceDocument;
}

/** Virtual hardware of ESXi 7.0, and a guest that it knows. */
const DEFAULT_VMWARE = { hardwareVersion: 17, osType: 'other5xLinux64Guest' };

/** Returns an image with nothing said but its name and format. `platforms` has that of each format. */
export function defaultImage(
  name: string,
  format: ImageFormat,
  platforms: ReadonlyMap<string, Platform>,
): ImageSpec {
  const { platform, compressions } = FORMAT_FACTS[format];
  return {
    name,
    format,
    architectures: [],
    sizeBytes: DEFAULT_IMAGE_BYTES,
    platform: platforms.get(platform) ?? { name: platform, kernelArguments: [], consoles: [] },
    firmware: [],
    bootloader: 'grub',
    filesystem: 'ext4',
    partitions: [],
    regenerateUuids: false,
    compression: compressions[0],
    vmware: DEFAULT_VMWARE,
    kernelArguments: [],
  };
}

/**
 * Returns the image at `index` of `images:`.
 *
 * @throws ConfigError BAD_VALUE, CONFLICTING_KEYS with place
 */
export function buildImageSpec(raw: RawImage, index: number, context: ImageContext): ImageSpec {
  const { document, platforms } = context;
  const path = ['images', index];
  const name = `images[${index}]`;
  const placeOf = (...below: (string | number)[]) => document.placeOf([...path, ...below]);
  const defaults = defaultImage(raw.name, raw.format, platforms);
  const { compressions, madeOf, platform: usual } = FORMAT_FACTS[raw.format];

  const architectures = raw.architectures ?? context.architectures;
  const foreign = architectures.findIndex((basearch) => !context.architectures.includes(basearch));
  if (foreign >= 0) {
    const message = `${name}.architectures: ${architectures[foreign]} is not among the remix's: ${context.architectures.join(', ')}`;
    throw remixError('BAD_VALUE', message, placeOf('architectures', foreign));
  }
  for (const basearch of architectures) {
    assertBootPath(raw.format, basearch, name, placeOf('format'));
  }
  assertFirmware(raw, name, architectures, placeOf);

  const compression = raw.compression ?? compressions[0];
  if (!compressions.includes(compression)) {
    const message = `${name}.compression: expected ${compressions.join(' or ')} for format ${raw.format}, got ${compression}`;
    throw remixError('BAD_VALUE', message, placeOf('compression'));
  }
  if (raw.vmware !== undefined && raw.format !== 'ova' && raw.format !== 'vmdk') {
    const message = `${name}.vmware: only an ova or vmdk has a virtual machine of VMware, not ${raw.format}`;
    throw remixError('CONFLICTING_KEYS', message, placeOf('vmware'));
  }
  // An iso installs a disk.
  if (raw.partitions !== undefined && madeOf === 'tree' && raw.format !== 'iso') {
    const message = `${name}.partitions: an image of format ${raw.format} is no disk`;
    throw remixError('CONFLICTING_KEYS', message, placeOf('partitions'));
  }
  if (raw['regenerate-uuids'] === true && (raw.filesystem ?? 'ext4') !== 'ext4') {
    const message = `${name}.regenerate-uuids: the identifiers of ${raw.filesystem} cannot change while it is mounted`;
    const hint = 'Use "filesystem: ext4", or leave it out.';
    throw remixError('CONFLICTING_KEYS', message, placeOf('regenerate-uuids'), hint);
  }
  const platform = platforms.get(raw.platform ?? usual);
  if (platform === undefined) {
    throw unknownPlatform(
      `${name}.platform`,
      raw.platform ?? usual,
      platforms,
      placeOf('platform'),
    );
  }
  const sizeBytes =
    raw.size === undefined
      ? DEFAULT_IMAGE_BYTES
      : parseDiskSize(raw.size, `${name}.size`, placeOf('size'));
  const vmware = {
    hardwareVersion: raw.vmware?.['hardware-version'] ?? DEFAULT_VMWARE.hardwareVersion,
    osType: raw.vmware?.['os-type'] ?? DEFAULT_VMWARE.osType,
  };
  return {
    ...defaults,
    architectures: raw.architectures ?? [],
    sizeBytes,
    platform,
    firmware: raw.firmware ?? [],
    bootloader: raw.bootloader ?? 'grub',
    filesystem: raw.filesystem ?? 'ext4',
    partitions: buildPartitions(raw.partitions ?? [], index, sizeBytes, document),
    regenerateUuids: raw['regenerate-uuids'] ?? false,
    compression,
    vmware,
    kernelArguments: raw['kernel-arguments'] ?? [],
  };
}

/** Each kind of firmware must be of some architecture, and the boot loader be startable by one. */
function assertFirmware(
  raw: RawImage,
  name: string,
  architectures: readonly Basearch[],
  placeOf: (...below: (string | number)[]) => ReturnType<SourceDocument['placeOf']>,
): void {
  const asked = raw.firmware ?? [];
  for (const [nth, kind] of asked.entries()) {
    if (architectures.some((basearch) => ARCHITECTURES[basearch].firmware.includes(kind))) continue;
    const message = `${name}.firmware: none of ${architectures.join(', ')} boots from ${kind}`;
    throw remixError('BAD_VALUE', message, placeOf('firmware', nth));
  }
  const bootloader = raw.bootloader ?? 'grub';
  if (bootloader !== 'grub' && asked.includes('bios')) {
    throw remixError(
      'CONFLICTING_KEYS',
      `${name}.bootloader: ${bootloader} is started by UEFI alone, not by bios`,
      placeOf('bootloader'),
      'Use "bootloader: grub", or leave bios out of "firmware".',
    );
  }
  if (FORMAT_FACTS[raw.format].madeOf === 'tree') return;
  for (const basearch of architectures) {
    if (resolveFirmware(asked, basearch, bootloader).length > 0) continue;
    const message = `${name}.firmware: a disk for ${basearch} cannot boot by ${asked.join(', ')}`;
    throw remixError('BAD_VALUE', message, placeOf('firmware'));
  }
}
