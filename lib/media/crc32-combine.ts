/** The polynomial of CRC-32, lowest power in the highest bit. */
const POLYNOMIAL = 0xedb8_8320;

/** Returns the CRC-32 of two pieces of bytes in a row, of their own CRC-32s and the second's length. */
export function combineCrc32(first: number, second: number, secondBytes: number): number {
  return (multiply(powerOfBytes(secondBytes), first) ^ second) >>> 0;
}

const powers = new Map<number, number>();

/** x to the power of eight times `bytes`, modulo the polynomial. */
function powerOfBytes(bytes: number): number {
  const known = powers.get(bytes);
  if (known !== undefined) return known;
  let result = 0x8000_0000;
  // x to the power of eight.
  let square = 0x0080_0000;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(square, result);
    square = multiply(square, square);
  }
  if (powers.size < 16) powers.set(bytes, result);
  return result;
}

function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = 0x8000_0000; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product >>> 0;
}
