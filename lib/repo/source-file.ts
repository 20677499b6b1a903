import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { BuildError } from '../core/errors.ts';
import type { RepoCode } from './errors.ts';

/** A file up to this size is read once and held; a larger one is read block by block, each time. */
const BLOCK_BYTES = 1024 * 1024;

/** Deflate refers back this far. */
const WINDOW_BYTES = 32 * 1024;

/** Whatever the path has become meanwhile: no link is followed, no pipe waited for. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A piece of a file. It is overwritten when the next one is read. */
export interface Block {
  readonly bytes: Buffer;
  /** What stood right before it, as far as deflate can refer to it. */
  readonly window: Buffer;
}

/** Reads files into one buffer: one at a time. */
export class FileReader {
  private readonly buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES + BLOCK_BYTES);

  /**
   * Runs `body` on an open file.
   *
   * @throws BuildError TREE_CHANGED when it is not there; errors of node:fs
   */
  read<T>(path: string, body: (file: SourceFile) => T): T {
    const fd = openFile(path);
    try {
      return body(new SourceFile(fd, this.buffer));
    } finally {
      closeSync(fd);
    }
  }
}

/** An open file. */
export class SourceFile {
  private readonly fd: number;
  private readonly buffer: Buffer;
  /** How much of the buffer is the whole file; undefined when it does not fit. */
  private readonly wholeBytes: number | undefined;

  constructor(fd: number, buffer: Buffer) {
    this.fd = fd;
    this.buffer = buffer;
    const got = this.fill(0);
    this.wholeBytes = got < BLOCK_BYTES ? got : undefined;
  }

  stat(): Stats {
    return fstatSync(this.fd);
  }

  /** The content, when it is all in memory. */
  get whole(): Buffer | undefined {
    return this.wholeBytes === undefined
      ? undefined
      : this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + this.wholeBytes);
  }

  /** The first block. Valid until `blocks` reads on. */
  get start(): Buffer {
    return this.whole ?? this.buffer.subarray(WINDOW_BYTES);
  }

  get sizeBytes(): number {
    return this.wholeBytes ?? this.stat().size;
  }

  /** Returns the SHA-256 of `prefix` and the content. */
  digest(prefix: Uint8Array = Buffer.alloc(0)): string {
    const hash = createHash('sha256').update(prefix);
    for (const { bytes } of this.blocks()) hash.update(bytes);
    return hash.digest('hex');
  }

  /** Yields the content from `start` on; nothing for an empty file. */
  *blocks(start = 0): Generator<Block> {
    if (this.wholeBytes !== undefined) {
      const bytes = this.start.subarray(start);
      if (bytes.length > 0) yield { bytes, window: this.buffer.subarray(0, 0) };
      return;
    }
    let before = 0;
    for (let at = start; ; ) {
      const got = this.fill(at);
      if (got === 0) return;
      yield {
        bytes: this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + got),
        window: this.buffer.subarray(WINDOW_BYTES - before, WINDOW_BYTES),
      };
      before = Math.min(WINDOW_BYTES, before + got);
      this.buffer.copyWithin(
        WINDOW_BYTES - before,
        WINDOW_BYTES + got - before,
        WINDOW_BYTES + got,
      );
      at += got;
    }
  }

  /** Reads a block, or to the end of the file, and returns how much it was. */
  private fill(position: number): number {
    let got = 0;
    while (got < BLOCK_BYTES) {
      const at = WINDOW_BYTES + got;
      const count = readSync(this.fd, this.buffer, at, BLOCK_BYTES - got, position + got);
      if (count === 0) break;
      got += count;
    }
    return got;
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, READ_FLAGS);
  } catch (error) {
    if (!['ENOENT', 'ELOOP', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw error;
    }
    throw new BuildError<RepoCode>('TREE_CHANGED', `${path} is gone, or a link now`, {
      cause: error,
    });
  }
}
