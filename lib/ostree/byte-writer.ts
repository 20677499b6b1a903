/** Most that an encoder of UTF-8 makes of one unit of a string. */
const UTF8_BYTES = 3;
const FIRST_BYTES = 512;
/** Of a number that is exact; beyond them there are zeros. */
const MAX_SAFE_BYTES = 6;

/** Bytes that grow at their end. */
export class ByteWriter {
  /** What was written, and room for more. */
  buffer: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  length = 0;

  /** Makes room for so many bytes at the end, of any value, and returns where they begin. */
  grow(sizeBytes: number): number {
    const at = this.length;
    this.reserve(sizeBytes);
    this.length += sizeBytes;
    return at;
  }

  append(bytes: Uint8Array): void {
    const at = this.grow(bytes.length);
    this.buffer.set(bytes, at);
  }

  zeros(count: number): void {
    if (count === 0) return;
    const at = this.grow(count);
    this.buffer.fill(0, at, this.length);
  }

  /** UTF-8. */
  text(value: string): void {
    this.reserve(value.length * UTF8_BYTES);
    this.length += this.buffer.write(value, this.length);
  }

  /** A little-endian number; of its bytes above 2^48 there are zeros. */
  unsigned(value: number, sizeBytes: number): void {
    const at = this.grow(sizeBytes);
    const exact = Math.min(sizeBytes, MAX_SAFE_BYTES);
    this.buffer.fill(0, at + exact, this.length);
    this.buffer.writeUIntLE(value, at, exact);
  }

  /** All that was written. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(sizeBytes: number): void {
    const needed = this.length + sizeBytes;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }
}
