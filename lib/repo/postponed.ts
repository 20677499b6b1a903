import { closeSync, fstatSync } from 'node:fs';
import type { Igzip, OpenFile } from '../host/igzip.ts';
import { formatState } from './source-file.ts';

/** A file that was hashed and waits to be compressed. */
export interface PostponedFile extends OpenFile {
  /** `formatState` of it when it was hashed. */
  readonly state: string;
  /** Gets its raw deflate stream; undefined when someone else is to make it, or the file is not what it was. */
  readonly done: (deflated: Uint8Array | undefined) => void;
}

/** To run a program takes as long as to compress two megabytes. */
const FULL_BYTES = 24 * 1024 * 1024;
const FULL_FILES = 256;

/** When no more comes, as in a build with one newer package, igzip's helper is not worth to be started. */
const WORTH_BYTES = 12 * 1024 * 1024;

/** Open files that one run of igzip is to compress together. */
export class Postponed {
  private readonly start: () => Igzip;
  private igzip: Igzip | undefined;
  private files: PostponedFile[] = [];
  private sizeBytes = 0;
  private flushedBytes = 0;

  constructor(start: () => Igzip) {
    this.start = start;
  }

  /** Adds a file, whose descriptor is closed here. */
  add(file: PostponedFile): void {
    this.files.push(file);
    this.sizeBytes += file.sizeBytes;
  }

  get isFull(): boolean {
    return this.sizeBytes >= FULL_BYTES || this.files.length >= FULL_FILES;
  }

  /**
   * Compresses what was added.
   *
   * @throws what `done` throws; then those after it are not done. Errors of node:fs
   */
  flush(): void {
    const { files } = this;
    if (files.length === 0) return;
    this.flushedBytes += this.sizeBytes;
    if (this.flushedBytes >= WORTH_BYTES) this.igzip ??= this.start();
    const deflated = this.igzip?.deflate(files);
    const isSame = files.map(({ fd, state }) => formatState(fstatSync(fd)) === state);
    this.discard();
    for (const [index, { done }] of files.entries()) {
      done(isSame[index] === true ? deflated?.[index] : undefined);
    }
  }

  /** Forgets what was added. */
  discard(): void {
    for (const { fd } of this.files) closeSync(fd);
    this.files = [];
    this.sizeBytes = 0;
  }
}
