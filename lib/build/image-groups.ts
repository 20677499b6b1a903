import type { DiskSpec } from '../disk/disk.ts';
import { FORMAT_FACTS } from '../remix/image-formats.ts';
import type { ImageSpec, Platform } from '../remix/image-model.ts';

const GIB = 2 ** 30;

/** An image, and where it is to be. */
export interface WantedImage {
  readonly spec: ImageSpec;
  /** A file; a folder where the format is one. */
  readonly output: string;
}

/** Images that are written of one raw disk. */
export interface DiskGroup {
  readonly spec: DiskSpec;
  readonly platforms: readonly [Platform, ...Platform[]];
  /** Of an `iso`, the disk is what it installs. */
  readonly images: readonly [WantedImage, ...WantedImage[]];
}

/** Returns the disks that the images need: as few as can be, in the order of their first image. */
export function groupByDisk(images: readonly WantedImage[]): DiskGroup[] {
  const groups = new Map<string, [WantedImage, ...WantedImage[]]>();
  for (const image of images.filter(({ spec }) => needsDisk(spec)).map(withDiskSize)) {
    const key = diskKey(image.spec);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [image]);
    else group.push(image);
  }
  return [...groups.values()].map((group) => {
    const [{ spec }, ...others] = group;
    const platforms = new Map(
      others.map((image) => [image.spec.platform.name, image.spec.platform]),
    );
    platforms.delete(spec.platform.name);
    return { spec, platforms: [spec.platform, ...platforms.values()], images: group };
  });
}

/** True when an image is another writing of a disk, or carries one. */
function needsDisk({ format }: ImageSpec): boolean {
  return FORMAT_FACTS[format].madeOf === 'disk' || format === 'iso';
}

/** Google takes whole GiB alone; a disk that is padded later has no table at its end. */
function withDiskSize({ spec, output }: WantedImage): WantedImage {
  if (spec.format !== 'gce') return { spec, output };
  return { spec: { ...spec, sizeBytes: Math.ceil(spec.sizeBytes / GIB) * GIB }, output };
}

/** Equal for images that one disk does for. */
function diskKey(spec: ImageSpec): string {
  const { sizeBytes, firmware, bootloader, filesystem, partitions } = spec;
  return JSON.stringify([
    ...[sizeBytes, firmware, bootloader, filesystem, partitions],
    ...[spec.regenerateUuids, spec.kernelArguments],
    // A unified kernel image has the platform's arguments in itself; elsewhere they can be patched.
    bootloader === 'uki' ? spec.platform : null,
  ]);
}
