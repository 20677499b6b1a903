/** The polynomial of ISO 3309, reversed: its lower half is zero, and so is that of each entry of the table. */
const POLYNOMIAL = 0xd8000000;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const carry = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high = carry === 1 ? (high >>> 1) ^ POLYNOMIAL : high >>> 1;
  }
  return high;
});

/** CRC-64 as Go's `crc64.ISO` has it, which tar-split keeps of each file. */
export class Crc64 {
  private high = 0xffffffff | 0;
  private low = 0xffffffff | 0;

  update(bytes: Uint8Array): void {
    let { high, low } = this;
    for (let at = 0; at < bytes.length; at += 1) {
      const entry = TABLE[(low ^ (bytes[at] ?? 0)) & 0xff] ?? 0;
      low = (low >>> 8) | (high << 24);
      high = (high >>> 8) ^ entry;
    }
    this.high = high;
    this.low = low;
  }

  /** Big-endian. */
  digest(): Buffer {
    const sum = Buffer.alloc(8);
    sum.writeUInt32BE(~this.high >>> 0);
    sum.writeUInt32BE(~this.low >>> 0, 4);
    return sum;
  }
}
