import { BuildError } from '../core/errors.ts';
import type { MbrCode } from './errors.ts';

/** A record of a master boot record, or of an extended partition's. Sectors are counted from 0. */
export interface MbrPartition {
  /** From 1. */
  readonly number: number;
  readonly isActive: boolean;
  /** 0x83 Linux, 0xef EFI system partition, 0xee a GPT, 0x05 and 0x0f extended. */
  readonly type: number;
  readonly firstSector: number;
  readonly sectors: number;
}

/** What the first sector of a disk holds. */
export interface Mbr {
  readonly diskSignature: string;
  /** Records that are not empty. */
  readonly partitions: readonly MbrPartition[];
  /** Whether any of the 440 bytes of code is not zero. */
  readonly hasCode: boolean;
}

/**
 * Reads the first sector of a disk (UEFI 2.10, 5.2.1).
 *
 * @throws BuildError MBR_BAD without the signature at its end
 */
export function parseMbr(bytes: Uint8Array): Mbr {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.readUInt16LE(510) !== 0xaa55) {
    throw new BuildError<MbrCode>('MBR_BAD', 'not a master boot record: no 55 aa at its end');
  }
  const partitions = [0, 1, 2, 3].flatMap((index): MbrPartition[] => {
    const record = data.subarray(446 + index * 16, 462 + index * 16);
    const type = record[4] ?? 0;
    if (type === 0) return [];
    return [
      {
        number: index + 1,
        isActive: record[0] === 0x80,
        type,
        firstSector: record.readUInt32LE(8),
        sectors: record.readUInt32LE(12),
      },
    ];
  });
  return {
    diskSignature: Buffer.from(data.subarray(440, 444)).reverse().toString('hex'),
    partitions,
    hasCode: data.subarray(0, 440).some((byte) => byte !== 0),
  };
}

/** Types of the partitions that hold others. */
export const EXTENDED_TYPES: readonly number[] = [0x05, 0x0f, 0x85];
/** Type of the record that says "this disk has a GPT". */
export const PROTECTIVE_TYPE = 0xee;
