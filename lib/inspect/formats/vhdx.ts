import { BuildError, ConfigError } from '../../core/errors.ts';
import {
  parseBatEntry,
  parseVhdxHeader,
  parseVhdxMetadataTable,
  parseVhdxRegions,
  VHDX_BLOCK,
  VHDX_GUIDS,
  VHDX_HEADER_BYTES,
  VHDX_METADATA_TABLE_BYTES,
  VHDX_PLACES,
  VHDX_REGION_TABLE_BYTES,
  type VhdxHeader,
  type VhdxRegion,
  ZERO_GUID,
} from '../../vhdx/parse.ts';
import { type DiskReader, isWithin } from '../disk-reader.ts';
import { openBlocks } from '../disks/blocks.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';

const MIB = 2 ** 20;

/** The items of the metadata that matter. */
interface VhdxDisk {
  readonly sizeBytes: number;
  readonly blockBytes: number;
  readonly logicalSectorBytes: number;
  readonly physicalSectorBytes: number;
  readonly diskId: string;
}

/**
 * Opens a VHDX without a parent.
 *
 * @throws BuildError VHDX_BAD, IMAGE_DAMAGED, IMAGE_LIMIT, IMAGE_TRUNCATED; ConfigError IMAGE_UNSUPPORTED
 */
export async function openVhdx(file: DiskReader, inspection: Inspection): Promise<OpenedImage> {
  const { findings } = inspection;
  const header = await readHeader(file, findings);
  findings.check(
    header.version === 1 && header.logVersion === 0,
    'vhdx-version',
    `version ${header.version}, log ${header.logVersion}`,
  );
  findings.check(
    header.logGuid === ZERO_GUID,
    'vhdx-log',
    'the log holds changes that were not made yet: it was not closed',
  );
  const regions = await readRegions(file, findings);
  checkRegions(file, header, regions, findings);
  const [bat, metadata] = [VHDX_GUIDS.batRegion, VHDX_GUIDS.metadataRegion].map((guid) =>
    regions.find((region) => region.guid === guid),
  );
  if (bat === undefined || metadata === undefined)
    damaged('it has no table of blocks, or no metadata');
  const disk = await readMetadata(file, metadata, findings);
  const table = await readTable(file, disk, bat, [bat, metadata], findings);
  const { chunkRatio } = table;
  return {
    format: 'vhdx',
    disk: openBlocks({
      sizeBytes: disk.sizeBytes,
      blockBytes: disk.blockBytes,
      readBlock: async (index, from, length) => {
        const { state, offset } = parseBatEntry(
          table.bytes.readBigUInt64LE(entryAt(index, chunkRatio)),
        );
        return state === VHDX_BLOCK.fullyPresent ? file.read(offset + from, length) : undefined;
      },
    }),
    details: {
      blockBytes: disk.blockBytes,
      logicalSectorBytes: disk.logicalSectorBytes,
      physicalSectorBytes: disk.physicalSectorBytes,
      diskId: disk.diskId,
      blocks: table.present,
    },
  };
}

async function readHeader(file: DiskReader, findings: Findings): Promise<VhdxHeader> {
  const sound: VhdxHeader[] = [];
  for (const offset of VHDX_PLACES.headers) {
    const header = parseVhdxHeader(await file.read(offset, VHDX_HEADER_BYTES));
    if (typeof header === 'string')
      findings.add('vhdx-headers', `the header at ${offset}: ${header}`);
    else sound.push(header);
  }
  // The one with the larger number counts.
  const current = sound.sort((a, b) => (a.sequence > b.sequence ? -1 : 1))[0];
  return current ?? damaged('neither of its headers is sound');
}

async function readRegions(file: DiskReader, findings: Findings): Promise<VhdxRegion[]> {
  const tables: VhdxRegion[][] = [];
  for (const offset of VHDX_PLACES.regionTables) {
    const table = parseVhdxRegions(await file.read(offset, VHDX_REGION_TABLE_BYTES));
    if (typeof table === 'string') {
      findings.add('vhdx-region-tables', `the region table at ${offset}: ${table}`);
    } else tables.push(table);
  }
  const [first, second] = tables;
  if (first === undefined) return damaged('neither of its region tables is sound');
  findings.check(
    second === undefined || JSON.stringify(first) === JSON.stringify(second),
    'vhdx-region-tables',
    'the two region tables differ',
  );
  return first;
}

function checkRegions(
  file: DiskReader,
  header: VhdxHeader,
  regions: readonly VhdxRegion[],
  findings: Findings,
): void {
  const known: readonly string[] = [VHDX_GUIDS.batRegion, VHDX_GUIDS.metadataRegion];
  for (const { guid, isRequired } of regions) {
    if (isRequired && !known.includes(guid)) {
      throw new ConfigError<InspectCode>('IMAGE_UNSUPPORTED', `a VHDX with a region ${guid}`);
    }
  }
  const log = { offset: header.logOffset, lengthBytes: header.logBytes };
  let free = MIB;
  for (const { offset, lengthBytes } of [...regions, log].sort((a, b) => a.offset - b.offset)) {
    findings.check(
      offset % MIB === 0 &&
        lengthBytes % MIB === 0 &&
        offset >= free &&
        isWithin(offset, lengthBytes, file.sizeBytes),
      'vhdx-regions',
      `a region of ${lengthBytes} bytes at ${offset}, free from ${free} to ${file.sizeBytes}`,
    );
    free = Math.max(free, offset + lengthBytes);
  }
}

async function readMetadata(
  file: DiskReader,
  region: VhdxRegion,
  findings: Findings,
): Promise<VhdxDisk> {
  const entries = parseVhdxMetadataTable(await file.read(region.offset, VHDX_METADATA_TABLE_BYTES));
  const known: readonly string[] = Object.values(VHDX_GUIDS);
  for (const { guid, isRequired } of entries) {
    if (isRequired && !known.includes(guid)) {
      throw new ConfigError<InspectCode>('IMAGE_UNSUPPORTED', `a VHDX with metadata ${guid}`);
    }
  }
  const find = (guid: string, length: number) => {
    const entry = entries.find((item) => item.guid === guid && item.lengthBytes === length);
    if (entry === undefined) {
      findings.add('vhdx-metadata', `item ${guid} is not there, or has not ${length} bytes`);
    }
    return entry;
  };
  const read = async (guid: string, length: number): Promise<Buffer> => {
    const entry = find(guid, length) ?? damaged(`it has no metadata ${guid}`);
    return file.read(region.offset + entry.offset, length);
  };
  // Nothing that is read here depends on these.
  const readSpare = async (guid: string, length: number): Promise<Buffer> =>
    find(guid, length) === undefined ? Buffer.alloc(length) : read(guid, length);
  const parameters = await read(VHDX_GUIDS.fileParameters, 8);
  const disk = {
    sizeBytes: Number((await read(VHDX_GUIDS.diskSize, 8)).readBigUInt64LE(0)),
    blockBytes: parameters.readUInt32LE(0),
    logicalSectorBytes: (await read(VHDX_GUIDS.logicalSector, 4)).readUInt32LE(0),
    physicalSectorBytes: (await readSpare(VHDX_GUIDS.physicalSector, 4)).readUInt32LE(0),
    diskId: (await readSpare(VHDX_GUIDS.diskId, 16)).toString('hex'),
  };
  if ((parameters.readUInt32LE(4) & 2) !== 0) {
    throw new ConfigError<InspectCode>('IMAGE_UNSUPPORTED', 'a VHDX that needs its parent');
  }
  const { blockBytes, logicalSectorBytes, sizeBytes } = disk;
  if (blockBytes < MIB || blockBytes > 256 * MIB || (blockBytes & (blockBytes - 1)) !== 0) {
    damaged(`blocks of ${blockBytes} bytes`);
  }
  if (logicalSectorBytes !== 512 && logicalSectorBytes !== 4096) {
    damaged(`sectors of ${logicalSectorBytes} bytes`);
  }
  if (sizeBytes > LIMITS.diskBytes) {
    throw new BuildError<InspectCode>('IMAGE_LIMIT', `a VHDX of ${sizeBytes} bytes`);
  }
  findings.check(
    sizeBytes % logicalSectorBytes === 0,
    'vhdx-size',
    `${sizeBytes} bytes in sectors of ${logicalSectorBytes}`,
  );
  return disk;
}

async function readTable(
  file: DiskReader,
  disk: VhdxDisk,
  bat: VhdxRegion,
  regions: readonly VhdxRegion[],
  findings: Findings,
): Promise<{ bytes: Buffer; chunkRatio: number; present: number }> {
  // After so many blocks the table has an entry for a bitmap, which disks without parent do not use.
  const chunkRatio = (2 ** 23 * disk.logicalSectorBytes) / disk.blockBytes;
  const blocks = Math.ceil(disk.sizeBytes / disk.blockBytes);
  const lengthBytes = blocks === 0 ? 0 : entryAt(blocks - 1, chunkRatio) + 8;
  findings.check(
    lengthBytes <= bat.lengthBytes,
    'vhdx-table',
    `the table has ${bat.lengthBytes} bytes, expected ${lengthBytes}`,
  );
  if (lengthBytes > bat.lengthBytes) damaged('its table of blocks is too short');
  const bytes = await file.read(bat.offset, lengthBytes);
  const offsets: number[] = [];
  const states: readonly number[] = Object.values(VHDX_BLOCK);
  for (let index = 0; index < blocks; index += 1) {
    const { state, offset } = parseBatEntry(bytes.readBigUInt64LE(entryAt(index, chunkRatio)));
    findings.check(
      states.includes(state) && state !== VHDX_BLOCK.partiallyPresent,
      'vhdx-table',
      `block ${index} has state ${state}`,
    );
    if (state === VHDX_BLOCK.fullyPresent) offsets.push(offset);
  }
  let free = MIB;
  for (const offset of Float64Array.from(offsets).sort()) {
    const end = offset + disk.blockBytes;
    findings.check(
      isWithin(offset, disk.blockBytes, file.sizeBytes),
      'vhdx-bounds',
      `a block at ${offset}, the file has ${file.sizeBytes} bytes`,
    );
    const isFree = regions.every(
      (region) => end <= region.offset || offset >= region.offset + region.lengthBytes,
    );
    findings.check(
      offset >= free && isFree,
      'vhdx-overlap',
      `a block at ${offset} overlaps what is before ${free}, or a region`,
    );
    free = Math.max(free, end);
  }
  return { bytes, chunkRatio, present: offsets.length };
}

/** Where the entry of a block is in the table, in bytes. */
function entryAt(index: number, chunkRatio: number): number {
  return (index + Math.floor(index / chunkRatio)) * 8;
}

function damaged(what: string): never {
  throw new BuildError<InspectCode>('IMAGE_DAMAGED', `a VHDX that cannot be read: ${what}`);
}
