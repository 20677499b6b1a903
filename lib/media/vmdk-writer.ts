import { type VmdkDisk, VmdkStream } from '../vmdk/format.ts';
import { DEFLATE_END, deflateEncoding, formatZlibHead } from './deflate.ts';
import type { Encoding, Piece } from './media-tasks.ts';
import type { MediaWriter } from './media-writer.ts';
import type { OutputFile } from './output-file.ts';

/** Writes a streamOptimized VMDK into a file, strictly from its start to its end. */
export class VmdkWriter implements MediaWriter {
  readonly encoding: Encoding & { readonly kind: 'deflate' };
  private readonly file: OutputFile;
  private readonly stream: VmdkStream;
  private readonly zlibHead: Buffer;

  constructor(file: OutputFile, disk: VmdkDisk, level: number | undefined) {
    this.file = file;
    this.stream = new VmdkStream(disk);
    this.encoding = deflateEncoding(level);
    this.zlibHead = formatZlibHead(this.encoding.level);
  }

  async begin(): Promise<void> {
    await this.file.append(this.stream.head());
  }

  async add(pieces: readonly Piece[]): Promise<void> {
    for (const { chunk, bytes, adler32 } of pieces) {
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(adler32);
      const zlib = [this.zlibHead, bytes, DEFLATE_END, checksum];
      await this.file.append(...this.stream.grain(chunk, zlib));
    }
  }

  async finish(): Promise<void> {
    await this.file.append(...this.stream.finish());
  }
}
