import { VHD_FOOTER_BYTES } from './parse.ts';

/** Azure takes disks whose size is a multiple of this. */
export const VHD_ALIGNMENT_BYTES = 2 ** 20;
/** "The maximum size of a virtual hard disk is 2040 GB." */
export const VHD_MAX_BYTES = 2040 * 2 ** 30;

/** Of the footer's times: 2000-01-01 UTC. */
const EPOCH_SECONDS = 946_684_800;

/** A disk as a fixed VHD: its bytes, then this footer. */
export interface VhdDisk {
  readonly sizeBytes: number;
  /** UUID, stored as written. */
  readonly uniqueId: string;
  /** Seconds since 1970. */
  readonly timeSeconds: number;
}

/**
 * Returns the footer of a fixed VHD. Creator and geometry say that the size is what the field for it
 * says: with a real geometry, QEMU and Azure round the size to whole cylinders, and refuse the file.
 * This is what `qemu-img -o force_size` writes. Source: Virtual Hard Disk Image Format 1.0.
 */
export function formatVhdFooter({ sizeBytes, uniqueId, timeSeconds }: VhdDisk): Buffer {
  const footer = Buffer.alloc(VHD_FOOTER_BYTES);
  footer.write('conectix', 'latin1');
  // A reserved bit that is always set.
  footer.writeUInt32BE(2, 8);
  footer.writeUInt32BE(0x0001_0000, 12);
  footer.fill(0xff, 16, 24);
  footer.writeUInt32BE(Math.max(0, timeSeconds - EPOCH_SECONDS), 24);
  footer.write('qem2', 28, 'latin1');
  footer.writeUInt32BE(0x0005_0003, 32);
  footer.write('Wi2k', 36, 'latin1');
  footer.writeBigUInt64BE(BigInt(sizeBytes), 40);
  footer.writeBigUInt64BE(BigInt(sizeBytes), 48);
  footer.writeUInt16BE(0xffff, 56);
  footer.writeUInt8(16, 58);
  footer.writeUInt8(255, 59);
  footer.writeUInt32BE(2, 60);
  footer.write(uniqueId.replaceAll('-', ''), 68, 16, 'hex');
  const sum = footer.reduce((total, byte) => total + byte, 0);
  footer.writeUInt32BE(~sum >>> 0, 64);
  return footer;
}
