import { crc32c } from '../core/crc32c.ts';
import { type FileSystem, formatUuid, parseLabel } from './file-system.ts';

/**
 * Returns what the superblock at the start of an XFS file system says; undefined when the bytes
 * (4096 of them, or a sector) are none (XFS Algorithms & Data Structures, "Superblocks").
 */
export function parseXfs(bytes: Uint8Array): FileSystem | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.toString('latin1', 0, 4) !== 'XFSB') return undefined;
  const blockBytes = data.readUInt32BE(4);
  const sectorBytes = data.readUInt16BE(102);
  if (blockBytes < 512 || blockBytes > 65536) return undefined;
  const version = data.readUInt16BE(100) & 0xf;
  return {
    type: 'xfs',
    label: parseLabel(data.subarray(108, 120)),
    uuid: formatUuid(data.subarray(32, 48)),
    sizeBytes: Number(data.readBigUInt64BE(8)) * blockBytes,
    blockBytes,
    isChecksumRight: version < 5 || isSummed(data, sectorBytes),
    details: { version, sectorBytes, allocationGroups: data.readUInt32BE(88) },
  };
}

/** The checksum is over the whole sector, its own four bytes taken as zero. */
function isSummed(data: Buffer, sectorBytes: number): boolean {
  if (sectorBytes < 512 || sectorBytes > data.length) return false;
  const sector = Buffer.from(data.subarray(0, sectorBytes));
  sector.writeUInt32LE(0, 224);
  return crc32c(sector) === data.readUInt32LE(224);
}
