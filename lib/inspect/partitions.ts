import { BuildError } from '../core/errors.ts';
import { type GptHeader, parseGptEntries, parseGptHeader } from '../gpt/parse.ts';
import { type GptPartition, PARTITION_TYPES } from '../gpt/table.ts';
import {
  EXTENDED_TYPES,
  type Mbr,
  type MbrPartition,
  PROTECTIVE_TYPE,
  parseMbr,
} from '../mbr/parse.ts';
import { type DiskReader, isWithin, readUpTo } from './disk-reader.ts';
import type { Findings } from './findings.ts';
import { LIMITS } from './limits.ts';
import type { PartitionReport } from './report.ts';

/** What divides a disk. */
export interface PartitionTable {
  readonly kind: 'gpt' | 'mbr' | 'none';
  readonly sectorBytes: number;
  readonly diskId?: string;
  readonly partitions: readonly PartitionReport[];
  readonly mbr: Mbr | undefined;
}

type NumberedPartition = GptPartition & { readonly number: number };

const MIB = 2 ** 20;
const TYPE_NAMES = new Map<string, string>([
  [PARTITION_TYPES.biosBoot, 'BIOS boot'],
  [PARTITION_TYPES.efiSystem, 'EFI system'],
  [PARTITION_TYPES.linuxData, 'Linux data'],
  [PARTITION_TYPES.rootX86_64, 'root (x86_64)'],
  [PARTITION_TYPES.rootAarch64, 'root (aarch64)'],
  ['bc13c2ff-59e6-4262-a352-b275fd6f7172', 'extended boot'],
  ['9e1a2d38-c612-4316-aa26-8b49521e5a8b', 'PReP'],
  ['0657fd6d-a4ab-43c4-84e5-0933c84b4f4f', 'Linux swap'],
  ['72ec70a6-cf74-40e6-bd49-4bda08e8f224', 'root (riscv64)'],
  ['c31c45e6-3f39-412e-80fb-4809c4980599', 'root (ppc64le)'],
  ['ebd0a0a2-b9e5-4433-87c0-68b6b72699c7', 'basic data'],
  ['0x83', 'Linux'],
  ['0x82', 'Linux swap'],
  ['0xef', 'EFI system'],
  ['0xcd', 'ISO 9660'],
  ['0x41', 'PReP'],
  ['0x0c', 'FAT32'],
]);

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
    return readGpt(disk, mbr, sectorBytes ?? 512, { findings, isHybrid });
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

/** Returns the size of the sectors that a GPT header was found with. */
async function findGpt(disk: DiskReader): Promise<number | undefined> {
  for (const sectorBytes of [512, 4096]) {
    const start = await readUpTo(disk, sectorBytes, 8);
    if (start.toString('latin1') === 'EFI PART') return sectorBytes;
    const end = disk.sizeBytes - sectorBytes;
    if (end > sectorBytes && (await readUpTo(disk, end, 8)).toString('latin1') === 'EFI PART') {
      return sectorBytes;
    }
  }
  return undefined;
}

/** The boot sector of a FAT has the same signature, and text where the records would be. */
function isTable({ partitions }: Mbr): boolean {
  return partitions.length > 0 && partitions.every(({ sectors }) => sectors > 0);
}

async function readGpt(
  disk: DiskReader,
  mbr: Mbr | undefined,
  sectorBytes: number,
  { findings, isHybrid }: { findings: Findings; isHybrid: boolean },
): Promise<PartitionTable> {
  const sectors = Math.floor(disk.sizeBytes / sectorBytes);
  findings.check(
    disk.sizeBytes % sectorBytes === 0,
    'disk-sectors',
    `${disk.sizeBytes} bytes in sectors of ${sectorBytes}`,
  );
  const primary = await readCopy(disk, sectorBytes, 1);
  const backup = await readCopy(disk, sectorBytes, sectors - 1);
  if (typeof primary === 'string') findings.add('gpt-primary', primary);
  if (typeof backup === 'string') findings.add('gpt-backup', `in the last sector: ${backup}`);
  const sound = typeof primary === 'string' ? backup : primary;
  if (!isHybrid) checkProtective(mbr, sectors, findings);
  if (typeof sound === 'string') return { kind: 'gpt', sectorBytes, partitions: [], mbr };
  if (typeof primary !== 'string' && typeof backup !== 'string') {
    checkCopies(primary, backup, sectors, findings);
  }
  if (!isHybrid) checkEntries(sound, sectors, sectorBytes, findings);
  return {
    kind: 'gpt',
    sectorBytes,
    diskId: sound.header.diskGuid,
    mbr,
    partitions: sound.partitions.map((partition) => reportGpt(partition, sectorBytes)),
  };
}

interface GptCopy {
  readonly header: GptHeader;
  readonly partitions: readonly NumberedPartition[];
}

/** Returns one of the two copies, or why it is none. */
async function readCopy(
  disk: DiskReader,
  sectorBytes: number,
  sector: number,
): Promise<GptCopy | string> {
  try {
    const header = parseGptHeader(await disk.read(sector * sectorBytes, sectorBytes));
    const entries = await disk.read(
      header.entriesSector * sectorBytes,
      header.entryCount * header.entryBytes,
    );
    return { header, partitions: parseGptEntries(entries, header) };
  } catch (error) {
    if (error instanceof BuildError) return error.message;
    throw error;
  }
}

function checkCopies(primary: GptCopy, backup: GptCopy, sectors: number, findings: Findings): void {
  const [first, second] = [primary.header, backup.header];
  findings.check(
    first.sector === 1 && first.otherSector === sectors - 1,
    'gpt-header-place',
    `the first header says ${first.sector} and ${first.otherSector}, expected 1 and ${sectors - 1}`,
  );
  findings.check(
    second.sector === sectors - 1 && second.otherSector === 1,
    'gpt-header-place',
    `the last header says ${second.sector} and ${second.otherSector}, expected ${sectors - 1} and 1`,
  );
  const essence = ({ header }: GptCopy) =>
    JSON.stringify([header.diskGuid, header.firstUsable, header.lastUsable, header.entriesCrc]);
  findings.check(
    essence(primary) === essence(backup),
    'gpt-backup',
    'the two copies say different things',
  );
}

function checkEntries(
  { header, partitions }: GptCopy,
  sectors: number,
  sectorBytes: number,
  findings: Findings,
): void {
  const { firstUsable, lastUsable } = header;
  const tableSectors = Math.ceil((header.entryCount * header.entryBytes) / sectorBytes);
  findings.check(
    firstUsable >= 2 + tableSectors && lastUsable <= sectors - tableSectors - 2,
    'gpt-usable',
    `sectors ${firstUsable} to ${lastUsable}, expected ${2 + tableSectors} to ${sectors - tableSectors - 2}`,
  );
  const guids = new Set<string>();
  let free = 0;
  for (const partition of [...partitions].sort((a, b) => a.firstSector - b.firstSector)) {
    const { number, guid, firstSector, lastSector } = partition;
    const place = `partition ${number} (sectors ${firstSector} to ${lastSector})`;
    findings.check(
      firstSector >= firstUsable && lastSector <= lastUsable && lastSector >= firstSector,
      'gpt-bounds',
      `${place} does not lie within ${firstUsable} to ${lastUsable}`,
    );
    findings.check(firstSector >= free, 'gpt-overlap', `${place} starts before ${free}`);
    findings.check(!guids.has(guid), 'gpt-unique', `${place} has the GUID of another: ${guid}`);
    findings.check(
      (firstSector * sectorBytes) % MIB === 0 || partition.type === PARTITION_TYPES.biosBoot,
      'partition-aligned',
      `${place} starts at byte ${firstSector * sectorBytes}`,
    );
    guids.add(guid);
    free = Math.max(free, lastSector + 1);
  }
}

function checkProtective(mbr: Mbr | undefined, sectors: number, findings: Findings): void {
  const record = mbr?.partitions.find(({ type }) => type === PROTECTIVE_TYPE);
  const expected = Math.min(sectors - 1, 0xffff_ffff);
  findings.check(
    record !== undefined &&
      record.firstSector === 1 &&
      (record.sectors === expected || record.sectors === 0xffff_ffff),
    'gpt-protective',
    record === undefined
      ? 'there is none'
      : `the record has ${record.sectors} sectors from ${record.firstSector}, expected ${expected} from 1`,
  );
}

async function readMbr(disk: DiskReader, mbr: Mbr, findings: Findings): Promise<PartitionReport[]> {
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
    const typeName = TYPE_NAMES.get(type);
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

function checkMbrOverlaps(partitions: readonly PartitionReport[], findings: Findings): void {
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

function reportGpt(partition: NumberedPartition, sectorBytes: number): PartitionReport {
  const { number, type, guid, name, firstSector, lastSector, attributes = 0n } = partition;
  const typeName = TYPE_NAMES.get(type);
  return {
    number,
    table: 'gpt',
    type,
    ...(typeName === undefined ? {} : { typeName }),
    name,
    guid,
    offsetBytes: firstSector * sectorBytes,
    sizeBytes: Math.max(lastSector - firstSector + 1, 0) * sectorBytes,
    isActive: (attributes & 4n) !== 0n,
  };
}
