/**
 * Returns the CRC-32C (Castagnoli; RFC 3720, appendix B.4) of `bytes`, after `seed`, the CRC-32C of
 * what comes before. VHDX, btrfs, XFS and erofs use it as it is; ext4 leaves out the last inversion.
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** The polynomial 0x1edc6f41, its bits reversed. */
const POLYNOMIAL = 0x82f6_3b78;

const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
  return value;
});
