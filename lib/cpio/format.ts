/** One member of an archive, all but its data. */
export interface CpioEntry {
  /** Relative, without a leading `./`: `usr/bin/bash`. */
  readonly path: string;
  /** Type and permissions, as `stat` has them. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  /** Members with one number, and more than one link, are one file. Its data stands with the last of them. */
  readonly inode: number;
  readonly links: number;
  /** Bytes that follow: a symbolic link's are its target; 0 for all but the last of a file's links. */
  readonly sizeBytes: number;
  /** What a device node stands for. */
  readonly device?: { readonly major: number; readonly minor: number };
}

/** The longest data that a member can have: its length has eight hexadecimal digits. */
export const CPIO_MAX_MEMBER_BYTES = 0xffff_ffff;

/** The kernel wants an archive that others follow to end on a multiple of this. */
export const CPIO_ALIGNMENT_BYTES = 4;

const MAGIC = '070701';
const HEADER_BYTES = 110;
const TRAILER = 'TRAILER!!!';

/**
 * Returns header, name and padding of a member in the "newc" form, which is what the kernel unpacks
 * (Documentation/driver-api/early-userspace/buffer-format.rst). The data and `formatCpioPadding`
 * come after it. Throws RangeError for a number that the form cannot hold.
 */
export function formatCpioHeader(entry: CpioEntry): Buffer {
  const name = Buffer.from(`${entry.path}\0`);
  const fields = [
    entry.inode,
    entry.mode,
    entry.uid,
    entry.gid,
    entry.links,
    entry.mtimeSeconds,
    entry.sizeBytes,
    ...[0, 0],
    ...[entry.device?.major ?? 0, entry.device?.minor ?? 0],
    name.length,
    0,
  ];
  const header = Buffer.from(`${MAGIC}${fields.map((field) => hex(field, entry.path)).join('')}`);
  return Buffer.concat([header, name, padding(HEADER_BYTES + name.length)]);
}

/** Returns what follows data of this length: zero bytes up to a multiple of four. */
export function formatCpioPadding(sizeBytes: number): Buffer {
  return padding(sizeBytes);
}

/** Returns the member that ends an archive. */
export function formatCpioTrailer(): Buffer {
  return formatCpioHeader({
    ...{ path: TRAILER, mode: 0, uid: 0, gid: 0, mtimeSeconds: 0, inode: 0, links: 1 },
    sizeBytes: 0,
  });
}

function hex(value: number, path: string): string {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw new RangeError(`${path}: ${value} does not fit into a cpio header`);
  }
  return value.toString(16).padStart(8, '0');
}

function padding(sizeBytes: number): Buffer {
  return Buffer.alloc(-sizeBytes & (CPIO_ALIGNMENT_BYTES - 1));
}
