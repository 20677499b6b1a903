const MODULUS = 65_521;
/** So many bytes can be added before a sum grows beyond 32 bits. */
const BYTES_AT_ONCE = 5552;

/** Returns the checksum that ends a zlib stream (RFC 1950): node:zlib has it inside alone. */
export function adler32(data: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < data.length; ) {
    const end = Math.min(at + BYTES_AT_ONCE, data.length);
    for (; at < end; at += 1) {
      low += data[at] ?? 0;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return ((high << 16) | low) >>> 0;
}
