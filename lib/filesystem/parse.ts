import { BTRFS_SUPERBLOCK_OFFSET, parseBtrfs } from './btrfs.ts';
import { parseErofs } from './erofs.ts';
import { parseExt4 } from './ext4.ts';
import { describeFat, parseFat } from './fat.ts';
import { type FileSystem, formatUuid, parseLabel } from './file-system.ts';
import { parseSquashfs } from './squashfs.ts';
import { parseXfs } from './xfs.ts';

/** Bytes from the start of a partition that `parseFileSystem` looks at; a smaller one has fewer. */
export const FILE_SYSTEM_HEAD_BYTES = BTRFS_SUPERBLOCK_OFFSET + 4096;

/** Returns which file system starts with these bytes, and what its superblock says; undefined for none. */
export function parseFileSystem(head: Uint8Array): FileSystem | undefined {
  const data = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const fat = parseFat(data.subarray(0, 512));
  return (
    parseXfs(data.subarray(0, 4096)) ??
    parseSquashfs(data.subarray(0, 96)) ??
    parseBtrfs(data.subarray(BTRFS_SUPERBLOCK_OFFSET, BTRFS_SUPERBLOCK_OFFSET + 4096)) ??
    parseExt4(data.subarray(1024, 2048)) ??
    parseErofs(data.subarray(1024, 65536)) ??
    parseSwap(data) ??
    parseLuks(data) ??
    (fat === undefined ? undefined : describeFat(fat))
  );
}

/** Linux swap, with pages of 4 KiB (util-linux: mkswap). */
function parseSwap(data: Buffer): FileSystem | undefined {
  if (data.length < 4096 || data.toString('latin1', 4086, 4096) !== 'SWAPSPACE2') return undefined;
  return {
    type: 'swap',
    label: parseLabel(data.subarray(1052, 1068)),
    uuid: formatUuid(data.subarray(1036, 1052)),
    sizeBytes: (data.readUInt32LE(1028) + 1) * 4096,
    blockBytes: 4096,
    isChecksumRight: true,
    details: {},
  };
}

/** LUKS 1 and 2 (cryptsetup: LUKS2 On-Disk Format Specification). */
function parseLuks(data: Buffer): FileSystem | undefined {
  if (data.length < 4096 || data.toString('latin1', 0, 6) !== 'LUKS\xba\xbe') return undefined;
  const version = data.readUInt16BE(6);
  return {
    type: 'luks',
    label: version === 2 ? parseLabel(data.subarray(24, 72)) : undefined,
    uuid: parseLabel(data.subarray(168, 208)),
    sizeBytes: 0,
    blockBytes: 512,
    isChecksumRight: true,
    details: { version },
  };
}
