import { compressZstd } from './encode-batch.ts';
import { BATCH_BYTES, type Encoding, type Piece } from './media-tasks.ts';
import type { MediaWriter } from './media-writer.ts';
import type { OutputFile } from './output-file.ts';

/** zstd's own default. */
const LEVEL = 3;

/** The raw disk as zstd frames in a row (RFC 8878, 3: "frames can be concatenated"), one per batch. */
export class ZstdWriter implements MediaWriter {
  readonly encoding: Encoding & { readonly kind: 'zstd-batch' };
  private readonly file: OutputFile;
  private readonly sizeBytes: number;
  private zeros: Buffer | undefined;

  constructor(file: OutputFile, sizeBytes: number, level = LEVEL) {
    this.file = file;
    this.sizeBytes = sizeBytes;
    this.encoding = { kind: 'zstd-batch', level };
  }

  async begin(): Promise<void> {
    this.zeros = compressZstd(Buffer.alloc(BATCH_BYTES), this.encoding.level);
  }

  async add(pieces: readonly Piece[], batch: number): Promise<void> {
    const [piece] = pieces;
    if (piece !== undefined) return this.file.append(piece.bytes);
    const sizeBytes = Math.min(BATCH_BYTES, this.sizeBytes - batch * BATCH_BYTES);
    const zeros =
      sizeBytes === BATCH_BYTES
        ? this.zeros
        : compressZstd(Buffer.alloc(sizeBytes), this.encoding.level);
    if (zeros !== undefined) await this.file.append(zeros);
  }

  async finish(): Promise<void> {
    // The last frame is the end.
  }
}
