import { BuildError } from '../core/errors.ts';
import type { Qcow2Code } from './errors.ts';

/** Header of a qcow2 image (QEMU, docs/interop/qcow2.txt, "Header"). Offsets and sizes are in bytes. */
export interface Qcow2Header {
  readonly version: 2 | 3;
  readonly sizeBytes: number;
  readonly clusterBytes: number;
  /** Name of the file that holds what this one does not; where it lies in the header. */
  readonly backingFile: { readonly offset: number; readonly length: number } | undefined;
  /** 0 when nothing is encrypted. */
  readonly encryption: number;
  readonly l1: { readonly offset: number; readonly entries: number };
  readonly refcounts: { readonly offset: number; readonly clusters: number; readonly bits: number };
  readonly snapshots: { readonly count: number; readonly offset: number };
  readonly features: {
    readonly incompatible: bigint;
    readonly compatible: bigint;
    readonly autoclear: bigint;
  };
  readonly compression: 'zlib' | 'zstd';
  readonly headerBytes: number;
}

/** Bits of `features.incompatible` that are defined. */
export const QCOW2_INCOMPATIBLE = {
  dirty: 1n,
  corrupt: 2n,
  externalData: 4n,
  compression: 8n,
  extendedL2: 16n,
} as const;

/** What an entry of an L2 table says of its cluster. */
export type Qcow2Cluster =
  | { readonly kind: 'none' }
  | { readonly kind: 'zero'; readonly offset: number; readonly isExclusive: boolean }
  | { readonly kind: 'plain'; readonly offset: number; readonly isExclusive: boolean }
  /** The compressed bytes end somewhere within `limitBytes`. */
  | {
      readonly kind: 'compressed';
      readonly offset: number;
      readonly limitBytes: number;
      readonly isExclusive: boolean;
    };

/** Bytes from the start that `parseQcow2Header` looks at; less will do for a smaller file. */
export const QCOW2_HEADER_BYTES = 112;

/** Bit 63 of an entry: nothing else uses the cluster. */
const EXCLUSIVE = 1n << 63n;
const OFFSET = 0x00ff_ffff_ffff_fe00n;

/**
 * Reads the header. What it says is not compared with the size of the file.
 *
 * @throws BuildError QCOW2_BAD
 */
export function parseQcow2Header(bytes: Uint8Array): Qcow2Header {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 72) fail('it ends within the header');
  if (data.toString('latin1', 0, 4) !== 'QFI\xfb') fail('it does not start with "QFI\\xfb"');
  const version = data.readUInt32BE(4);
  if (version !== 2 && version !== 3) fail(`version ${version}, expected 2 or 3`);
  const clusterBits = data.readUInt32BE(20);
  if (clusterBits < 9 || clusterBits > 21) fail(`2^${clusterBits} bytes in a cluster`);
  if (version === 3 && data.length < 104) fail('it ends within the header');
  const headerBytes = version === 3 ? data.readUInt32BE(100) : 72;
  if (headerBytes < 72 || headerBytes > 2 ** clusterBits || headerBytes % 8 !== 0) {
    fail(`a header of ${headerBytes} bytes`);
  }
  const refcountOrder = version === 3 ? data.readUInt32BE(96) : 4;
  if (refcountOrder > 6) fail(`reference counts of 2^${refcountOrder} bits`);
  const incompatible = version === 3 ? data.readBigUInt64BE(72) : 0n;
  const typed = (incompatible & QCOW2_INCOMPATIBLE.compression) !== 0n && headerBytes > 104;
  const compression = typed ? (data[104] ?? 0) : 0;
  if (compression > 1) fail(`compression type ${compression}, expected 0 (zlib) or 1 (zstd)`);
  const backingOffset = Number(data.readBigUInt64BE(8));
  return {
    version,
    sizeBytes: Number(data.readBigUInt64BE(24)),
    clusterBytes: 2 ** clusterBits,
    backingFile:
      backingOffset === 0 ? undefined : { offset: backingOffset, length: data.readUInt32BE(16) },
    encryption: data.readUInt32BE(32),
    l1: { offset: Number(data.readBigUInt64BE(40)), entries: data.readUInt32BE(36) },
    refcounts: {
      offset: Number(data.readBigUInt64BE(48)),
      clusters: data.readUInt32BE(56),
      bits: 2 ** refcountOrder,
    },
    snapshots: { count: data.readUInt32BE(60), offset: Number(data.readBigUInt64BE(64)) },
    features: {
      incompatible,
      compatible: version === 3 ? data.readBigUInt64BE(80) : 0n,
      autoclear: version === 3 ? data.readBigUInt64BE(88) : 0n,
    },
    compression: compression === 1 ? 'zstd' : 'zlib',
    headerBytes,
  };
}

/** Returns where an entry of the L1 table leads to: offset 0 means that there is no L2 table. */
export function parseL1Entry(entry: bigint): { offset: number; isExclusive: boolean } {
  return { offset: Number(entry & OFFSET), isExclusive: (entry & EXCLUSIVE) !== 0n };
}

/** Returns what an entry of an L2 table (of 64 bits, not an extended one) says. */
export function parseL2Entry(
  entry: bigint,
  { clusterBytes }: Pick<Qcow2Header, 'clusterBytes'>,
): Qcow2Cluster {
  const isExclusive = (entry & EXCLUSIVE) !== 0n;
  if ((entry & (1n << 62n)) === 0n) {
    const offset = Number(entry & OFFSET);
    if ((entry & 1n) !== 0n) return { kind: 'zero', offset, isExclusive };
    return offset === 0 ? { kind: 'none' } : { kind: 'plain', offset, isExclusive };
  }
  // "Compressed Clusters Descriptor": the larger a cluster, the more bits count sectors.
  const offsetBits = BigInt(62 - (Math.log2(clusterBytes) - 8));
  const offset = Number(entry & ((1n << offsetBits) - 1n));
  const sectors = Number((entry & ((1n << 62n) - 1n)) >> offsetBits);
  return {
    kind: 'compressed',
    offset,
    limitBytes: (sectors + 1) * 512 - (offset % 512),
    isExclusive,
  };
}

function fail(what: string): never {
  throw new BuildError<Qcow2Code>('QCOW2_BAD', `not a sound qcow2 image: ${what}`);
}
