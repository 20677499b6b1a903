import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Compression, openDecompressed } from '../host/decompress.ts';

const HEADER_BYTES = 110;
const NAME_LIMIT_BYTES = 4096;
const NAMES_LIMIT = 200_000;
const CONTENT_LIMIT_BYTES = 4 * 1024 ** 3;
const ALIGN = 4;
const MAGIC_BYTES = 6;
/** An early archive (microcode), then the compressed one; dracut makes no more. */
const ARCHIVES_LIMIT = 4;

/**
 * Returns the paths in an initramfs as dracut makes it, sorted as they are in it, without a leading
 * `./`, bytes as Latin-1: cpio archives in the form "newc", one after the other, compressed by gzip,
 * zstd, xz or bzip2, or not at all. Undefined for anything else: a UEFI image, lz4, or one that holds
 * another file system (`squash`), whose names are not to be seen.
 *
 * Form: https://docs.kernel.org/driver-api/early-userspace/buffer-format.html
 */
export async function readInitramfsContents(path: string): Promise<string[] | undefined> {
  const names: string[] = [];
  let offset = 0;
  for (let count = 0; count < ARCHIVES_LIMIT; count += 1) {
    const compression = await compressionAt(path, offset);
    if (compression === undefined) return undefined;
    const source = openDecompressed(
      createReadStream(path, { start: offset }),
      compression,
      CONTENT_LIMIT_BYTES,
    );
    const archive = await readArchive(source).catch(() => undefined);
    if (archive === undefined) return undefined;
    names.push(...archive.names);
    if (compression !== 'none') return names.some(isImage) ? undefined : names;
    if (archive.rest === undefined) return names.some(isImage) ? undefined : names;
    offset += archive.rest;
  }
  return undefined;
}

/** A whole file system as one file: dracut's modules squash and squash-erofs. */
function isImage(name: string): boolean {
  return /\.(img|squashfs|erofs|sqfs)$/.test(name);
}

async function compressionAt(path: string, offset: number): Promise<Compression | undefined> {
  const file = await open(path);
  try {
    const magic = Buffer.alloc(MAGIC_BYTES);
    await file.read(magic, 0, MAGIC_BYTES, offset);
    const hex = magic.toString('hex');
    if (/^07070[12]/.test(magic.toString('latin1'))) return 'none';
    if (hex.startsWith('1f8b')) return 'gzip';
    if (hex.startsWith('28b52ffd')) return 'zstd';
    if (hex.startsWith('fd377a585a00')) return 'xz';
    return hex.startsWith('425a68') ? 'bzip2' : undefined;
  } finally {
    await file.close();
  }
}

/** `rest`: where in the bytes something else begins after the archive and its padding. */
async function readArchive(
  source: Readable,
): Promise<{ names: string[]; rest: number | undefined } | undefined> {
  const reader = new ByteReader(source);
  const names: string[] = [];
  try {
    while (names.length < NAMES_LIMIT) {
      const header = await reader.take(HEADER_BYTES);
      if (header === undefined || !/^07070[12][0-9a-fA-F]{104}$/.test(header.toString('latin1'))) {
        return undefined;
      }
      const sizeBytes = field(header, 6);
      const nameBytes = field(header, 11);
      if (nameBytes < 1 || nameBytes > NAME_LIMIT_BYTES) return undefined;
      const name = (await reader.take(nameBytes))?.toString('latin1', 0, nameBytes - 1);
      if (name === undefined) return undefined;
      await reader.skip(-(HEADER_BYTES + nameBytes) & (ALIGN - 1));
      if (name === 'TRAILER!!!') return { names, rest: await reader.skipZeros() };
      if (!(await reader.skip(sizeBytes + (-sizeBytes & (ALIGN - 1))))) return undefined;
      names.push(name.replace(/^(\.?\/)+/, ''));
    }
    return undefined;
  } finally {
    source.destroy();
  }
}

/** Field of the header: 8 hexadecimal digits each, after the magic. */
function field(header: Buffer, index: number): number {
  const start = MAGIC_BYTES + index * 8;
  return Number.parseInt(header.toString('latin1', start, start + 8), 16);
}

/** Takes bytes off a stream in the portions that are asked for. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #consumed = 0;

  constructor(source: Readable) {
    this.#chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Buffer | undefined> {
    while (this.#buffer.length < count) if (!(await this.#more())) return undefined;
    return this.#shift(count);
  }

  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > this.#buffer.length) {
      left -= this.#buffer.length;
      this.#shift(this.#buffer.length);
      if (!(await this.#more())) return false;
    }
    this.#shift(left);
    return true;
  }

  /** Returns how many bytes came before the next that is not zero; undefined when all are. */
  async skipZeros(): Promise<number | undefined> {
    for (;;) {
      const index = this.#buffer.findIndex((byte) => byte !== 0);
      if (index >= 0) {
        this.#shift(index);
        return this.#consumed;
      }
      this.#shift(this.#buffer.length);
      if (!(await this.#more())) return undefined;
    }
  }

  #shift(count: number): Buffer {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    this.#consumed += count;
    return taken;
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done === true) return false;
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]);
    return true;
  }
}
