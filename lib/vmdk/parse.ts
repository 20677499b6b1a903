import { BuildError } from '../core/errors.ts';
import type { VmdkCode } from './errors.ts';

/** Header of a sparse extent (VMware Virtual Disk Format 1.1, "Hosted Sparse Extent Header"). */
export interface VmdkHeader {
  readonly version: number;
  readonly flags: number;
  readonly capacitySectors: number;
  readonly grainSectors: number;
  readonly descriptor: { readonly firstSector: number; readonly sectors: number };
  readonly entriesPerTable: number;
  /** Undefined when the extent has one grain directory only. */
  readonly redundantDirectorySector: number | undefined;
  /** Undefined when the footer at the end of the file has it. */
  readonly directorySector: number | undefined;
  readonly overheadSectors: number;
  readonly isUncleanShutdown: boolean;
  /** False when a transfer as text has changed ends of lines. */
  readonly hasNewlines: boolean;
  /** 0 none, 1 deflate. */
  readonly compression: number;
}

/** Bits of `flags`. */
export const VMDK_FLAG = {
  newlines: 1,
  redundantTable: 2,
  zeroedGrains: 4,
  compressed: 1 << 16,
  markers: 1 << 17,
} as const;

/** The text that describes a disk ("The Descriptor File"). */
export interface VmdkDescriptor {
  /** Keys of the header and of the disk database, lower-case: `createtype`, `ddb.adaptertype`. */
  readonly values: ReadonlyMap<string, string>;
  readonly extents: readonly VmdkExtent[];
}

/** A line such as `RW 8388608 SPARSE "disk.vmdk"`. */
export interface VmdkExtent {
  readonly access: string;
  readonly sectors: number;
  readonly type: string;
  readonly file: string | undefined;
  readonly offsetSectors: number;
}

/** What stands before grains and metadata in a stream-optimized extent ("Markers"). */
export interface VmdkMarker {
  /** Sector of the disk for a grain, sectors that follow for metadata. */
  readonly value: number;
  /** Bytes of the compressed grain; 0 for metadata. */
  readonly sizeBytes: number;
  readonly type: number;
}

export const VMDK_HEADER_BYTES = 512;
/** Types of markers. */
export const VMDK_MARKER = { endOfStream: 0, table: 1, directory: 2, footer: 3 } as const;

const MAX_DESCRIPTOR_LINES = 10_000;
const AT_END = 0xffff_ffff_ffff_ffffn;
const EXTENT =
  /^(RW|RDONLY|NOACCESS)\s+(\d{1,15})\s+([A-Z0-9_]+)(?:\s+"([^"]*)"(?:\s+(\d{1,15}))?)?/;

/**
 * Reads the header, or the footer, which has the same form.
 *
 * @throws BuildError VMDK_BAD
 */
export function parseVmdkHeader(bytes: Uint8Array): VmdkHeader {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < VMDK_HEADER_BYTES) fail('it ends within the header');
  if (data.toString('latin1', 0, 4) !== 'KDMV') fail('the header does not start with "KDMV"');
  const version = data.readUInt32LE(4);
  if (version < 1 || version > 3) fail(`version ${version}, expected 1, 2 or 3`);
  const grainSectors = Number(data.readBigUInt64LE(20));
  if (grainSectors < 1 || grainSectors > 2 ** 16) fail(`grains of ${grainSectors} sectors`);
  const entriesPerTable = data.readUInt32LE(44);
  if (entriesPerTable < 1 || entriesPerTable > 2 ** 16) {
    fail(`grain tables of ${entriesPerTable} entries`);
  }
  const flags = data.readUInt32LE(8);
  const directory = data.readBigUInt64LE(56);
  const hasRedundant = (flags & VMDK_FLAG.redundantTable) !== 0;
  return {
    version,
    flags,
    capacitySectors: Number(data.readBigUInt64LE(12)),
    grainSectors,
    descriptor: {
      firstSector: Number(data.readBigUInt64LE(28)),
      sectors: Number(data.readBigUInt64LE(36)),
    },
    entriesPerTable,
    redundantDirectorySector: hasRedundant ? Number(data.readBigUInt64LE(48)) : undefined,
    directorySector: directory === AT_END ? undefined : Number(directory),
    overheadSectors: Number(data.readBigUInt64LE(64)),
    isUncleanShutdown: data[72] !== 0,
    hasNewlines: data.toString('latin1', 73, 77) === '\n \r\n',
    compression: data.readUInt16LE(77),
  };
}

/**
 * Reads the text of a descriptor, up to its first NUL.
 *
 * @throws BuildError VMDK_BAD
 */
export function parseVmdkDescriptor(bytes: Uint8Array): VmdkDescriptor {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = data.indexOf(0);
  const lines = data
    .toString('utf8', 0, end === -1 ? data.length : end)
    .split(/\r?\n/, MAX_DESCRIPTOR_LINES)
    .map((line) => line.trim());
  if (!/^# *disk *descriptorfile$/i.test(lines[0] ?? '')) {
    fail('the descriptor does not start with "# Disk DescriptorFile"');
  }
  const values = new Map<string, string>();
  const extents: VmdkExtent[] = [];
  for (const line of lines) {
    const extent = EXTENT.exec(line);
    const pair = /^([\w.]+) *= *(.*)$/.exec(line);
    if (extent !== null) {
      const [, access = '', sectors = '', type = '', file, offset = '0'] = extent;
      const place = { file, offsetSectors: Number(offset) };
      extents.push({ access, sectors: Number(sectors), type, ...place });
    } else if (pair !== null) {
      const [, key = '', value = ''] = pair;
      values.set(key.toLowerCase(), value.replace(/^"(.*)"$/, '$1'));
    }
  }
  return { values, extents };
}

/** Returns a marker: at least 16 bytes of it. */
export function parseVmdkMarker(bytes: Uint8Array): VmdkMarker {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 16) fail('it ends within a marker');
  return {
    value: Number(data.readBigUInt64LE(0)),
    sizeBytes: data.readUInt32LE(8),
    type: data.readUInt32LE(12),
  };
}

function fail(what: string): never {
  throw new BuildError<VmdkCode>('VMDK_BAD', `not a sound VMware disk: ${what}`);
}
