/** What a superblock says of its file system. */
export interface FileSystem {
  readonly type: FileSystemType;
  readonly label: string | undefined;
  /** As `blkid` prints it; FAT has `1A2B-3C4D`. */
  readonly uuid: string | undefined;
  /** What it takes of its partition. */
  readonly sizeBytes: number;
  readonly blockBytes: number;
  /** False when the superblock has a checksum and it is wrong. */
  readonly isChecksumRight: boolean;
  /** False when it was not unmounted, or has errors; undefined when it does not say. */
  readonly isClean?: boolean;
  /** What else is worth telling: features, compression. */
  readonly details: Readonly<Record<string, string | number>>;
}

export type FileSystemType =
  | 'ext2'
  | 'ext3'
  | 'ext4'
  | 'xfs'
  | 'btrfs'
  | 'erofs'
  | 'squashfs'
  | 'vfat'
  | 'swap'
  | 'luks';

/** Returns 16 bytes as `8-4-4-4-12`; undefined when all are zero. */
export function formatUuid(bytes: Uint8Array): string | undefined {
  if (bytes.every((byte) => byte === 0)) return undefined;
  const hex = Buffer.from(bytes).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** Returns the text up to the first NUL; undefined when there is none. */
export function parseLabel(bytes: Uint8Array): string | undefined {
  const data = Buffer.from(bytes);
  const end = data.indexOf(0);
  return data.toString('utf8', 0, end === -1 ? data.length : end) || undefined;
}
