import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** The bytes of a file that is read in pieces. */
export interface PageSource {
  readonly sizeBytes: number;
  /** Returns `length` bytes at `offset`, fewer at the end of the file. They may change at the next call. */
  readonly read: (offset: number, length: number) => Uint8Array;
}

/** A value of a column: text is decoded, integers above 2^53 are `bigint`. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** One row of a table. */
export interface SqliteRow {
  readonly rowid: number;
  readonly values: readonly SqliteValue[];
}

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const LEAF_TABLE = 13;
const INTERIOR_TABLE = 5;
const UTF8 = 1;
/** A b-tree of 2^32 pages is not deeper than this. */
const MAX_DEPTH = 20;
/** Columns of a row: SQLite's own limit is 2000 by default. */
const MAX_COLUMNS = 2000;

/**
 * Returns the rows of the table `name` in the order of their row ids; undefined when there is no such
 * table. Nothing is ever run or written: a file that somebody else made can do no more than be
 * refused. Reads what is in the file itself; of a write-ahead log nothing is known here.
 *
 * Source: https://www.sqlite.org/fileformat2.html
 * Alternatives: `node:sqlite` is not in Node 20; rpm itself would run C code on hostile bytes.
 *
 * @throws BuildError BAD_RPMDB
 */
export function readSqliteTable(
  source: PageSource,
  name: string,
): Generator<SqliteRow, void> | undefined {
  const database = new Database(source);
  for (const { values } of database.rows(1)) {
    const [type, , table, root] = values;
    if (type !== 'table' || table !== name) continue;
    if (typeof root !== 'number') throw badRpmdb(`the table ${name} is nowhere`);
    return database.rows(root);
  }
  return undefined;
}

/** Returns the error of everything that is wrong with a package database. */
export function badRpmdb(
  what: string,
  hint = 'Treesmith reads rpmdb.sqlite, which rpm writes since 4.16.',
): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_RPMDB', `bad package database: ${what}`, { hint });
}

class Database {
  readonly #source: PageSource;
  readonly #pageBytes: number;
  /** What of a page is used: some databases keep the rest for extensions. */
  readonly #usableBytes: number;
  readonly #pages: number;

  constructor(source: PageSource) {
    const header = Buffer.from(source.read(0, HEADER_BYTES));
    if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
      throw badRpmdb('it is no SQLite database');
    }
    const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    const isPower = pageBytes >= 512 && (pageBytes & (pageBytes - 1)) === 0;
    const usableBytes = pageBytes - (header[20] ?? 0);
    if (!isPower || usableBytes < 480) throw badRpmdb(`its pages have ${pageBytes} bytes`);
    if (header.readUInt32BE(56) !== UTF8) throw badRpmdb('its text is not UTF-8');
    this.#source = source;
    this.#pageBytes = pageBytes;
    this.#usableBytes = usableBytes;
    this.#pages = Math.floor(source.sizeBytes / pageBytes);
  }

  *rows(root: number): Generator<SqliteRow, void> {
    yield* this.#walk(root, 0, new Set());
  }

  *#walk(number: number, depth: number, seen: Set<number>): Generator<SqliteRow, void> {
    if (depth > MAX_DEPTH || seen.has(number)) throw badRpmdb('its pages lead in circles');
    seen.add(number);
    // A copy: rows are handed out between this page and the next.
    const page = Buffer.from(this.#page(number));
    const start = number === 1 ? HEADER_BYTES : 0;
    const type = page[start];
    const cells = page.readUInt16BE(start + 3);
    if (type !== LEAF_TABLE && type !== INTERIOR_TABLE)
      throw badRpmdb(`page ${number} is of no table`);
    const pointers = start + (type === LEAF_TABLE ? 8 : 12);
    if (pointers + 2 * cells > this.#usableBytes)
      throw badRpmdb(`page ${number} has too many cells`);
    for (let index = 0; index < cells; index += 1) {
      const at = page.readUInt16BE(pointers + 2 * index);
      if (at + 4 > this.#usableBytes) throw badRpmdb(`a cell of page ${number} is outside of it`);
      if (type === LEAF_TABLE) yield this.#row(page, at);
      else yield* this.#walk(page.readUInt32BE(at), depth + 1, seen);
    }
    if (type === INTERIOR_TABLE) yield* this.#walk(page.readUInt32BE(start + 8), depth + 1, seen);
  }

  #row(page: Buffer, at: number): SqliteRow {
    const size = readVarint(page, at);
    const rowid = readVarint(page, size.end);
    return { rowid: rowid.value, values: readRecord(this.#payload(page, rowid.end, size.value)) };
  }

  /** The bytes of a cell: those in the page, then those of a chain of pages. */
  #payload(page: Buffer, at: number, sizeBytes: number): Buffer {
    if (sizeBytes > this.#source.sizeBytes) throw badRpmdb('a row is larger than the database');
    const localBytes = this.#localBytes(sizeBytes);
    if (at + localBytes > this.#usableBytes) throw badRpmdb('a row is outside of its page');
    if (localBytes === sizeBytes) return page.subarray(at, at + sizeBytes);
    const whole = Buffer.alloc(sizeBytes);
    page.copy(whole, 0, at, at + localBytes);
    let filled = localBytes;
    let next = at + localBytes + 4 <= page.length ? page.readUInt32BE(at + localBytes) : 0;
    while (filled < sizeBytes) {
      // Each page fills some bytes, so that a circle ends.
      const overflow = this.#page(next);
      next = Buffer.from(overflow.buffer, overflow.byteOffset, 4).readUInt32BE();
      const piece = overflow.subarray(4, Math.min(this.#usableBytes, 4 + sizeBytes - filled));
      whole.set(piece, filled);
      filled += piece.length;
    }
    return whole;
  }

  #localBytes(sizeBytes: number): number {
    const usable = this.#usableBytes;
    if (sizeBytes <= usable - 35) return sizeBytes;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const wanted = least + ((sizeBytes - least) % (usable - 4));
    return wanted <= usable - 35 ? wanted : least;
  }

  #page(number: number): Uint8Array {
    if (number < 1 || number > this.#pages) throw badRpmdb(`there is no page ${number}`);
    const page = this.#source.read((number - 1) * this.#pageBytes, this.#pageBytes);
    if (page.length < this.#pageBytes) throw badRpmdb('it is cut short');
    return page;
  }
}

function readRecord(payload: Buffer): SqliteValue[] {
  const header = readVarint(payload, 0);
  if (header.value > payload.length) throw badRpmdb('a row has a header that is larger than it');
  const values: SqliteValue[] = [];
  let at = header.end;
  let body = header.value;
  while (at < header.value) {
    const type = readVarint(payload, at);
    const sizeBytes = typeBytes(type.value);
    if (body + sizeBytes > payload.length || values.length >= MAX_COLUMNS) {
      throw badRpmdb('a row has a value outside of it');
    }
    values.push(readValue(payload.subarray(body, body + sizeBytes), type.value));
    body += sizeBytes;
    at = type.end;
  }
  return values;
}

function typeBytes(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? unknownType(type);
}

function readValue(bytes: Buffer, type: number): SqliteValue {
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return bytes.readDoubleBE();
  if (type === 6) {
    const value = bytes.readBigInt64BE();
    return BigInt.asIntN(54, value) === value ? Number(value) : value;
  }
  if (type < 7) return bytes.readIntBE(0, bytes.length);
  return type % 2 === 0 ? bytes : bytes.toString('utf8');
}

function unknownType(type: number): never {
  throw badRpmdb(`a value is of the unknown type ${type}`);
}

/** One to nine bytes, of which all but the ninth say whether another follows. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start; at < start + 8; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value = value * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(value)) break;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  throw badRpmdb('a number in it is too large or cut short');
}
