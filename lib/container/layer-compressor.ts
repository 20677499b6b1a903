import * as zlib from 'node:zlib';
import type { LayerCompression } from './layer-model.ts';

/**
 * Compresses a stream block by block. Equal bytes give equal results with one version of Node, whatever
 * the number of threads; another version may bring another zlib or zstd, whose bytes may be others.
 */
export interface LayerCompressor {
  /** Where the next block is put before it is compressed. */
  readonly block: Buffer;
  begin(): Uint8Array;
  /** Compresses the first bytes of the block, which may be overwritten afterwards. */
  compress(sizeBytes: number): Uint8Array;
  end(): Uint8Array;
}

/** Returns what compresses one layer. */
export function makeCompressor(compression: LayerCompression, level: number): LayerCompressor {
  return compression === 'gzip' ? new Gzip(level) : new Zstd(level);
}

const WINDOW_BYTES = 32 * 1024;
/** Also how long a deflate block is. Short ones take more time, and suit a database better: 2 % less. */
const MEMORY = 8;
const DENSE_MEMORY = 6;
const GZIP_BLOCK_BYTES = 1024 * 1024;
/** A frame each: as far as level 3 looks back. Larger ones save 0.4 %, and take memory in each thread. */
const ZSTD_BLOCK_BYTES = 2 * 1024 * 1024;
/** RFC 1952: no name, no time, no operating system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** A final deflate block with nothing in it. */
const DEFLATE_END = Buffer.from([0x03, 0x00]);

/** One deflate stream in blocks that end on a byte; each refers to what was before it. */
class Gzip implements LayerCompressor {
  readonly block: Buffer;
  private readonly level: number;
  private readonly memory = Buffer.allocUnsafeSlow(WINDOW_BYTES + GZIP_BLOCK_BYTES);
  private windowBytes = 0;
  private crc = 0;
  private totalBytes = 0;

  constructor(level: number) {
    this.level = level;
    this.block = this.memory.subarray(WINDOW_BYTES);
  }

  begin(): Uint8Array {
    return GZIP_HEADER;
  }

  compress(sizeBytes: number): Uint8Array {
    const bytes = this.block.subarray(0, sizeBytes);
    const window = this.memory.subarray(WINDOW_BYTES - this.windowBytes, WINDOW_BYTES);
    this.crc = zlib.crc32(bytes, this.crc);
    this.totalBytes += sizeBytes;
    const compressed = zlib.deflateRawSync(bytes, {
      level: this.level,
      memLevel: this.level >= 9 ? DENSE_MEMORY : MEMORY,
      chunkSize: sizeBytes + 4096,
      finishFlush: zlib.constants.Z_SYNC_FLUSH,
      ...(window.length === 0 ? {} : { dictionary: window }),
    });
    this.windowBytes = Math.min(WINDOW_BYTES, this.windowBytes + sizeBytes);
    this.memory.copyWithin(
      WINDOW_BYTES - this.windowBytes,
      WINDOW_BYTES + sizeBytes - this.windowBytes,
      WINDOW_BYTES + sizeBytes,
    );
    return compressed;
  }

  end(): Uint8Array {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.crc);
    trailer.writeUInt32LE(this.totalBytes % 2 ** 32, 4);
    return Buffer.concat([DEFLATE_END, trailer]);
  }
}

/** Frames in a row (RFC 8878, 3: "frames can be concatenated"). */
class Zstd implements LayerCompressor {
  readonly block = Buffer.allocUnsafeSlow(ZSTD_BLOCK_BYTES);
  private readonly level: number;

  constructor(level: number) {
    this.level = level;
  }

  begin(): Uint8Array {
    return Buffer.alloc(0);
  }

  compress(sizeBytes: number): Uint8Array {
    return compressFrame(this.block.subarray(0, sizeBytes), this.level);
  }

  end(): Uint8Array {
    return Buffer.alloc(0);
  }
}

/** Returns a frame of zstd; callers have seen to it that this Node has it. */
export function compressFrame(bytes: Uint8Array, level: number): Buffer {
  return zlib.zstdCompressSync(bytes, {
    // All that can come out, so that it is one buffer.
    chunkSize: Math.max(1024, bytes.length + (bytes.length >> 8) + 512),
    params: { [zlib.constants.ZSTD_c_compressionLevel]: level },
  });
}
