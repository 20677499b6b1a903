import { BuildError } from '../../core/errors.ts';
import { parseVmdkMarker, VMDK_FLAG, type VmdkHeader } from '../../vmdk/parse.ts';
import type { DiskReader } from '../disk-reader.ts';
import type { InspectCode } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { cached, openBlocks } from './blocks.ts';
import { inflateBlock } from './inflate.ts';

const SECTOR = 512;
/** Sector and size, before the bytes of a compressed grain. */
export const GRAIN_MARKER_BYTES = 12;

/** A sparse extent: its header, and its grain directory as sectors of tables. */
export interface VmdkExtentMap {
  readonly header: VmdkHeader;
  readonly directory: Uint32Array;
}

/**
 * Reads the grain directory at `sector`.
 *
 * @throws BuildError IMAGE_LIMIT, IMAGE_TRUNCATED
 */
export async function readDirectory(
  file: DiskReader,
  header: VmdkHeader,
  sector: number,
): Promise<Uint32Array> {
  const tables = Math.ceil(header.capacitySectors / header.grainSectors / header.entriesPerTable);
  if (tables > LIMITS.tables || tables * header.entriesPerTable > LIMITS.blocks * 4) {
    throw new BuildError<InspectCode>('IMAGE_LIMIT', `a grain directory of ${tables} tables`);
  }
  return toNumbers(await file.read(sector * SECTOR, tables * 4));
}

/** Reads a grain table: the sector of each grain. */
export async function readTable(
  file: DiskReader,
  header: VmdkHeader,
  sector: number,
): Promise<Uint32Array> {
  return toNumbers(await file.read(sector * SECTOR, header.entriesPerTable * 4));
}

/** Returns a reader of the disk in a sparse extent. */
export function openVmdkExtent(file: DiskReader, { header, directory }: VmdkExtentMap): DiskReader {
  const { grainSectors, entriesPerTable, flags } = header;
  const grainBytes = grainSectors * SECTOR;
  const isCompressed = (flags & VMDK_FLAG.compressed) !== 0;
  const loadTable = cached((sector) => readTable(file, header, sector), 64);
  const loadGrain = cached(async (sector: number) => {
    const marker = parseVmdkMarker(await file.read(sector * SECTOR, 16));
    if (marker.sizeBytes > 2 * grainBytes + SECTOR) {
      throw new BuildError<InspectCode>(
        'IMAGE_DAMAGED',
        `the grain at sector ${sector} has ${marker.sizeBytes} compressed bytes`,
      );
    }
    const bytes = await file.read(sector * SECTOR + GRAIN_MARKER_BYTES, marker.sizeBytes);
    return inflateBlock(bytes, 'zlib', grainBytes, `the grain at sector ${sector}`);
  });
  return openBlocks({
    sizeBytes: header.capacitySectors * SECTOR,
    blockBytes: grainBytes,
    readBlock: async (index, from, length) => {
      const table = directory[Math.floor(index / entriesPerTable)] ?? 0;
      const sector = table === 0 ? 0 : (await loadTable(table))[index % entriesPerTable];
      // 1 stands for a grain of zeros, where the flag says so.
      if (sector === undefined || sector === 0) return undefined;
      if (sector === 1 && (flags & VMDK_FLAG.zeroedGrains) !== 0) return undefined;
      if (!isCompressed) return file.read(sector * SECTOR + from, length);
      return (await loadGrain(sector)).subarray(from, from + length);
    },
  });
}

/** Returns disks, one after the other, as one. */
export function openJoined(parts: readonly DiskReader[]): DiskReader {
  const ends: number[] = [];
  for (const { sizeBytes } of parts) ends.push((ends.at(-1) ?? 0) + sizeBytes);
  const sizeBytes = ends.at(-1) ?? 0;
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      const pieces: Buffer[] = [];
      for (const [index, part] of parts.entries()) {
        const start = (ends[index] ?? 0) - part.sizeBytes;
        const from = Math.max(offsetBytes - start, 0);
        const to = Math.min(offsetBytes + lengthBytes - start, part.sizeBytes);
        if (from < to) pieces.push(await part.read(from, to - from));
      }
      return Buffer.concat(pieces);
    },
    close: async () => undefined,
  };
}

function toNumbers(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) =>
    bytes.readUInt32LE(index * 4),
  );
}
