import { type GptPartition, type GptTable, PARTITION_TYPES, SECTOR_BYTES } from '../gpt/table.ts';
import type { Basearch } from '../host/architecture.ts';
import type { Identifiers } from './identifiers.ts';

const MIB = 1024 * 1024;
/** Everything starts at a multiple of this, as every partitioner has it. */
const ALIGNMENT_BYTES = MIB;
/** Room for GRUB's core image on a BIOS. It is there in every image, so that one disk boots both ways. */
const BIOS_BOOT_BYTES = MIB;
/** FAT32 needs 65,525 clusters; a boot loader, its shim and an update of both fit. */
const ESP_BYTES = 64 * MIB;

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
  readonly root: Extent;
}

/** Bytes of a disk that are not the root file system's. */
export const FIXED_BYTES = ALIGNMENT_BYTES + BIOS_BOOT_BYTES + ESP_BYTES + ALIGNMENT_BYTES;

/**
 * Returns the layout of a disk of at least `sizeBytes` (rounded up to whole MiB): BIOS boot
 * partition, EFI system partition, root. `sizeBytes` must be more than `FIXED_BYTES`.
 */
export function resolveLayout(sizeBytes: number, basearch: Basearch, ids: Identifiers): DiskLayout {
  const diskBytes = Math.ceil(sizeBytes / MIB) * MIB;
  const biosBoot = { offsetBytes: ALIGNMENT_BYTES, sizeBytes: BIOS_BOOT_BYTES };
  const esp = { offsetBytes: biosBoot.offsetBytes + biosBoot.sizeBytes, sizeBytes: ESP_BYTES };
  const root = {
    offsetBytes: esp.offsetBytes + esp.sizeBytes,
    sizeBytes: diskBytes - FIXED_BYTES,
  };
  const rootType = ROOT_TYPES[basearch] ?? PARTITION_TYPES.linuxData;
  return {
    sizeBytes: diskBytes,
    table: {
      diskGuid: ids.diskGuid,
      sectors: diskBytes / SECTOR_BYTES,
      partitions: [
        partition('BIOS-BOOT', PARTITION_TYPES.biosBoot, ids.biosBootGuid, biosBoot),
        partition('EFI-SYSTEM', PARTITION_TYPES.efiSystem, ids.espGuid, esp),
        partition('root', rootType, ids.rootGuid, root),
      ],
    },
    biosBoot,
    esp,
    root,
  };
}

const ROOT_TYPES: Partial<Record<Basearch, string>> = {
  x86_64: PARTITION_TYPES.rootX86_64,
  aarch64: PARTITION_TYPES.rootAarch64,
};

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
