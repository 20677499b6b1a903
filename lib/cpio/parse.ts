import { BuildError } from '../core/errors.ts';
import type { CpioCode } from './errors.ts';

/** A member's header in the "new ASCII" form (kernel: early-userspace/buffer-format.rst). */
export interface CpioHeader {
  readonly inode: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  /** Bytes of the name, with the NUL that ends it. */
  readonly nameBytes: number;
}

export const CPIO_HEADER_BYTES = 110;
/** Name of the member that ends an archive. */
export const CPIO_TRAILER = 'TRAILER!!!';

/**
 * Reads the 110 bytes before a member's name.
 *
 * @throws BuildError CPIO_BAD
 */
export function parseCpioHeader(bytes: Uint8Array): CpioHeader {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/^07070[12][0-9a-fA-F]{104}$/.test(text)) {
    throw new BuildError<CpioCode>('CPIO_BAD', 'not a sound cpio archive: a header is none');
  }
  const field = (index: number) => Number.parseInt(text.slice(6 + index * 8, 14 + index * 8), 16);
  return {
    inode: field(0),
    mode: field(1),
    uid: field(2),
    gid: field(3),
    sizeBytes: field(6),
    nameBytes: field(11),
  };
}
