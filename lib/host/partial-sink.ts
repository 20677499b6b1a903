import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { WriteThread } from './write-thread.ts';

/** Larger writes take the kernel twice the time for each byte (ext4 of Linux 6, 64 KiB beside 128 KiB). */
const OWN_BATCH_BYTES = 64 * 1024;
/** A message to a thread costs as much as some hundred KiB of its bytes. */
const THREAD_BATCH_BYTES = 512 * 1024;

/** Where the bytes of an unfinished file go, and what hashes them. */
export interface PartialSink {
  newBatch(): Buffer;
  /** Hashes and appends a batch, which must not be changed until that is done. */
  append(batch: Buffer): Promise<void>;
  /** Lower-case hexadecimal digits; undefined when nobody asked for it. */
  digest(): Promise<string | undefined>;
  /** Forgets what was hashed. */
  reset(): void;
}

/** Hashes here, and writes as anybody does. `algorithm` is a name of OpenSSL. */
export class OwnSink implements PartialSink {
  private readonly file: FileHandle;
  private readonly algorithm: string | undefined;
  private hash: Hash | undefined;

  constructor(file: FileHandle, algorithm: string | undefined) {
    this.file = file;
    this.algorithm = algorithm;
    this.reset();
  }

  newBatch(): Buffer {
    return Buffer.allocUnsafeSlow(OWN_BATCH_BYTES);
  }

  /** Hashes what the file has already. */
  seen(bytes: Buffer): void {
    this.hash?.update(bytes);
  }

  async append(batch: Buffer): Promise<void> {
    this.hash?.update(batch);
    await this.file.appendFile(batch);
  }

  async digest(): Promise<string | undefined> {
    return this.hash?.copy().digest('hex');
  }

  reset(): void {
    this.hash = this.algorithm === undefined ? undefined : createHash(this.algorithm);
  }
}

/** Lets a thread do it. */
export class ThreadSink implements PartialSink {
  private readonly file: FileHandle;
  private readonly algorithm: string;
  private readonly thread: WriteThread;
  private number: number;

  constructor(file: FileHandle, algorithm: string, thread: WriteThread) {
    this.file = file;
    this.algorithm = algorithm;
    this.thread = thread;
    this.number = thread.newFile();
  }

  newBatch(): Buffer {
    return Buffer.from(new SharedArrayBuffer(THREAD_BATCH_BYTES));
  }

  async append(batch: Buffer): Promise<void> {
    const { file, algorithm, number } = this;
    const bytes = new Uint8Array(batch.buffer, batch.byteOffset, batch.length);
    await this.thread.ask({ kind: 'append', file: number, fd: file.fd, bytes, algorithm });
  }

  async digest(): Promise<string | undefined> {
    return this.thread.ask({ kind: 'digest', file: this.number });
  }

  reset(): void {
    // It is done before whatever is asked next.
    void this.thread.ask({ kind: 'forget', file: this.number }).catch(() => undefined);
    this.number = this.thread.newFile();
  }
}
