import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';
import {
  badHeader,
  type HeaderEntry,
  type HeaderKind,
  readEntries,
  TYPE,
  VALUE_BYTES,
} from './header-entries.ts';

const LEAD_BYTES = 96;
const LEAD_MAGIC = 0xedabeedb;
/** Three bytes of magic, then the version of the header structure; four zeros follow. */
const HEADER_MAGIC = 0x8eade801;
const INTRO_BYTES = 16;
const ENTRY_BYTES = 16;

/** How large a header may be: the limits of rpm's own `lib/header.c`. */
const LIMITS = {
  signature: { entries: 32, dataBytes: 64 * 1024 * 1024 },
  header: { entries: 0xffff, dataBytes: 0x0fffffff },
  installed: { entries: 0xffff, dataBytes: 0x0fffffff },
} as const;
const KIND_NAME = { signature: 'signature ', header: '', installed: '' } as const;

/** Where the parts of an RPM file are. Offsets in bytes from the beginning of the file. */
export interface RpmSpans {
  readonly signature: Span;
  readonly header: Span;
  readonly payloadStart: number;
}

/** Bytes `start` to `end`, the last not included. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns where the signature header, the header and the payload are. `bytes` must reach to the end
 * of the header. Works for package formats 3, 4 and 6, which share lead and header structure; of the
 * lead, as rpm does, only the magic number counts.
 * Source: rpm, `docs/manual/format_v3.md`, `format_v4.md`, `format_v6.md`.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export function findRpmSpans(bytes: Uint8Array): RpmSpans {
  if (bytes.length < LEAD_BYTES || viewOf(bytes).getUint32(0) !== LEAD_MAGIC) throw badLead();
  const signature = headerSpan(bytes, LEAD_BYTES, 'signature');
  const header = headerSpan(bytes, align(signature.end), 'header');
  return { signature, header, payloadStart: header.end };
}

/**
 * Returns how many bytes of an RPM file `findRpmSpans` takes. When that is more than `bytes` has, it is what is to
 * be read before this can say more.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export function rpmHeaderBytes(bytes: Uint8Array): number {
  const signatureIntro = LEAD_BYTES + INTRO_BYTES;
  if (bytes.length < signatureIntro) return signatureIntro;
  if (viewOf(bytes).getUint32(0) !== LEAD_MAGIC) throw badLead();
  const headerStart = align(headerEnd(bytes, LEAD_BYTES, 'signature'));
  const intro = headerStart + INTRO_BYTES;
  return bytes.length < intro ? intro : headerEnd(bytes, headerStart, 'header');
}

/**
 * Reads the header structure that begins at `start`. All of its index is checked; values are read
 * when they are asked for.
 *
 * @throws BuildError BAD_HEADER, HEADER_LIMIT
 */
export function parseHeader(
  bytes: Uint8Array,
  start = 0,
  kind: 'signature' | 'header' = 'header',
): Header {
  const { end } = headerSpan(bytes, start, kind);
  return readHeader(bytes.subarray(start + INTRO_BYTES, end), entriesAt(bytes, start + 8), kind);
}

/**
 * Reads a header as a package database keeps it: without magic number, and after what the package
 * brought (its immutable region) with what rpm added when it installed it.
 *
 * @throws BuildError BAD_HEADER, HEADER_LIMIT
 */
export function parseInstalledHeader(bytes: Uint8Array): Header {
  if (bytes.length < 8) throw badHeader('it is cut short');
  const entries = entriesAt(bytes, 0);
  const dataBytes = viewOf(bytes).getUint32(4);
  assertLimits(entries, dataBytes, 'installed');
  if (8 + entries * ENTRY_BYTES + dataBytes !== bytes.length) {
    throw badHeader('it has another size than it says');
  }
  return readHeader(bytes.subarray(8), entries, 'installed');
}

function readHeader(body: Uint8Array, entries: number, kind: HeaderKind): Header {
  const indexBytes = entries * ENTRY_BYTES;
  const index = new DataView(body.buffer, body.byteOffset, indexBytes);
  const { buffer, byteOffset, length } = body.subarray(indexBytes);
  const data = Buffer.from(buffer, byteOffset, length);
  return new Header(readEntries(index, data, kind), data);
}

/** A header's values by tag number. A value of another type than asked for is BAD_HEADER. */
export class Header {
  readonly #entries: ReadonlyMap<number, HeaderEntry>;
  readonly #data: Buffer;

  constructor(entries: ReadonlyMap<number, HeaderEntry>, data: Buffer) {
    this.#entries = entries;
    this.#data = data;
  }

  has(tag: number): boolean {
    return this.#entries.has(tag);
  }

  /** Tag numbers in the order of the index; that of the region comes last. */
  tags(): number[] {
    return [...this.#entries.keys()];
  }

  /** The string, or the first of several: for translated ones that is the untranslated one. */
  text(tag: number): string | undefined {
    return this.#strings(tag)[0];
  }

  /** All strings, none when the tag is not there. Translations of one string are no list. */
  texts(tag: number): string[] {
    if (this.#entries.get(tag)?.type === TYPE.i18nString) throw badHeader(`tag ${tag} is no list`);
    return this.#strings(tag);
  }

  /** The number, or the first of several. */
  number(tag: number): number | undefined {
    return this.numbers(tag)[0];
  }

  /** All numbers, unsigned; none when the tag is not there. 64-bit ones above 2^53 are an error. */
  numbers(tag: number): number[] {
    const entry = this.#entries.get(tag);
    if (entry === undefined) return [];
    const sizeBytes = VALUE_BYTES[entry.type];
    if (sizeBytes === undefined || entry.type === TYPE.bin)
      throw badHeader(`tag ${tag} is no number`);
    return Array.from({ length: entry.count }, (_, position) =>
      readNumber(this.#data, entry.offset + position * sizeBytes, sizeBytes, tag),
    );
  }

  /** Binary data. Not a copy. */
  bytes(tag: number): Uint8Array | undefined {
    const entry = this.#entries.get(tag);
    if (entry === undefined) return undefined;
    if (entry.type !== TYPE.bin) throw badHeader(`tag ${tag} is not binary`);
    return this.#data.subarray(entry.offset, entry.offset + entry.sizeBytes);
  }

  #strings(tag: number): string[] {
    const entry = this.#entries.get(tag);
    if (entry === undefined) return [];
    if (VALUE_BYTES[entry.type] !== undefined) throw badHeader(`tag ${tag} is no string`);
    const end = entry.offset + entry.sizeBytes;
    return this.#data.toString('utf8', entry.offset, end - 1).split('\0');
  }
}

function badLead(): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_LEAD', 'not an RPM package: it does not begin as one');
}

/** The signature header alone is padded, so that the header begins at a multiple of 8. */
function align(end: number): number {
  return Math.ceil(end / 8) * 8;
}

function headerSpan(bytes: Uint8Array, start: number, kind: 'signature' | 'header'): Span {
  if (start + INTRO_BYTES > bytes.length) throw badHeader('it is cut short');
  const end = headerEnd(bytes, start, kind);
  if (end > bytes.length) throw badHeader('it is cut short');
  return { start, end };
}

/** Where the header ends whose first bytes are there. */
function headerEnd(bytes: Uint8Array, start: number, kind: 'signature' | 'header'): number {
  const view = viewOf(bytes);
  if (view.getUint32(start) !== HEADER_MAGIC || view.getUint32(start + 4) !== 0) {
    throw badHeader('its magic number is wrong');
  }
  const entries = entriesAt(bytes, start + 8);
  const dataBytes = view.getUint32(start + 12);
  assertLimits(entries, dataBytes, kind);
  return start + INTRO_BYTES + entries * ENTRY_BYTES + dataBytes;
}

function entriesAt(bytes: Uint8Array, at: number): number {
  return viewOf(bytes).getUint32(at);
}

function assertLimits(entries: number, dataBytes: number, kind: HeaderKind): void {
  const limit = LIMITS[kind];
  if (entries <= limit.entries && dataBytes <= limit.dataBytes) return;
  throw new BuildError<RpmCode>(
    'HEADER_LIMIT',
    `an RPM ${KIND_NAME[kind]}header of ${entries} entries and ${dataBytes} bytes, expected at most ${limit.entries} and ${limit.dataBytes}`,
  );
}

function readNumber(data: Buffer, at: number, sizeBytes: number, tag: number): number {
  if (sizeBytes < 8) return data.readUIntBE(at, sizeBytes);
  const value = Number(data.readBigUInt64BE(at));
  if (!Number.isSafeInteger(value)) throw badHeader(`tag ${tag} has a number above 2^53`);
  return value;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
