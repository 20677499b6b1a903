import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { BuildError } from '../core/errors.ts';
import type { RepoCode } from './errors.ts';

/** A file up to this size is read once and held; a larger one is read block by block, each time. */
const HELD_BYTES = 32 * 1024 * 1024;
/** The size of a block: who compresses one holds it three times. */
export const BLOCK_BYTES = 1024 * 1024;

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

/** Reads files into one buffer: one at a time. What the largest needs of it is in memory, and no more. */
export class FileReader {
  private readonly buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES + HELD_BYTES);

  /**
   * Runs `body` on an open file, and closes it unless `body` keeps it.
   *
   * @throws BuildError TREE_CHANGED when it is not there; errors of node:fs
   */
  read<T>(path: string, body: (file: SourceFile) => T): T {
    const fd = openFile(path);
    let file: SourceFile | undefined;
    try {
      file = new SourceFile(fd, this.buffer);
      return body(file);
    } finally {
      if (file?.isKept !== true) closeSync(fd);
    }
  }
}

/** An open file. */
export class SourceFile {
  private readonly fd: number;
  private readonly buffer: Buffer;
  /** How much of the buffer is the whole file; undefined when it does not fit. */
  private readonly heldBytes: number | undefined;
  private kept = false;

  constructor(fd: number, buffer: Buffer) {
    this.fd = fd;
    this.buffer = buffer;
    const got = this.fill(0, HELD_BYTES);
    this.heldBytes = got < HELD_BYTES ? got : undefined;
  }

  get isKept(): boolean {
    return this.kept;
  }

  /** Returns its descriptor, which the caller is to close from now on. */
  keep(): number {
    this.kept = true;
    return this.fd;
  }

  stat(): Stats {
    return fstatSync(this.fd);
  }

  /** The content, when it is all in memory: then it cannot change any more. */
  get held(): Buffer | undefined {
    return this.heldBytes === undefined
      ? undefined
      : this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + this.heldBytes);
  }

  /** What is in memory of it. Valid until `blocks` reads on. */
  get start(): Buffer {
    return this.held ?? this.buffer.subarray(WINDOW_BYTES);
  }

  get sizeBytes(): number {
    return this.heldBytes ?? this.stat().size;
  }

  /** Returns the SHA-256 of `prefix` and the content. */
  digest(prefix: Uint8Array = Buffer.alloc(0)): string {
    const hash = createHash('sha256').update(prefix);
    if (this.held !== undefined) return hash.update(this.held).digest('hex');
    for (const { bytes } of this.blocks()) hash.update(bytes);
    return hash.digest('hex');
  }

  /** Yields the content from `start` on; nothing for an empty file. */
  *blocks(start = 0): Generator<Block> {
    const { held } = this;
    for (let at = start; held !== undefined && at < held.length; at += BLOCK_BYTES) {
      const bytes = held.subarray(at, at + BLOCK_BYTES);
      yield { bytes, window: held.subarray(Math.max(start, at - WINDOW_BYTES), at) };
    }
    if (held !== undefined) return;
    let before = 0;
    for (let at = start; ; ) {
      const got = this.fill(at, BLOCK_BYTES);
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

  /** Reads so much, or to the end of the file, and returns how much it was. */
  private fill(position: number, limitBytes: number): number {
    let got = 0;
    while (got < limitBytes) {
      const at = WINDOW_BYTES + got;
      const count = readSync(this.fd, this.buffer, at, limitBytes - got, position + got);
      if (count === 0) break;
      got += count;
    }
    return got;
  }
}

/** Owner, mode and content of a file cannot change without it: nobody can set the time of change. */
export function formatState({ ino, size, uid, gid, mode, ctimeMs }: Stats): string {
  return `${ino}:${size}:${uid}:${gid}:${mode}:${ctimeMs}`;
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
