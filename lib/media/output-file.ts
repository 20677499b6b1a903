import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { explainFileError } from '../host/errors.ts';

/** Small parts are gathered up to this. */
const FLUSH_BYTES = 1024 * 1024;

/** A file that is written from its start to its end, but for a few places that are filled in later. */
export class OutputFile implements AsyncDisposable {
  readonly path: string;
  private readonly handle: FileHandle;
  private gathered: Uint8Array[] = [];
  private gatheredBytes = 0;
  /** Where the gathered parts go. */
  private offset = 0;
  /** Of what is appended; undefined while nobody asks. */
  private hash: Hash | undefined;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.handle = handle;
  }

  /** @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE */
  static async create(path: string): Promise<OutputFile> {
    try {
      return new OutputFile(path, await open(path, 'wx+'));
    } catch (error) {
      throw explainFileError(error, path);
    }
  }

  /** Where the next part goes. */
  get position(): number {
    return this.offset + this.gatheredBytes;
  }

  /** Appends parts, which must not change before the next `flush`. */
  async append(...parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      if (part.length === 0) continue;
      this.hash?.update(part);
      this.gathered.push(part);
      this.gatheredBytes += part.length;
    }
    if (this.gatheredBytes >= FLUSH_BYTES) await this.flush();
  }

  /** Writes what is gathered. */
  async flush(): Promise<void> {
    if (this.gatheredBytes === 0) return;
    const { gathered, offset } = this;
    this.offset += this.gatheredBytes;
    this.gathered = [];
    this.gatheredBytes = 0;
    await this.write(gathered, offset);
  }

  /** Goes on at a later place; between is a hole. */
  async skipTo(position: number): Promise<void> {
    if (position === this.position) return;
    await this.flush();
    this.offset = position;
  }

  /** Writes to a place that was passed already. */
  async fill(position: number, data: Uint8Array): Promise<void> {
    await this.flush();
    await this.write([data], position);
  }

  /** From now on what is appended is digested; holes must not be left. */
  startDigest(): void {
    this.hash = createHash('sha256');
  }

  /** Returns the SHA-256 of what was appended since `startDigest`. */
  endDigest(): string {
    const digest = this.hash?.digest('hex') ?? '';
    this.hash = undefined;
    return digest;
  }

  /** Returns the SHA-256 of what lies in `[from, to)`, as it is now. */
  async digest(from: number, to: number): Promise<string> {
    await this.flush();
    const hash = createHash('sha256');
    const data = Buffer.allocUnsafe(FLUSH_BYTES);
    for (let at = from; at < to; ) {
      const { bytesRead } = await this.handle.read(data, 0, Math.min(data.length, to - at), at);
      if (bytesRead === 0) throw new RangeError(`${this.path} ends before ${to}`);
      hash.update(data.subarray(0, bytesRead));
      at += bytesRead;
    }
    return hash.digest('hex');
  }

  /** Writes what is gathered, and returns the size of the file. */
  async finish(): Promise<number> {
    await this.flush();
    // A hole at the end would be no part of the file.
    await this.handle.truncate(this.offset);
    return this.offset;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.handle.close();
  }

  private async write(parts: readonly Uint8Array[], position: number): Promise<void> {
    const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
    try {
      const { bytesWritten } = await this.handle.writev(parts, position);
      // A full disk takes a part first, and refuses only what is left of it.
      if (bytesWritten === sizeBytes) return;
      const rest = Buffer.concat(parts).subarray(bytesWritten);
      for (let done = 0; done < rest.length; ) {
        const at = position + bytesWritten + done;
        done += (await this.handle.write(rest, done, rest.length - done, at)).bytesWritten;
      }
    } catch (error) {
      throw explainFileError(error, this.path);
    }
  }
}
