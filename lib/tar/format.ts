import { BuildError } from '../core/errors.ts';
import type { TarCode } from './errors.ts';
import { TAR_BLOCK_BYTES, type TarChunk } from './parse.ts';

/** A member of an archive. */
export interface TarEntry {
  /** At most 100 bytes; a folder's ends with a slash. */
  readonly name: string;
  /** Bytes that follow in the archive; 0 for a folder. */
  readonly sizeBytes: number;
  readonly modeOctal: number;
  /** 0 unless given. */
  readonly uid?: number;
  readonly gid?: number;
  readonly mtimeSeconds: number;
}

/** What ends an archive whose blocks are not grouped. */
export const TAR_END = Buffer.alloc(2 * TAR_BLOCK_BYTES);

const NAME_BYTES = 100;
/** Eleven octal digits. */
const MAX_USTAR_BYTES = 8 ** 11 - 1;
const CHUNKS_IN_HEADER = 4;
const CHUNKS_IN_BLOCK = 21;

/**
 * Returns the header of a file or folder (POSIX.1-1988 ustar).
 *
 * @throws BuildError TAR_BAD for a name or size that the form has no room for
 */
export function formatTarHeader(entry: TarEntry): Buffer {
  if (entry.sizeBytes > MAX_USTAR_BYTES) fail(`${entry.name} has 8 GiB or more`);
  const header = startHeader(entry, entry.sizeBytes);
  header.write(entry.name.endsWith('/') ? '5' : '0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  return withChecksum(header);
}

/**
 * Returns the blocks before the data of a file with holes, in GNU's older form (`tar --format=oldgnu
 * --sparse`); the data of all chunks follow, without gaps.
 *
 * @throws BuildError TAR_BAD
 */
export function formatSparseHeader(entry: TarEntry, chunks: readonly TarChunk[]): Buffer {
  const dataBytes = chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const map = [...chunks];
  const last = chunks.at(-1);
  // What follows the last chunk is a hole only when a chunk of nothing says where the file ends.
  if (last === undefined || last.offsetBytes + last.sizeBytes < entry.sizeBytes) {
    map.push({ offsetBytes: entry.sizeBytes, sizeBytes: 0 });
  }
  const header = startHeader(entry, dataBytes);
  header.write('S', 156, 'latin1');
  header.write('ustar  \0', 257, 'latin1');
  writeChunks(header, 386, map.slice(0, CHUNKS_IN_HEADER));
  header.writeUInt8(map.length > CHUNKS_IN_HEADER ? 1 : 0, 482);
  writeNumber(header, 483, 12, entry.sizeBytes);
  const blocks = [withChecksum(header)];
  for (let from = CHUNKS_IN_HEADER; from < map.length; from += CHUNKS_IN_BLOCK) {
    const block = Buffer.alloc(TAR_BLOCK_BYTES);
    writeChunks(block, 0, map.slice(from, from + CHUNKS_IN_BLOCK));
    block.writeUInt8(from + CHUNKS_IN_BLOCK < map.length ? 1 : 0, 504);
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}

/** Returns the zeros that make a member of this size whole blocks. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES);
}

function startHeader(entry: TarEntry, dataBytes: number): Buffer {
  const name = Buffer.from(entry.name);
  if (name.length === 0 || name.length > NAME_BYTES) {
    fail(`the name ${entry.name} has ${name.length} bytes, expected 1 to ${NAME_BYTES}`);
  }
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  name.copy(header);
  writeNumber(header, 100, 8, entry.modeOctal);
  writeNumber(header, 108, 8, entry.uid ?? 0);
  writeNumber(header, 116, 8, entry.gid ?? 0);
  writeNumber(header, 124, 12, dataBytes);
  writeNumber(header, 136, 12, entry.mtimeSeconds);
  return header;
}

function writeChunks(block: Buffer, at: number, chunks: readonly TarChunk[]): void {
  for (const [index, { offsetBytes, sizeBytes }] of chunks.entries()) {
    writeNumber(block, at + index * 24, 12, offsetBytes);
    writeNumber(block, at + index * 24 + 12, 12, sizeBytes);
  }
}

/** In octal with a NUL; in GNU's base 256 when that has too few digits. */
function writeNumber(header: Buffer, at: number, length: number, value: number): void {
  const digits = value.toString(8);
  if (digits.length < length) {
    header.write(`${digits.padStart(length - 1, '0')}\0`, at, 'latin1');
    return;
  }
  header.fill(0, at, at + length);
  header.writeUInt8(0x80, at);
  header.writeBigUInt64BE(BigInt(value), at + length - 8);
}

/** The sum of all bytes, its own taken as spaces. */
function withChecksum(header: Buffer): Buffer {
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

function fail(what: string): never {
  throw new BuildError<TarCode>('TAR_BAD', `no tar archive can be made: ${what}`);
}
