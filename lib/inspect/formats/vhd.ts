import { BuildError, ConfigError } from '../../core/errors.ts';
import {
  parseVhdDynamicHeader,
  parseVhdFooter,
  VHD_DYNAMIC_HEADER_BYTES,
  VHD_FOOTER_BYTES,
  VHD_UNUSED_BLOCK,
  type VhdDynamicHeader,
  type VhdFooter,
} from '../../vhd/parse.ts';
import { type DiskReader, isWithin, openPart } from '../disk-reader.ts';
import { openBlocks } from '../disks/blocks.ts';
import type { InspectCode } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';
import type { Details } from '../report.ts';

const MIB = 2 ** 20;
/** Creators whose disks other programs take to be as large as the geometry says. */
const GEOMETRY_CREATORS = ['qemu', 'vpc '];

/**
 * Opens a fixed or dynamic VHD. A dynamic one is known by the copy of its footer at the start.
 *
 * @throws BuildError VHD_BAD, IMAGE_DAMAGED, IMAGE_LIMIT, IMAGE_TRUNCATED; ConfigError IMAGE_UNSUPPORTED
 */
export async function openVhd(file: DiskReader, inspection: Inspection): Promise<OpenedImage> {
  const { findings } = inspection;
  const end = await file.read(file.sizeBytes - VHD_FOOTER_BYTES, VHD_FOOTER_BYTES);
  const start = await file.read(0, VHD_FOOTER_BYTES);
  const hasEnd = end.toString('latin1', 0, 8) === 'conectix';
  const footer = parseVhdFooter(hasEnd ? end : start);
  if (footer.type === 'differencing') {
    throw new ConfigError<InspectCode>(
      'IMAGE_UNSUPPORTED',
      'a differencing VHD is not read: it needs its parent',
    );
  }
  const { currentSizeBytes } = footer;
  if (currentSizeBytes > LIMITS.diskBytes) {
    throw new BuildError<InspectCode>('IMAGE_LIMIT', `a VHD of ${currentSizeBytes} bytes`);
  }
  checkFooter(footer, findings);
  findings.check(footer.type === 'fixed', 'azure-fixed', `the disk is ${footer.type}`);
  findings.check(
    currentSizeBytes % MIB === 0,
    'azure-aligned',
    `the disk has ${currentSizeBytes} bytes, ${currentSizeBytes % MIB} more than a multiple of 1 MiB`,
  );
  const details = {
    type: footer.type,
    creator: footer.creator.trim(),
    uniqueId: footer.uniqueId,
    timestampSeconds: footer.timestampSeconds,
    geometry: { ...footer.geometry },
  };
  if (footer.type === 'fixed') {
    findings.check(
      file.sizeBytes === currentSizeBytes + VHD_FOOTER_BYTES,
      'vhd-fixed-size',
      `the file has ${file.sizeBytes} bytes, expected ${currentSizeBytes} + ${VHD_FOOTER_BYTES}`,
    );
    return { format: 'vhd', disk: openPart(file, 0, currentSizeBytes), details };
  }
  findings.check(
    hasEnd && end.equals(start),
    'vhd-footer-copy',
    'the first 512 bytes and the last are not the same footer',
  );
  const opened = await openDynamic(file, footer, findings);
  return { format: 'vhd', disk: opened.disk, details: { ...details, ...opened.details } };
}

function checkFooter(footer: VhdFooter, findings: Findings): void {
  findings.check(footer.isChecksumRight, 'vhd-checksum', 'the checksum of the footer is wrong');
  findings.check(
    footer.version === 0x0001_0000 &&
      (footer.features & 2) !== 0 &&
      (footer.headerOffset === undefined) === (footer.type === 'fixed'),
    'vhd-fields',
    `version 0x${footer.version.toString(16)}, features 0x${footer.features.toString(16)}, header at ${footer.headerOffset ?? 'none'}`,
  );
  findings.check(footer.isReservedZero, 'vhd-reserved', 'bytes 85 to 511 are not all zero');
  findings.check(!footer.isSavedState, 'vhd-saved-state', 'the saved state is set');
  const { cylinders, heads, sectorsPerTrack } = footer.geometry;
  const expected = geometryOf(footer.currentSizeBytes);
  const isLargest = cylinders === 65535 && heads === 16 && sectorsPerTrack === 255;
  const found = `${cylinders}/${heads}/${sectorsPerTrack}`;
  findings.check(
    isLargest || found === expected,
    'vhd-geometry',
    `the geometry is ${found}, expected ${expected}`,
  );
  const geometryBytes = cylinders * heads * sectorsPerTrack * 512;
  findings.check(
    isLargest ||
      geometryBytes === footer.currentSizeBytes ||
      !GEOMETRY_CREATORS.includes(footer.creator),
    'vhd-creator-size',
    `the geometry makes ${geometryBytes} bytes, the size is ${footer.currentSizeBytes}`,
  );
}

/** Cylinders, heads and sectors of a size ("Appendix: CHS Calculation"). */
function geometryOf(sizeBytes: number): string {
  const sectors = Math.min(Math.floor(sizeBytes / 512), 65535 * 16 * 255);
  if (sectors >= 65535 * 16 * 63) return `${Math.floor(sectors / 255 / 16)}/16/255`;
  let perTrack = 17;
  let tracks = Math.floor(sectors / perTrack);
  let heads = Math.max(4, Math.floor((tracks + 1023) / 1024));
  if (tracks >= heads * 1024 || heads > 16) {
    perTrack = 31;
    heads = 16;
    tracks = Math.floor(sectors / perTrack);
  }
  if (tracks >= heads * 1024) {
    perTrack = 63;
    heads = 16;
    tracks = Math.floor(sectors / perTrack);
  }
  return `${Math.floor(tracks / heads)}/${heads}/${perTrack}`;
}

async function openDynamic(
  file: DiskReader,
  footer: VhdFooter,
  findings: Findings,
): Promise<{ disk: DiskReader; details: Details }> {
  const header = parseVhdDynamicHeader(
    await file.read(footer.headerOffset ?? file.sizeBytes, VHD_DYNAMIC_HEADER_BYTES),
  );
  findings.check(
    header.isChecksumRight && header.version === 0x0001_0000,
    'vhd-header',
    `version 0x${header.version.toString(16)}, the checksum is ${header.isChecksumRight ? 'right' : 'wrong'}`,
  );
  const { blockBytes, tableEntries } = header;
  const blocks = Math.ceil(footer.currentSizeBytes / blockBytes);
  findings.check(
    tableEntries >= blocks,
    'vhd-table',
    `${tableEntries} entries for a disk of ${blocks} blocks`,
  );
  if (blocks > LIMITS.blocks) {
    throw new BuildError<InspectCode>('IMAGE_LIMIT', `a VHD of ${blocks} blocks`);
  }
  // What has no entry was never written.
  const known = await file.read(header.tableOffset, Math.min(tableEntries, blocks) * 4);
  const table = Buffer.concat([known, Buffer.alloc(blocks * 4 - known.length, 0xff)]);
  const bitmapBytes = Math.ceil(blockBytes / 512 / 8 / 512) * 512;
  checkBlocks(file, header, { table, bitmapBytes }, findings);
  return {
    disk: openBlocks({
      sizeBytes: footer.currentSizeBytes,
      blockBytes,
      // As QEMU does: what the bitmap calls unused has zeros.
      readBlock: async (index, from, length) => {
        const sector = table.readUInt32BE(index * 4);
        if (sector === VHD_UNUSED_BLOCK) return undefined;
        return file.read(sector * 512 + bitmapBytes + from, length);
      },
    }),
    details: { blockBytes },
  };
}

function checkBlocks(
  file: DiskReader,
  { blockBytes, tableOffset }: VhdDynamicHeader,
  { table, bitmapBytes }: { table: Buffer; bitmapBytes: number },
  findings: Findings,
): void {
  const sectors: number[] = [];
  for (let at = 0; at < table.length; at += 4) {
    const sector = table.readUInt32BE(at);
    if (sector !== VHD_UNUSED_BLOCK) sectors.push(sector);
  }
  const lengthBytes = bitmapBytes + blockBytes;
  let free = tableOffset + table.length;
  for (const sector of sectors.sort((a, b) => a - b)) {
    const offset = sector * 512;
    findings.check(
      isWithin(offset, lengthBytes, file.sizeBytes - VHD_FOOTER_BYTES),
      'vhd-bounds',
      `a block at ${offset}, the file has ${file.sizeBytes} bytes`,
    );
    findings.check(
      offset >= free,
      'vhd-overlap',
      `a block at ${offset} overlaps what is before ${free}`,
    );
    free = offset + lengthBytes;
  }
}
