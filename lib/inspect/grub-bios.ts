import { PARTITION_TYPES } from '../gpt/table.ts';
import { type DiskReader, isWithin } from './disk-reader.ts';
import type { Findings } from './findings.ts';
import type { PartitionTable } from './partitions.ts';
import type { BootLoaderReport } from './report.ts';

/** Where boot.img has the sector of core.img (GRUB: grub-core/boot/i386/pc/boot.S). */
const KERNEL_SECTOR = 0x5c;
/** Where the first sector of core.img has its list of what to load (diskboot.S): the list grows down. */
const FIRST_BLOCK = 0x200 - 12;
const MAX_BLOCKS = 32;

/**
 * Returns GRUB for BIOS when the first sector has its boot.img: what it loads must lie in the BIOS boot
 * partition, or, on a disk with an MBR, before the first partition. Of an ISO
 * (`isHybrid`) the catalogue of El Torito says what is loaded. Undefined when the sector has other code.
 */
export async function readGrubBios(
  disk: DiskReader,
  { mbr, kind, sectorBytes, partitions }: PartitionTable,
  findings: Findings,
  isHybrid: boolean,
): Promise<BootLoaderReport | undefined> {
  // What has no table starts with the boot sector of a file system.
  if (mbr?.hasCode !== true || sectorBytes !== 512 || kind === 'none') return undefined;
  const boot = await disk.read(0, 512);
  const strings = boot.toString('latin1', 0, 440);
  if (!strings.includes('GRUB')) {
    const name = ['ISOLINUX', 'SYSLINUX', 'isolinux.bin'].find((text) => strings.includes(text));
    return { firmware: 'bios', kind: name === undefined ? 'unknown' : 'syslinux', details: {} };
  }
  // boot_hybrid.img loads the image that El Torito names.
  if (isHybrid) return { firmware: 'bios', kind: 'grub', details: {} };
  const coreSector = Number(boot.readBigUInt64LE(KERNEL_SECTOR));
  const place = partitions.find(({ type }) => type === PARTITION_TYPES.biosBoot);
  const firstByte = Math.min(...partitions.map(({ offsetBytes }) => offsetBytes), disk.sizeBytes);
  const range =
    place ?? (kind === 'mbr' ? { offsetBytes: 512, sizeBytes: firstByte - 512 } : undefined);
  const blocks = isWithin(coreSector * 512, 512, disk.sizeBytes)
    ? readBlockList(await disk.read(coreSector * 512, 512))
    : [];
  const spans = [{ sector: coreSector, sectors: 1 }, ...blocks];
  const isInside =
    range !== undefined &&
    blocks.length > 0 &&
    spans.every(({ sector, sectors }) =>
      isWithin(sector * 512 - range.offsetBytes, sectors * 512, range.sizeBytes),
    );
  findings.check(
    isInside,
    'grub-core',
    range === undefined
      ? 'the boot sector is of GRUB, but there is no BIOS boot partition'
      : `boot.img loads sector ${coreSector}, and that ${blocks.map(({ sector, sectors }) => `${sectors} from ${sector}`).join(', ') || 'nothing'}`,
  );
  const sizeBytes = spans.reduce((sum, { sectors }) => sum + sectors, 0) * 512;
  return {
    firmware: 'bios',
    kind: 'grub',
    ...(place === undefined ? {} : { partition: place.number }),
    sizeBytes,
    details: { coreSector },
  };
}

function readBlockList(sector: Buffer): { sector: number; sectors: number }[] {
  const blocks: { sector: number; sectors: number }[] = [];
  for (let at = FIRST_BLOCK; blocks.length < MAX_BLOCKS && at >= 0; at -= 12) {
    const sectors = sector.readUInt16LE(at + 8);
    if (sectors === 0) break;
    blocks.push({ sector: Number(sector.readBigUInt64LE(at)), sectors });
  }
  return blocks;
}
