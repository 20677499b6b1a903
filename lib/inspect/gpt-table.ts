import { BuildError } from '../core/errors.ts';
import { type GptHeader, parseGptEntries, parseGptHeader } from '../gpt/parse.ts';
import { type GptPartition, PARTITION_TYPES } from '../gpt/table.ts';
import { type Mbr, PROTECTIVE_TYPE } from '../mbr/parse.ts';
import { type DiskReader, readUpTo } from './disk-reader.ts';
import type { Findings } from './findings.ts';
import { PARTITION_TYPE_NAMES } from './partition-type-names.ts';
import type { PartitionReport } from './report.ts';

/** What a GPT says; without partitions when neither copy is sound. */
export interface GptReport {
  readonly diskId?: string;
  readonly partitions: readonly PartitionReport[];
}

type NumberedPartition = GptPartition & { readonly number: number };

const MIB = 2 ** 20;

/** Returns the size of the sectors that a GPT header was found with. */
export async function findGpt(disk: DiskReader): Promise<number | undefined> {
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

/** Reads both copies of a GPT and checks them, their protective MBR, and the partitions. */
export async function readGpt(
  disk: DiskReader,
  mbr: Mbr | undefined,
  sectorBytes: number,
  { findings, isHybrid }: { findings: Findings; isHybrid: boolean },
): Promise<GptReport> {
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
  if (typeof sound === 'string') return { partitions: [] };
  if (typeof primary !== 'string' && typeof backup !== 'string') {
    checkCopies(primary, backup, sectors, findings);
  }
  if (!isHybrid) checkEntries(sound, sectors, sectorBytes, findings);
  return {
    diskId: sound.header.diskGuid,
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

function reportGpt(partition: NumberedPartition, sectorBytes: number): PartitionReport {
  const { number, type, guid, name, firstSector, lastSector, attributes = 0n } = partition;
  const typeName = PARTITION_TYPE_NAMES.get(type);
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
