import { EXTENDED_TYPES, type Mbr, PROTECTIVE_TYPE, parseMbr } from '../mbr/parse.ts';
import { type DiskReader, readUpTo } from './disk-reader.ts';
import type { Findings } from './findings.ts';
import { findGpt, readGpt } from './gpt-table.ts';
import { checkMbrOverlaps, readMbr } from './mbr-table.ts';
import type { PartitionReport } from './report.ts';

/** What divides a disk. */
export interface PartitionTable {
  readonly kind: 'gpt' | 'mbr' | 'none';
  readonly sectorBytes: number;
  readonly diskId?: string;
  readonly partitions: readonly PartitionReport[];
  readonly mbr: Mbr | undefined;
}

/**
 * Reads the partition table of a disk, both copies of a GPT, and checks them. A disk may have none: a
 * file system, or nothing, is not a fault of the disk. `isHybrid`: an ISO 9660 image, whose table describes
 * it to BIOS and UEFI at once, partitions within each other.
 */
export async function readPartitions(
  disk: DiskReader,
  findings: Findings,
  isHybrid = false,
): Promise<PartitionTable> {
  const first = await readUpTo(disk, 0, 512);
  const mbr =
    first.length === 512 && first.readUInt16LE(510) === 0xaa55 ? parseMbr(first) : undefined;
  const sectorBytes = await findGpt(disk);
  const isProtected = mbr?.partitions.some(({ type }) => type === PROTECTIVE_TYPE) === true;
  if (sectorBytes !== undefined || isProtected) {
    const gpt = await readGpt(disk, mbr, sectorBytes ?? 512, { findings, isHybrid });
    return { kind: 'gpt', sectorBytes: sectorBytes ?? 512, mbr, ...gpt };
  }
  if (mbr === undefined || !isTable(mbr)) {
    return { kind: 'none', sectorBytes: 512, partitions: [], mbr };
  }
  const partitions = await readMbr(disk, mbr, findings);
  if (!isHybrid) checkMbrOverlaps(partitions, findings);
  return {
    kind: 'mbr',
    sectorBytes: 512,
    diskId: mbr.diskSignature,
    partitions: partitions.filter(({ type }) => !EXTENDED_TYPES.includes(Number(type))),
    mbr,
  };
}

/** The boot sector of a FAT has the same signature, and text where the records would be. */
function isTable({ partitions }: Mbr): boolean {
  return partitions.length > 0 && partitions.every(({ sectors }) => sectors > 0);
}
