import { EXTENDED_TYPES, type Mbr, type MbrPartition, parseMbr } from '../mbr/parse.ts';
import { type DiskReader, isWithin } from './disk-reader.ts';
import type { Findings } from './findings.ts';
import { LIMITS } from './limits.ts';
import { PARTITION_TYPE_NAMES } from './partition-type-names.ts';
import type { PartitionReport } from './report.ts';

const MIB = 2 ** 20;

/** Returns the partitions of an MBR, the extended one and the logical ones in it, too. */
export async function readMbr(
  disk: DiskReader,
  mbr: Mbr,
  findings: Findings,
): Promise<PartitionReport[]> {
  const found: MbrPartition[] = [...mbr.partitions];
  const extended = mbr.partitions.find(({ type }) => EXTENDED_TYPES.includes(type));
  const seen = new Set<number>();
  let next = extended?.firstSector;
  for (let number = 5; extended !== undefined && next !== undefined; number += 1) {
    if (seen.has(next) || seen.size >= LIMITS.logicalPartitions) {
      findings.add(
        'mbr-loop',
        `the extended partition leads to sector ${next} again, or goes on for ever`,
      );
      break;
    }
    seen.add(next);
    if (!isWithin(next * 512, 512, disk.sizeBytes)) {
      findings.add('mbr-bounds', `the extended partition leads to sector ${next}`);
      break;
    }
    const sector = await disk.read(next * 512, 512);
    if (sector.readUInt16LE(510) !== 0xaa55) {
      findings.add('mbr-bounds', `sector ${next} is no part of an extended partition`);
      break;
    }
    const { partitions } = parseMbr(sector);
    const [logical] = partitions.filter(({ type }) => !EXTENDED_TYPES.includes(type));
    const link = partitions.find(({ type }) => EXTENDED_TYPES.includes(type));
    if (logical !== undefined) {
      found.push({ ...logical, number, firstSector: next + logical.firstSector });
    }
    next = link === undefined ? undefined : extended.firstSector + link.firstSector;
  }
  for (const { number, firstSector, sectors } of found) {
    findings.check(
      isWithin(firstSector * 512, sectors * 512, disk.sizeBytes),
      'mbr-bounds',
      `partition ${number} has ${sectors} sectors from ${firstSector}, the disk ${Math.floor(disk.sizeBytes / 512)}`,
    );
  }
  return found.map((partition) => {
    const type = `0x${partition.type.toString(16).padStart(2, '0')}`;
    const typeName = PARTITION_TYPE_NAMES.get(type);
    return {
      number: partition.number,
      table: 'mbr',
      type,
      ...(typeName === undefined ? {} : { typeName }),
      offsetBytes: partition.firstSector * 512,
      sizeBytes: partition.sectors * 512,
      isActive: partition.isActive,
    };
  });
}

/** Checks that partitions are beside each other, and where they start. */
export function checkMbrOverlaps(partitions: readonly PartitionReport[], findings: Findings): void {
  let free = 0;
  const plain = partitions.filter(({ type }) => !EXTENDED_TYPES.includes(Number(type)));
  for (const { number, offsetBytes, sizeBytes } of [...plain].sort(
    (a, b) => a.offsetBytes - b.offsetBytes,
  )) {
    findings.check(
      offsetBytes >= free,
      'mbr-overlap',
      `partition ${number} at byte ${offsetBytes} starts before ${free}`,
    );
    findings.check(
      offsetBytes % MIB === 0,
      'partition-aligned',
      `partition ${number} starts at byte ${offsetBytes}`,
    );
    free = Math.max(free, offsetBytes + sizeBytes);
  }
}
