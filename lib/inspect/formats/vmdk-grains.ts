import { BuildError } from '../../core/errors.ts';
import { parseVmdkMarker, VMDK_FLAG } from '../../vmdk/parse.ts';
import { type DiskReader, isWithin } from '../disk-reader.ts';
import { openWindowed } from '../disks/blocks.ts';
import { GRAIN_MARKER_BYTES, readDirectory, readTable, type VmdkExtentMap } from '../disks/vmdk.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import { LIMITS } from '../limits.ts';

const SECTOR = 512;

/** Checks every grain table and grain of a sparse extent, and returns how many grains are there. */
export async function checkVmdkGrains(
  file: DiskReader,
  map: VmdkExtentMap,
  redundantSector: number | undefined,
  findings: Findings,
): Promise<number> {
  const { header, directory } = map;
  const { entriesPerTable, grainSectors, flags } = header;
  const tableSectors = Math.ceil((entriesPerTable * 4) / SECTOR);
  const isCompressed = (flags & VMDK_FLAG.compressed) !== 0;
  const taken: number[] = [];
  const seen = new Set<number>();
  const windowed = openWindowed(file, 8192);
  let grains = 0;
  for (const [index, tableSector] of directory.entries()) {
    if (tableSector === 0) continue;
    if (seen.has(tableSector)) {
      findings.add('vmdk-overlap', `two entries of the directory lead to sector ${tableSector}`);
      continue;
    }
    seen.add(tableSector);
    if (!isWithin(tableSector * SECTOR, entriesPerTable * 4, file.sizeBytes)) {
      findings.add('vmdk-bounds', `grain table ${index} at sector ${tableSector}`);
      continue;
    }
    taken.push(spanOf(tableSector, tableSectors));
    const table = await readTable(file, header, tableSector);
    for (const [at, sector] of table.entries()) {
      if (sector === 0 || (sector === 1 && (flags & VMDK_FLAG.zeroedGrains) !== 0)) continue;
      grains += 1;
      if (grains > Math.min(LIMITS.blocks, file.sizeBytes / SECTOR)) {
        throw new BuildError<InspectCode>(
          'IMAGE_LIMIT',
          `more than ${LIMITS.blocks} grains, or than the file has sectors`,
        );
      }
      const first = (index * entriesPerTable + at) * grainSectors;
      const lengthBytes = isCompressed
        ? await compressedBytes(windowed, sector, first, grainSectors * SECTOR, findings)
        : // The last grain may be cut where the disk ends.
          Math.min(grainSectors, Math.max(header.capacitySectors - first, 0)) * SECTOR;
      if (!isWithin(sector * SECTOR, lengthBytes, file.sizeBytes)) {
        findings.add('vmdk-bounds', `the grain of sector ${first} is at sector ${sector}`);
        continue;
      }
      taken.push(spanOf(sector, Math.ceil(lengthBytes / SECTOR)));
    }
  }
  checkOverlaps(taken, findings);
  if (redundantSector !== undefined) {
    await checkRedundant(file, map, redundantSector, findings);
  }
  return grains;
}

/** Returns the bytes that a compressed grain takes with its marker, which must name `first`. */
async function compressedBytes(
  file: DiskReader,
  sector: number,
  first: number,
  grainBytes: number,
  findings: Findings,
): Promise<number> {
  if (!isWithin(sector * SECTOR, 16, file.sizeBytes)) return 16;
  const marker = parseVmdkMarker(await file.read(sector * SECTOR, 16));
  findings.check(
    marker.value === first && marker.sizeBytes > 0 && marker.sizeBytes <= 2 * grainBytes,
    'vmdk-marker',
    `the marker at sector ${sector} is of sector ${marker.value} (${marker.sizeBytes} bytes), expected ${first}`,
  );
  return GRAIN_MARKER_BYTES + marker.sizeBytes;
}

/** Where something is and how many sectors it has, in one number: there may be millions. */
function spanOf(sector: number, sectors: number): number {
  return sector * 2 ** 20 + Math.min(sectors, 2 ** 20 - 1);
}

function checkOverlaps(taken: readonly number[], findings: Findings): void {
  let free = 0;
  for (const span of Float64Array.from(taken).sort()) {
    const sector = Math.floor(span / 2 ** 20);
    findings.check(sector >= free, 'vmdk-overlap', `sector ${sector} is used twice`);
    free = Math.max(free, sector + (span % 2 ** 20));
  }
}

async function checkRedundant(
  file: DiskReader,
  { header, directory }: VmdkExtentMap,
  sector: number,
  findings: Findings,
): Promise<void> {
  const other = await readDirectory(file, header, sector);
  for (const [index, tableSector] of directory.entries()) {
    const copy = other[index] ?? 0;
    if (tableSector === 0 && copy === 0) continue;
    const isSame =
      isWithin(copy * SECTOR, header.entriesPerTable * 4, file.sizeBytes) &&
      isWithin(tableSector * SECTOR, header.entriesPerTable * 4, file.sizeBytes) &&
      Buffer.from((await readTable(file, header, tableSector)).buffer).equals(
        Buffer.from((await readTable(file, header, copy)).buffer),
      );
    findings.check(isSame, 'vmdk-redundant', `grain table ${index} differs from its copy`);
  }
}
