import { sha256 } from '../core/digest.ts';

/** A line of the table: JSON names of containers/storage (`FileMetadata`). What is 0 is left out. */
export interface TocEntry {
  readonly type: 'reg' | 'hardlink' | 'symlink' | 'dir' | 'char' | 'block' | 'fifo' | 'chunk';
  readonly name: string;
  readonly linkName?: string;
  readonly mode?: number;
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly modtime?: string;
  readonly devMajor?: number;
  readonly devMinor?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
  /** Of the bytes of the whole file. */
  readonly digest?: string;
  /** Where its first frame begins, and its last ends. */
  readonly offset?: number;
  readonly endOffset?: number;
  readonly chunkSize?: number;
  readonly chunkOffset?: number;
  readonly chunkDigest?: string;
}

/** What zstd decoders skip (RFC 8878, 3.1.2). */
const SKIPPABLE = Buffer.from([0x50, 0x2a, 0x4d, 0x18]);
const FRAME_HEADER_BYTES = 8;
const FOOTER_MAGIC = Buffer.from('GNUlInUx');
/** The form of the table: that of CRFS. */
const TABLE_TYPE = 1;
const PREFIX = 'io.github.containers.zstd-chunked';

/**
 * Returns what ends a zstd:chunked layer (the table of its files, what tar-split needs, the footer), and the
 * annotations that lead clients there.
 *
 * @param options `offset` is where it begins in the layer
 */
export function formatTableOfContents(options: {
  readonly entries: readonly TocEntry[];
  /** Lines of JSON. */
  readonly split: string;
  readonly offset: number;
  readonly compress: (data: Uint8Array) => Buffer;
}): { readonly bytes: Buffer; readonly annotations: Readonly<Record<string, string>> } {
  const split = Buffer.from(options.split);
  const splitFrame = options.compress(split);
  const tarSplitDigest = `sha256:${sha256(splitFrame)}`;
  const table = Buffer.from(
    JSON.stringify({ version: 1, entries: options.entries, tarSplitDigest }),
  );
  const tableFrame = options.compress(table);
  const tableAt = options.offset + FRAME_HEADER_BYTES;
  const splitAt = tableAt + tableFrame.length + FRAME_HEADER_BYTES;
  const footer = Buffer.alloc(64);
  const numbers = [
    ...[tableAt, tableFrame.length, table.length, TABLE_TYPE],
    ...[splitAt, splitFrame.length, split.length],
  ];
  for (const [index, number] of numbers.entries())
    footer.writeBigUInt64LE(BigInt(number), index * 8);
  FOOTER_MAGIC.copy(footer, 56);
  return {
    bytes: Buffer.concat([skippable(tableFrame), skippable(splitFrame), skippable(footer)]),
    annotations: {
      [`${PREFIX}.manifest-checksum`]: `sha256:${sha256(tableFrame)}`,
      [`${PREFIX}.manifest-position`]: `${tableAt}:${tableFrame.length}:${table.length}:${TABLE_TYPE}`,
      [`${PREFIX}.tarsplit-position`]: `${splitAt}:${splitFrame.length}:${split.length}`,
    },
  };
}

function skippable(data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([SKIPPABLE, size, data]);
}
