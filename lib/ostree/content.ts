import { bytes, serialise, string, uint32, uint64 } from './gvariant.ts';
import { array, tuple } from './gvariant-containers.ts';
import type { Dirmeta } from './objects.ts';

/** What an OSTree content object says of its file. */
export interface FileMeta extends Dirmeta {
  /** Where a symbolic link leads; absent for a regular file. */
  readonly target?: string;
}

const XATTRS = array(tuple<readonly [Uint8Array, Uint8Array]>(bytes, bytes));
const FILE = tuple(uint32, uint32, uint32, uint32, string, XATTRS);
const ARCHIVED = tuple(uint64, uint32, uint32, uint32, uint32, string, XATTRS);

/** How many bytes say how long a header is. */
const SIZE_BYTES = 8;

/** Device number: devices are in no commit. */
const RDEV = 0;

/**
 * Returns what stands before the content when it is hashed: `(uuuusa(ayay))` with its size. The
 * SHA-256 of both is the object's name; of a symbolic link there is nothing but this.
 *
 * Source: libostree's ostree-core.c (`_ostree_file_header_new`, `header_and_input_to_stream`).
 */
export function formatContentHeader(meta: FileMeta): Uint8Array {
  const { uid, gid, mode, target, xattrs } = meta;
  return withSize(serialise(FILE, [uid, gid, mode, RDEV, target ?? '', xattrs]));
}

/**
 * Returns what stands before the raw deflate stream in a `.filez` of an archive repository:
 * `(tuuuusa(ayay))` with its size. `sizeBytes` is the content's.
 *
 * Source: libostree's ostree-core.c (`_ostree_zlib_file_header_new`).
 */
export function formatArchiveHeader(meta: FileMeta, sizeBytes: number): Uint8Array {
  const { uid, gid, mode, target, xattrs } = meta;
  return withSize(
    serialise(ARCHIVED, [BigInt(sizeBytes), uid, gid, mode, RDEV, target ?? '', xattrs]),
  );
}

/** Returns what an archive header at the beginning of `start` says, and where it ends. */
export function parseArchiveHeader(start: Buffer): { sizeBytes: number; headerBytes: number } {
  return {
    sizeBytes: Number(start.readBigUInt64BE(SIZE_BYTES)),
    headerBytes: SIZE_BYTES + start.readUInt32BE(),
  };
}

/**
 * Returns all that the header of a `.filez` says; undefined when `start` does not hold the whole of it.
 *
 * @throws BuildError GVARIANT_MALFORMED
 */
export function parseArchiveMeta(
  start: Buffer,
):
  | { readonly meta: FileMeta; readonly sizeBytes: number; readonly headerBytes: number }
  | undefined {
  if (start.length < SIZE_BYTES) return undefined;
  const headerBytes = SIZE_BYTES + start.readUInt32BE();
  if (headerBytes > start.length) return undefined;
  const [size, uid, gid, mode, , target, xattrs] = ARCHIVED.read(
    start.subarray(SIZE_BYTES, headerBytes),
  );
  const isLink = (mode & FILE_TYPE) === SYMBOLIC_LINK;
  const meta = { uid, gid, mode, xattrs, ...(isLink ? { target } : {}) };
  return { meta, sizeBytes: Number(size), headerBytes };
}

/** Of a mode. */
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** Big-endian, then four bytes of padding: a variant begins at a multiple of eight. */
function withSize(variant: Uint8Array): Uint8Array {
  const header = Buffer.alloc(SIZE_BYTES + variant.length);
  header.writeUInt32BE(variant.length);
  header.set(variant, SIZE_BYTES);
  return header;
}
