import { crc32 } from 'node:zlib';
import { BuildError } from '../core/errors.ts';
import type { MediaCode } from './errors.ts';

/** Bytes of the headers and of the footer of a stream (The .xz File Format 1.1, 2.1). */
const STREAM_HEADER_BYTES = 12;
/** Of the check at a block's end, by its id: CRC32 and CRC64. */
const CHECK_BYTES = new Map([
  [0, 0],
  [1, 4],
  [4, 8],
]);

/** A block: its bytes, and what the index says of it. */
export interface XzBlock {
  readonly bytes: Buffer;
  readonly unpaddedBytes: number;
  readonly uncompressedBytes: number;
}

/**
 * Takes a stream of xz apart into blocks, as it comes. The blocks must say how long they are, as those
 * that threads write do; the stream's own index is not looked at.
 */
export class XzSplitter {
  /** The stream's header, once it has come. */
  header: Buffer | undefined;
  private data: Buffer = Buffer.alloc(0);
  /** What has come since `data`; joined with it once there is enough for a step. */
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  private neededBytes = STREAM_HEADER_BYTES;
  private isAtIndex = false;

  /**
   * Returns the blocks that `chunk` completes.
   *
   * @throws BuildError XZ_UNKNOWN
   */
  take(chunk: Uint8Array): XzBlock[] {
    if (this.isAtIndex) return [];
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    if (this.data.length + this.heldBytes < this.neededBytes) return [];
    this.data = Buffer.concat([this.data, ...this.held]);
    this.held = [];
    this.heldBytes = 0;
    if (this.header === undefined) {
      this.header = Buffer.from(this.data.subarray(0, STREAM_HEADER_BYTES));
      this.data = this.data.subarray(STREAM_HEADER_BYTES);
    }
    const blocks: XzBlock[] = [];
    for (let block = this.next(); block !== undefined; block = this.next()) blocks.push(block);
    return blocks;
  }

  private next(): XzBlock | undefined {
    const [sizeByte, flags = 0] = this.data;
    if (sizeByte === 0) this.isAtIndex = true;
    this.neededBytes = 1;
    if (sizeByte === undefined || sizeByte === 0) return undefined;
    const headerBytes = (sizeByte + 1) * 4;
    this.neededBytes = headerBytes;
    if (this.data.length < headerBytes) return undefined;
    if ((flags & 0xc0) !== 0xc0) {
      throw new BuildError<MediaCode>('XZ_UNKNOWN', 'xz wrote a block without its sizes');
    }
    const compressed = readNumber(this.data, 2);
    const uncompressed = readNumber(this.data, compressed.end);
    const checkBytes = CHECK_BYTES.get(this.header?.[7] ?? -1);
    if (checkBytes === undefined) {
      throw new BuildError<MediaCode>('XZ_UNKNOWN', 'xz uses another check than CRC32 or CRC64');
    }
    const unpaddedBytes = headerBytes + compressed.value + checkBytes;
    const sizeBytes = headerBytes + roundUp(compressed.value) + checkBytes;
    this.neededBytes = sizeBytes;
    if (this.data.length < sizeBytes) return undefined;
    const bytes = Buffer.from(this.data.subarray(0, sizeBytes));
    this.data = this.data.subarray(sizeBytes);
    return { bytes, unpaddedBytes, uncompressedBytes: uncompressed.value };
  }
}

/** Returns what ends a stream of these blocks: index and footer. `header` is the stream's. */
export function formatXzEnd(header: Uint8Array, blocks: readonly Omit<XzBlock, 'bytes'>[]): Buffer {
  const records = blocks.flatMap(({ unpaddedBytes, uncompressedBytes }) => [
    formatNumber(unpaddedBytes),
    formatNumber(uncompressedBytes),
  ]);
  const fields = Buffer.concat([Buffer.alloc(1), formatNumber(blocks.length), ...records]);
  const index = Buffer.alloc(roundUp(fields.length) + 4);
  fields.copy(index);
  index.writeUInt32LE(crc32(index.subarray(0, -4)), index.length - 4);
  const footer = Buffer.alloc(STREAM_HEADER_BYTES);
  footer.writeUInt32LE(index.length / 4 - 1, 4);
  footer.set(header.subarray(6, 8), 8);
  footer.writeUInt32LE(crc32(footer.subarray(4, 10)), 0);
  footer.write('YZ', 10, 'latin1');
  return Buffer.concat([index, footer]);
}

/** 1.2: seven bits in a byte, lowest first. */
function readNumber(data: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = data[at + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  throw new BuildError<MediaCode>('XZ_UNKNOWN', 'xz wrote a number of more than 8 bytes');
}

function formatNumber(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
