import { QCOW2_ZLIB_WINDOW_BITS, Qcow2Layout } from '../qcow2/format.ts';
import type { Encoding, Piece } from './media-tasks.ts';
import type { MediaWriter } from './media-writer.ts';
import type { OutputFile } from './output-file.ts';

/** Levels that take a fifth of qemu-img's time, for files of its size. */
const ZSTD_LEVEL = 3;
const ZLIB_LEVEL = 6;

/** How a qcow2 is wanted. */
export interface Qcow2Compression {
  readonly compression: 'none' | 'zlib' | 'zstd';
  readonly level: number | undefined;
}

/** Writes a qcow2 into a file, from where the file is now on. */
export class Qcow2Writer implements MediaWriter {
  readonly encoding: Encoding;
  private readonly file: OutputFile;
  private readonly layout: Qcow2Layout;
  private start = 0;

  constructor(file: OutputFile, sizeBytes: number, options: Qcow2Compression) {
    this.file = file;
    this.layout = new Qcow2Layout(sizeBytes, options.compression === 'zstd' ? 'zstd' : 'zlib');
    this.encoding = encodingOf(options);
  }

  async begin(): Promise<void> {
    this.start = this.file.position;
  }

  async add(pieces: readonly Piece[]): Promise<void> {
    for (const { chunk, isPlain, bytes } of pieces) {
      const offset = isPlain
        ? this.layout.addPlain(chunk)
        : this.layout.addCompressed(chunk, bytes.length);
      await this.file.skipTo(this.start + offset);
      await this.file.append(bytes);
    }
  }

  async finish(): Promise<void> {
    const { header, offset, tables } = this.layout.finish();
    await this.file.skipTo(this.start + offset);
    await this.file.append(tables);
    await this.file.fill(this.start, header);
  }
}

function encodingOf({ compression, level }: Qcow2Compression): Encoding {
  if (compression === 'none') return { kind: 'plain' };
  if (compression === 'zstd') return { kind: 'zstd', level: level ?? ZSTD_LEVEL };
  const windowBits = QCOW2_ZLIB_WINDOW_BITS;
  return { kind: 'deflate', windowBits, level: level ?? ZLIB_LEVEL, isOpen: false };
}
