import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { collectYoungGarbage } from './collect-garbage.ts';
import { OwnSink, type PartialSink, ThreadSink } from './partial-sink.ts';
import type { WriteThread } from './write-thread.ts';

/** When neither size nor limit is known. */
const DEFAULT_LIMIT_BYTES = 4 * 1024 ** 3;
/** What sockets leave behind, in all downloads: new memory costs more than to collect what was used. */
const GARBAGE_BYTES = 4 * 2 ** 20;
let garbageBytes = 0;

/** What a file must be when it is finished. */
export interface Expectation {
  /** `type` is a name of OpenSSL: `sha256`, `sha512`. */
  readonly checksum?: { readonly type: string; readonly hex: string };
  readonly sizeBytes?: number;
  /** A longer file fails; `sizeBytes` when that is given. */
  readonly limitBytes?: number;
  /** Called with each count of bytes that are now there; negative when bytes had to be dropped. */
  readonly onBytes?: (count: number) => void;
  /** Hashes and writes what comes now; with a checksum only. */
  readonly thread?: WriteThread;
}

/** The unfinished file: its bytes so far and the checksum over them. */
export class PartialFile {
  private readonly expected: Expectation;
  sizeBytes = 0;
  private readonly file: FileHandle;
  private readonly path: string;
  private sink: PartialSink;
  private batch: Buffer;
  private other: Buffer;
  private batchBytes = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, path: string, expected: Expectation) {
    this.file = file;
    this.path = path;
    this.expected = expected;
    this.sink = new OwnSink(file, expected.checksum?.type);
    this.batch = this.sink.newBatch();
    this.other = this.sink.newBatch();
  }

  get limitBytes(): number {
    return this.expected.sizeBytes ?? this.expected.limitBytes ?? DEFAULT_LIMIT_BYTES;
  }

  /** Takes over what an earlier run left. */
  async resume(): Promise<void> {
    const { size } = await this.file.stat();
    const { checksum, thread } = this.expected;
    if (size === 0 && checksum !== undefined && thread !== undefined) {
      this.sink = new ThreadSink(this.file, checksum.type, thread);
      this.batch = this.sink.newBatch();
      this.other = this.sink.newBatch();
      return;
    }
    if (size > this.limitBytes) return this.restart();
    const sink = new OwnSink(this.file, checksum?.type);
    for await (const chunk of createReadStream(this.path, { highWaterMark: 1024 * 1024 })) {
      sink.seen(chunk);
    }
    this.sink = sink;
    this.sizeBytes = size;
    this.expected.onBytes?.(size);
  }

  /** Takes some more bytes. They are written by the batch, while the next ones come. */
  async append(chunk: Buffer): Promise<void> {
    this.sizeBytes += chunk.length;
    this.expected.onBytes?.(chunk.length);
    garbageBytes += chunk.length;
    if (garbageBytes >= GARBAGE_BYTES) {
      garbageBytes = 0;
      collectYoungGarbage();
    }
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(this.batch, this.batchBytes, at);
      at += taken;
      this.batchBytes += taken;
      if (this.batchBytes === this.batch.length) await this.startWrite();
    }
  }

  /** Writes what was taken so far: to be called before the file is closed. */
  async flush(): Promise<void> {
    await this.startWrite();
    await this.writing;
  }

  /** Drops everything: what is there is not the file. */
  async restart(): Promise<void> {
    await this.writing;
    this.batchBytes = 0;
    await this.file.truncate(0);
    this.expected.onBytes?.(-this.sizeBytes);
    this.sizeBytes = 0;
    this.sink.reset();
  }

  /** Whether as many bytes are there as the file must have. */
  isComplete(): boolean {
    return this.expected.sizeBytes !== undefined && this.sizeBytes === this.expected.sizeBytes;
  }

  /** Says what is wrong with the finished file, which is then dropped, or undefined. */
  async verify(): Promise<string | undefined> {
    await this.flush();
    const { size } = await this.file.stat();
    // We know the checksum of what we wrote; nobody else may have written, too.
    const wrong = size === this.sizeBytes ? await this.fault() : 'was written by another run, too';
    if (wrong !== undefined) await this.restart();
    return wrong;
  }

  private async startWrite(): Promise<void> {
    await this.writing;
    const full = this.batch.subarray(0, this.batchBytes);
    if (full.length === 0) return;
    [this.batch, this.other] = [this.other, this.batch];
    this.batchBytes = 0;
    this.writing = this.sink.append(full);
    // It fails for whoever waits for it.
    this.writing.catch(() => undefined);
  }

  private async fault(): Promise<string | undefined> {
    const { checksum, sizeBytes } = this.expected;
    if (sizeBytes !== undefined && this.sizeBytes !== sizeBytes) {
      return `has ${this.sizeBytes} bytes, expected ${sizeBytes}`;
    }
    const found = await this.sink.digest();
    return checksum === undefined || found === checksum.hex.toLowerCase()
      ? undefined
      : `has ${checksum.type} ${found}, expected ${checksum.hex}`;
  }
}
