import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import { type GptPartition, type GptTable, PARTITION_TYPES, SECTOR_BYTES } from '../gpt/table.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import type { PartitionSpec } from '../remix/image-model.ts';
import type { DiskCode } from './errors.ts';
import type { Identifiers } from './identifiers.ts';

const MIB = 1024 * 1024;
/** Everything starts at a multiple of this, as every partitioner has it. */
const ALIGNMENT_BYTES = MIB;
/** Room for GRUB's core image on a BIOS. It is there in every image, so that one disk boots both ways. */
const BIOS_BOOT_BYTES = MIB;
/** FAT32 needs 65,525 clusters; a boot loader, its shim and an update of both fit. */
export const MIN_ESP_BYTES = 64 * MIB;
/** Where kernels are on it, too: room for three with their initramfs of 60 MiB. */
export const KERNEL_ESP_BYTES = 256 * MIB;

/** A part of the disk. */
export interface Extent {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** Where things are on the disk. */
export interface DiskLayout {
  readonly sizeBytes: number;
  readonly table: GptTable;
  readonly biosBoot: Extent;
  readonly esp: Extent;
  /** The user's own, in the order of the description. */
  readonly extra: readonly Extent[];
  readonly root: Extent;
}

/** What a layout depends on. */
export interface LayoutOptions {
  /** Rounded up to whole MiB. */
  readonly sizeBytes: number;
  readonly basearch: Basearch;
  readonly ids: Identifiers;
  /** Whole MiB, `MIN_ESP_BYTES` or more. */
  readonly espBytes: number;
  readonly partitions: readonly PartitionSpec[];
  /** What the root file system must have. */
  readonly rootBytes: number;
}

/**
 * Returns the layout of a disk: BIOS boot partition, EFI system partition, the user's partitions,
 * and the root, which takes the rest and can so be grown.
 *
 * @throws ConfigError PARTITION_OVERLAP; IMAGE_TOO_SMALL, which says by how much
 */
export function resolveLayout(options: LayoutOptions): DiskLayout {
  const { ids, partitions, rootBytes } = options;
  const diskBytes = Math.ceil(options.sizeBytes / MIB) * MIB;
  const biosBoot = { offsetBytes: ALIGNMENT_BYTES, sizeBytes: BIOS_BOOT_BYTES };
  const esp = { offsetBytes: endOf(biosBoot), sizeBytes: options.espBytes };
  let before = { name: 'EFI-SYSTEM', end: endOf(esp) };
  const extra = partitions.map(({ label, sizeBytes, offsetBytes }) => {
    if (offsetBytes !== undefined && offsetBytes < before.end)
      failOverlap(label, offsetBytes, before);
    const extent = { offsetBytes: offsetBytes ?? before.end, sizeBytes };
    before = { name: label, end: endOf(extent) };
    return extent;
  });
  // The backup of the table ends the disk.
  const root = {
    offsetBytes: before.end,
    sizeBytes: diskBytes - ALIGNMENT_BYTES - before.end,
  };
  if (root.sizeBytes < rootBytes) failSize(diskBytes, rootBytes - root.sizeBytes);
  return {
    sizeBytes: diskBytes,
    table: {
      diskGuid: ids.diskGuid,
      sectors: diskBytes / SECTOR_BYTES,
      partitions: [
        partition('BIOS-BOOT', PARTITION_TYPES.biosBoot, ids.biosBootGuid, biosBoot),
        partition('EFI-SYSTEM', PARTITION_TYPES.efiSystem, ids.espGuid, esp),
        ...extra.map((extent, nth) => {
          const { label = '', mountPoint } = partitions[nth] ?? {};
          const type = mountPoint === '/var' ? PARTITION_TYPES.linuxVar : PARTITION_TYPES.linuxData;
          return partition(label, type, ids.partitionGuid(label), extent);
        }),
        partition('root', ARCHITECTURES[options.basearch].rootPartitionType, ids.rootGuid, root),
      ],
    },
    biosBoot,
    esp,
    extra,
    root,
  };
}

function endOf(extent: Extent): number {
  return extent.offsetBytes + extent.sizeBytes;
}

function failOverlap(label: string, atBytes: number, before: { name: string; end: number }): never {
  throw new ConfigError<DiskCode>(
    'PARTITION_OVERLAP',
    `partition ${label} would begin at ${formatBytes(atBytes)}, within ${before.name}, which ends at ${formatBytes(before.end)}`,
    { hint: `Set its offset to ${before.end / MIB} MiB or more, or leave it out.` },
  );
}

function failSize(diskBytes: number, missingBytes: number): never {
  throw new ConfigError<DiskCode>(
    'IMAGE_TOO_SMALL',
    `an image of ${formatBytes(diskBytes)} is ${formatBytes(missingBytes)} too small for the tree`,
    {
      hint: `Set its size to ${Math.ceil((diskBytes + missingBytes) / MIB)} MiB or more; the tree's size on top leaves room for an upgrade.`,
    },
  );
}

function partition(name: string, type: string, guid: string, extent: Extent): GptPartition {
  const firstSector = extent.offsetBytes / SECTOR_BYTES;
  return {
    name,
    type,
    guid,
    firstSector,
    lastSector: firstSector + extent.sizeBytes / SECTOR_BYTES - 1,
  };
}
