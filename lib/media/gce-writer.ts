import { constants, crc32, deflateRawSync } from 'node:zlib';
import { formatSparseHeader, TAR_END } from '../tar/format.ts';
import type { ChunkMap } from './chunk-map.ts';
import { combineCrc32 } from './crc32-combine.ts';
import { DEFLATE_END, deflateEncoding } from './deflate.ts';
import { CHUNK_BYTES } from './media-model.ts';
import type { Encoding, Piece } from './media-tasks.ts';
import type { MediaWriter } from './media-writer.ts';
import type { OutputFile } from './output-file.ts';

/** GNU tar writes whole records; some readers want them whole. */
const RECORD_BYTES = 10_240;
/** RFC 1952: deflate, no name, no time, no hints, made on Unix. */
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

/** What Google Compute Engine imports: a gzipped tar of one sparse file, `disk.raw`. */
export class GceWriter implements MediaWriter {
  readonly encoding: Encoding & { readonly kind: 'deflate' };
  private readonly file: OutputFile;
  private readonly options: GceOptions;
  private crc32 = 0;
  private tarBytes = 0;

  constructor(file: OutputFile, options: GceOptions) {
    this.file = file;
    this.options = options;
    this.encoding = deflateEncoding(options.level);
  }

  async begin(): Promise<void> {
    const { sizeBytes, usedChunks, timeSeconds } = this.options;
    const runs = Array.from(usedChunks.runs(), ({ first, count }) => ({
      offsetBytes: first * CHUNK_BYTES,
      sizeBytes: count * CHUNK_BYTES,
    }));
    const entry = { name: 'disk.raw', sizeBytes, modeOctal: 0o644, mtimeSeconds: timeSeconds };
    await this.file.append(GZIP_HEAD);
    await this.appendOwn(formatSparseHeader(entry, runs));
  }

  async add(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) await this.appendStream(piece.bytes, piece.crc32, CHUNK_BYTES);
  }

  async finish(): Promise<void> {
    const rest = (this.tarBytes + TAR_END.length) % RECORD_BYTES;
    const padding = Buffer.alloc((RECORD_BYTES - rest) % RECORD_BYTES);
    await this.appendOwn(Buffer.concat([TAR_END, padding]));
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.crc32, 0);
    trailer.writeUInt32LE(this.tarBytes % 2 ** 32, 4);
    await this.file.append(DEFLATE_END, trailer);
  }

  private async appendOwn(data: Buffer): Promise<void> {
    const { level } = this.encoding;
    const stream = deflateRawSync(data, { level, finishFlush: constants.Z_SYNC_FLUSH });
    await this.appendStream(stream, crc32(data), data.length);
  }

  private async appendStream(stream: Uint8Array, checksum: number, dataBytes: number) {
    this.crc32 = combineCrc32(this.crc32, checksum, dataBytes);
    this.tarBytes += dataBytes;
    await this.file.append(stream);
  }
}

/** What the archive says. */
export interface GceOptions {
  /** Whole GiB; may be more than the disk has. */
  readonly sizeBytes: number;
  readonly usedChunks: ChunkMap;
  readonly timeSeconds: number;
  readonly level: number | undefined;
}
