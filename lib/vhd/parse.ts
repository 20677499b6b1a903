import { BuildError } from '../core/errors.ts';
import type { VhdCode } from './errors.ts';

/** Footer of a VHD (Virtual Hard Disk Image Format Specification 1.0, "Hard Disk Footer Format"). */
export interface VhdFooter {
  readonly features: number;
  readonly version: number;
  /** Where the dynamic header is; undefined in a fixed disk. */
  readonly headerOffset: number | undefined;
  /** Seconds since 2000-01-01 UTC. */
  readonly timestampSeconds: number;
  /** Four characters: `qem2`, `win `, `vpc `. */
  readonly creator: string;
  readonly creatorVersion: number;
  readonly hostSystem: string;
  readonly originalSizeBytes: number;
  readonly currentSizeBytes: number;
  readonly geometry: {
    readonly cylinders: number;
    readonly heads: number;
    readonly sectorsPerTrack: number;
  };
  readonly type: 'fixed' | 'dynamic' | 'differencing';
  readonly uniqueId: string;
  readonly isSavedState: boolean;
  readonly isChecksumRight: boolean;
  /** Whether the bytes that mean nothing are zero, as they must be. */
  readonly isReservedZero: boolean;
}

/** Header of a dynamic disk ("Dynamic Disk Header Format"). */
export interface VhdDynamicHeader {
  readonly tableOffset: number;
  readonly version: number;
  readonly tableEntries: number;
  readonly blockBytes: number;
  readonly isChecksumRight: boolean;
}

export const VHD_FOOTER_BYTES = 512;
export const VHD_DYNAMIC_HEADER_BYTES = 1024;
/** What a table entry holds when its block was never written. */
export const VHD_UNUSED_BLOCK = 0xffff_ffff;

const NOWHERE = 0xffff_ffff_ffff_ffffn;
const TYPES = new Map<number, VhdFooter['type']>([
  [2, 'fixed'],
  [3, 'dynamic'],
  [4, 'differencing'],
]);

/**
 * Reads the 512 bytes of a footer. A wrong checksum is told, not thrown.
 *
 * @throws BuildError VHD_BAD
 */
export function parseVhdFooter(bytes: Uint8Array): VhdFooter {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== VHD_FOOTER_BYTES) fail(`a footer of ${data.length} bytes, expected 512`);
  if (data.toString('latin1', 0, 8) !== 'conectix')
    fail('the footer does not start with "conectix"');
  const type = TYPES.get(data.readUInt32BE(60));
  if (type === undefined) fail(`disk type ${data.readUInt32BE(60)}`);
  const offset = data.readBigUInt64BE(16);
  return {
    features: data.readUInt32BE(8),
    version: data.readUInt32BE(12),
    headerOffset: offset === NOWHERE ? undefined : Number(offset),
    timestampSeconds: data.readUInt32BE(24),
    creator: data.toString('latin1', 28, 32),
    creatorVersion: data.readUInt32BE(32),
    hostSystem: data.toString('latin1', 36, 40),
    originalSizeBytes: Number(data.readBigUInt64BE(40)),
    currentSizeBytes: Number(data.readBigUInt64BE(48)),
    geometry: {
      cylinders: data.readUInt16BE(56),
      heads: data[58] ?? 0,
      sectorsPerTrack: data[59] ?? 0,
    },
    type,
    uniqueId: data.toString('hex', 68, 84),
    isSavedState: data[84] !== 0,
    isChecksumRight: sumWithout(data, 64) === data.readUInt32BE(64),
    isReservedZero: data.subarray(85).every((byte) => byte === 0),
  };
}

/**
 * Reads the 1024 bytes of a dynamic disk's header.
 *
 * @throws BuildError VHD_BAD
 */
export function parseVhdDynamicHeader(bytes: Uint8Array): VhdDynamicHeader {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== VHD_DYNAMIC_HEADER_BYTES) fail(`a header of ${data.length} bytes`);
  if (data.toString('latin1', 0, 8) !== 'cxsparse')
    fail('the header does not start with "cxsparse"');
  const blockBytes = data.readUInt32BE(32);
  if (blockBytes < 4096 || blockBytes > 2 ** 28 || (blockBytes & (blockBytes - 1)) !== 0) {
    fail(`blocks of ${blockBytes} bytes, expected a power of two`);
  }
  return {
    tableOffset: Number(data.readBigUInt64BE(16)),
    version: data.readUInt32BE(24),
    tableEntries: data.readUInt32BE(28),
    blockBytes,
    isChecksumRight: sumWithout(data, 36) === data.readUInt32BE(36),
  };
}

/** One's complement of the sum of all bytes but the four of the checksum itself. */
function sumWithout(data: Buffer, checksumAt: number): number {
  let sum = 0;
  for (const [index, byte] of data.entries()) {
    if (index < checksumAt || index >= checksumAt + 4) sum += byte;
  }
  return ~sum >>> 0;
}

function fail(what: string): never {
  throw new BuildError<VhdCode>('VHD_BAD', `not a sound VHD: ${what}`);
}
