import { BuildError } from '../core/errors.ts';
import type { TarCode } from './errors.ts';

/** How an archive's headers are written: POSIX ustar, GNU's older form, or older than both. */
export type TarFlavour = 'ustar' | 'gnu' | 'v7';

/** A header of 512 bytes (POSIX.1-1988 ustar; GNU tar manual, "Basic Tar Format"). */
export interface TarHeader {
  readonly flavour: TarFlavour;
  readonly name: string;
  readonly modeOctal: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes that follow in the archive. */
  readonly sizeBytes: number;
  readonly mtimeSeconds: number;
  /** `0` file, `1` hard link, `2` symbolic link, `5` folder, `S` sparse file, `x` pax, … */
  readonly type: string;
  readonly linkName: string;
  /** Of a GNU sparse file (type `S`) only. */
  readonly sparse: TarSparse | undefined;
}

/** Which parts of a sparse file the archive holds, in its older GNU form. */
export interface TarSparse {
  readonly realSizeBytes: number;
  readonly chunks: readonly TarChunk[];
  /** Whether a block with more chunks follows. */
  readonly isExtended: boolean;
}

/** A part of a sparse file; holes lie between. */
export interface TarChunk {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

export const TAR_BLOCK_BYTES = 512;

/**
 * Reads a header; undefined for a block of zeros, which ends an archive.
 *
 * @throws BuildError TAR_BAD for a wrong checksum or a number that is none
 */
export function parseTarHeader(bytes: Uint8Array): TarHeader | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES) fail(`a header of ${data.length} bytes`);
  if (data.every((byte) => byte === 0)) return undefined;
  if (!isTarHeader(data)) fail('the checksum of a header is wrong');
  const magic = data.toString('latin1', 257, 265);
  const flavour = magic === 'ustar\x0000' ? 'ustar' : magic === 'ustar  \0' ? 'gnu' : 'v7';
  const prefix = flavour === 'ustar' ? textAt(data, 345, 155) : '';
  const name = textAt(data, 0, 100);
  const type = data[156] === 0 ? '0' : String.fromCharCode(data[156] ?? 0);
  return {
    flavour,
    name: prefix === '' ? name : `${prefix}/${name}`,
    modeOctal: numberAt(data, 100, 8) & 0o7777,
    uid: numberAt(data, 108, 8),
    gid: numberAt(data, 116, 8),
    sizeBytes: numberAt(data, 124, 12),
    mtimeSeconds: numberAt(data, 136, 12),
    type,
    linkName: textAt(data, 157, 100),
    sparse:
      type === 'S'
        ? {
            realSizeBytes: numberAt(data, 483, 12),
            chunks: parseChunks(data.subarray(386, 482)),
            isExtended: data[482] !== 0,
          }
        : undefined,
  };
}

/** Whether the 512 bytes are a header: their checksum is right. */
export function isTarHeader(bytes: Uint8Array): boolean {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES) return false;
  let sum = 8 * 0x20;
  for (const [index, byte] of data.entries()) if (index < 148 || index >= 156) sum += byte;
  return (
    /^ *[0-7]{1,7}[\0 ]/.test(data.toString('latin1', 148, 156)) && numberAt(data, 148, 8) === sum
  );
}

/** Reads a block with more chunks of a sparse file: 21 of them, and whether another block follows. */
export function parseSparseExtension(bytes: Uint8Array): {
  readonly chunks: readonly TarChunk[];
  readonly isExtended: boolean;
} {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES) fail(`a sparse map of ${data.length} bytes`);
  return { chunks: parseChunks(data.subarray(0, 504)), isExtended: data[504] !== 0 };
}

/**
 * Reads the records of a pax header, `<length> <key>=<value>\n` each (POSIX.1-2001 pax).
 *
 * @throws BuildError TAR_BAD
 */
export function parsePaxRecords(bytes: Uint8Array): Map<string, string> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records = new Map<string, string>();
  for (let at = 0; at < data.length; ) {
    const length = /^(\d{1,8}) /.exec(data.toString('latin1', at, at + 9))?.[1];
    const end = at + Number(length);
    if (length === undefined || end > data.length || end <= at) fail('a pax record has no length');
    const record = data.toString('utf8', at + length.length + 1, end);
    const equals = record.indexOf('=');
    if (equals < 1 || !record.endsWith('\n')) fail('a pax record is no key=value');
    records.set(record.slice(0, equals), record.slice(equals + 1, -1));
    at = end;
  }
  return records;
}

function parseChunks(data: Buffer): TarChunk[] {
  const chunks: TarChunk[] = [];
  for (let at = 0; at + 24 <= data.length; at += 24) {
    // An unused place is zero; GNU tar ends a map with a chunk of no bytes where the file ends.
    if (data.subarray(at, at + 24).every((byte) => byte === 0)) break;
    chunks.push({ offsetBytes: numberAt(data, at, 12), sizeBytes: numberAt(data, at + 12, 12) });
  }
  return chunks;
}

/** A number in octal, or in GNU's base 256, which the first byte's highest bit marks. */
function numberAt(data: Buffer, at: number, length: number): number {
  const field = data.subarray(at, at + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.reduce(
      (sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte),
      0,
    );
    return Number.isSafeInteger(value) ? value : fail('a number is too large');
  }
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trimStart();
  if (text === '') return 0;
  const value = /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
  return Number.isSafeInteger(value) ? value : fail('a number is not octal');
}

function textAt(data: Buffer, at: number, length: number): string {
  const field = data.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

function fail(what: string): never {
  throw new BuildError<TarCode>('TAR_BAD', `not a sound tar archive: ${what}`);
}
