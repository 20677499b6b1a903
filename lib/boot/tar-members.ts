import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { BuildError } from '../core/errors.ts';
import {
  parseSparseExtension,
  parseTarHeader,
  TAR_BLOCK_BYTES,
  type TarChunk,
  type TarHeader,
} from '../tar/parse.ts';
import type { BootCode } from './errors.ts';
import { SparseWriter } from './sparse-writer.ts';

/** Where a member's bytes lie in an archive that is not compressed. */
export interface TarMember {
  readonly name: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** Appliances and OCI layouts have a dozen. */
const MAX_MEMBERS = 1000;
/** Of one sparse file: 21 chunks in each block of the map. */
const MAX_MAP_BLOCKS = 200_000;

/**
 * Returns the regular files of a tar archive that is not compressed.
 *
 * @throws BuildError TAR_BAD, ARCHIVE_BAD
 */
export async function listTarMembers(path: string): Promise<TarMember[]> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const members: TarMember[] = [];
  for (let at = 0; at + TAR_BLOCK_BYTES <= size; ) {
    const header = parseTarHeader(await readAt(file, at));
    if (header === undefined) break;
    const offsetBytes = at + TAR_BLOCK_BYTES;
    if (offsetBytes + header.sizeBytes > size) fail(path, `it ends within ${header.name}`);
    if (header.type === '0')
      members.push({ name: plainName(header), offsetBytes, sizeBytes: header.sizeBytes });
    if (members.length > MAX_MEMBERS) fail(path, `it has more than ${MAX_MEMBERS} members`);
    at = offsetBytes + paddedBytes(header.sizeBytes);
  }
  return members;
}

/**
 * Writes the first member of a stream of tar that `isWanted` to a new file, as sparse as it can be.
 * Returns the member's name.
 *
 * @throws BuildError TAR_BAD, ARCHIVE_BAD
 */
export async function extractTarMember(
  stream: Readable,
  options: {
    /** For messages. */
    readonly archive: string;
    readonly isWanted: (name: string) => boolean;
    readonly output: string;
    /** Of the file, holes and all. */
    readonly limitBytes: number;
  },
): Promise<string> {
  const { archive, limitBytes } = options;
  const bytes = new ByteReader(stream, archive);
  try {
    for (let count = 0; count < MAX_MEMBERS; count += 1) {
      const block = await bytes.readBlock();
      const header = block === undefined ? undefined : parseTarHeader(block);
      if (header === undefined) break;
      const name = plainName(header);
      const isFile = header.type === '0' || header.type === 'S';
      if (!isFile || !options.isWanted(name)) {
        await bytes.take(paddedBytes(header.sizeBytes), () => undefined);
        continue;
      }
      const fileBytes = header.sparse?.realSizeBytes ?? header.sizeBytes;
      if (fileBytes > limitBytes)
        fail(archive, `${name} has ${fileBytes} bytes, expected at most ${limitBytes}`);
      const chunks = await readMap(bytes, header, archive);
      await using writer = await SparseWriter.create(options.output);
      for (const { offsetBytes, sizeBytes } of chunks) {
        if (offsetBytes + sizeBytes > fileBytes) fail(archive, `a part of ${name} lies beyond it`);
        writer.seek(offsetBytes);
        await bytes.take(sizeBytes, (piece) => writer.write(piece));
      }
      await writer.finish(fileBytes);
      return name;
    }
  } finally {
    stream.destroy();
  }
  return fail(archive, 'it has no disk in it');
}

async function readMap(
  bytes: ByteReader,
  header: TarHeader,
  archive: string,
): Promise<readonly TarChunk[]> {
  const { sparse } = header;
  if (sparse === undefined) return [{ offsetBytes: 0, sizeBytes: header.sizeBytes }];
  const chunks = [...sparse.chunks];
  let { isExtended } = sparse;
  for (let blocks = 0; isExtended; blocks += 1) {
    const block = await bytes.readBlock();
    if (block === undefined || blocks > MAX_MAP_BLOCKS) fail(archive, 'a map of holes has no end');
    const more = parseSparseExtension(block);
    chunks.push(...more.chunks);
    isExtended = more.isExtended;
  }
  return chunks;
}

/** Hands out a stream's bytes in the amounts that are asked for. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #archive: string;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable, archive: string) {
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#archive = archive;
  }

  /** Undefined at the end. */
  async readBlock(): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    if (this.#rest.length === 0 && !(await this.#more())) return undefined;
    await this.take(TAR_BLOCK_BYTES, (piece) => {
      parts.push(Buffer.from(piece));
    });
    return Buffer.concat(parts);
  }

  async take(sizeBytes: number, use: (piece: Buffer) => void | Promise<void>): Promise<void> {
    for (let left = sizeBytes; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more()))
        fail(this.#archive, `it ends ${left} bytes too early`);
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      await use(piece);
    }
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done === true) return false;
    this.#rest = value;
    return true;
  }
}

function plainName(header: TarHeader): string {
  return header.name.replace(/^(\.\/)+/, '');
}

function paddedBytes(sizeBytes: number): number {
  return Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}

async function readAt(file: FileHandle, offsetBytes: number): Promise<Buffer> {
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  await file.read(block, 0, TAR_BLOCK_BYTES, offsetBytes);
  return block;
}

function fail(archive: string, what: string): never {
  throw new BuildError<BootCode>('ARCHIVE_BAD', `${archive} is no archive with a disk: ${what}`);
}
