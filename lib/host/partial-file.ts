import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** When neither size nor limit is known. */
const DEFAULT_LIMIT_BYTES = 4 * 1024 ** 3;

/** What a file must be when it is finished. */
export interface Expectation {
  /** `type` is a name of OpenSSL: `sha256`, `sha512`. */
  readonly checksum?: { readonly type: string; readonly hex: string };
  readonly sizeBytes?: number;
  /** A longer file fails; `sizeBytes` when that is given. */
  readonly limitBytes?: number;
  /** Called with each count of bytes that are now there; negative when bytes had to be dropped. */
  readonly onBytes?: (count: number) => void;
}

/** The unfinished file: its bytes so far and the checksum over them. */
export class PartialFile {
  private readonly expected: Expectation;
  sizeBytes = 0;
  private readonly file: FileHandle;
  private readonly path: string;
  private hash: Hash | undefined;

  constructor(file: FileHandle, path: string, expected: Expectation) {
    this.file = file;
    this.path = path;
    this.expected = expected;
    this.hash = this.newHash();
  }

  get limitBytes(): number {
    return this.expected.sizeBytes ?? this.expected.limitBytes ?? DEFAULT_LIMIT_BYTES;
  }

  /** Takes over what an earlier run left. */
  async resume(): Promise<void> {
    const { size } = await this.file.stat();
    if (size > this.limitBytes) return this.restart();
    for await (const chunk of createReadStream(this.path, { highWaterMark: 1024 * 1024 })) {
      this.hash?.update(chunk);
    }
    this.sizeBytes = size;
    this.expected.onBytes?.(size);
  }

  async append(chunk: Buffer): Promise<void> {
    await this.file.appendFile(chunk);
    this.hash?.update(chunk);
    this.sizeBytes += chunk.length;
    this.expected.onBytes?.(chunk.length);
  }

  /** Drops everything: what is there is not the file. */
  async restart(): Promise<void> {
    await this.file.truncate(0);
    this.expected.onBytes?.(-this.sizeBytes);
    this.sizeBytes = 0;
    this.hash = this.newHash();
  }

  /** Whether as many bytes are there as the file must have. */
  isComplete(): boolean {
    return this.expected.sizeBytes !== undefined && this.sizeBytes === this.expected.sizeBytes;
  }

  /** Says what is wrong with the finished file, which is then dropped, or undefined. */
  async verify(): Promise<string | undefined> {
    const { size } = await this.file.stat();
    // We know the checksum of what we wrote; nobody else may have written, too.
    const wrong = size === this.sizeBytes ? this.fault() : 'was written by another run, too';
    if (wrong !== undefined) await this.restart();
    return wrong;
  }

  private fault(): string | undefined {
    const { checksum, sizeBytes } = this.expected;
    if (sizeBytes !== undefined && this.sizeBytes !== sizeBytes) {
      return `has ${this.sizeBytes} bytes, expected ${sizeBytes}`;
    }
    const found = this.hash?.copy().digest('hex');
    return checksum === undefined || found === checksum.hex.toLowerCase()
      ? undefined
      : `has ${checksum.type} ${found}, expected ${checksum.hex}`;
  }

  private newHash(): Hash | undefined {
    const { checksum } = this.expected;
    return checksum === undefined ? undefined : createHash(checksum.type);
  }
}
