import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

const LEAD_BYTES = 96;
const LEAD_MAGIC = 0xedabeedb;
/** Three bytes of magic, then the version of the header structure. */
const HEADER_MAGIC = 0x8eade801;
const INTRO_BYTES = 16;
const ENTRY_BYTES = 16;
/** Those of rpm's own `lib/header.c`. */
const ENTRY_LIMIT = 0xffff;
const DATA_LIMIT_BYTES = 0x0fffffff;

/** Where the parts of an RPM file are. Offsets in bytes from the beginning of the file. */
export interface RpmSpans {
  /** Package format: 3 (which 4 uses, too) or 4 in version 6 packages. */
  readonly leadMajor: number;
  readonly source: boolean;
  readonly signature: Span;
  readonly header: Span;
  readonly payloadStart: number;
}

/** Bytes `start` to `end`, the last not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value of a header. 64-bit numbers come as `number` too, and are an error above 2^53. */
export type HeaderValue = string | readonly string[] | readonly number[] | Uint8Array;

/** A header: tag number to value. */
export type Header = ReadonlyMap<number, HeaderValue>;

/** Types of `rpmTagType`. */
const TYPE = {
  char: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  string: 6,
  bin: 7,
  stringArray: 8,
  i18nString: 9,
} as const;

const NUMBER_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8 };

/**
 * Returns where the signature header, the header and the payload are. `bytes` must reach to the end
 * of the header. Works for package formats 3, 4 and 6, which share lead and header structure.
 * Source: rpm, `docs/manual/format_v3.md`, `format_v4.md`, `format_v6.md`.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export function findRpmSpans(bytes: Uint8Array): RpmSpans {
  const view = viewOf(bytes);
  if (bytes.length < LEAD_BYTES || view.getUint32(0) !== LEAD_MAGIC) {
    throw new BuildError<RpmCode>('BAD_LEAD', 'not an RPM package: it does not begin as one');
  }
  const signature = headerSpan(view, LEAD_BYTES);
  // The signature header alone is padded, so that the header begins at a multiple of 8.
  const header = headerSpan(view, Math.ceil(signature.end / 8) * 8);
  return {
    leadMajor: bytes[4] ?? 0,
    source: view.getUint16(6) === 1,
    signature,
    header,
    payloadStart: header.end,
  };
}

/**
 * Reads the header structure that begins at `start`.
 *
 * @throws BuildError BAD_HEADER, HEADER_LIMIT
 */
export function parseHeader(bytes: Uint8Array, start = 0): Header {
  const view = viewOf(bytes);
  const { end } = headerSpan(view, start);
  const entries = view.getUint32(start + 8);
  const dataStart = start + INTRO_BYTES + entries * ENTRY_BYTES;
  const data = bytes.subarray(dataStart, end);
  const header = new Map<number, HeaderValue>();
  for (let index = 0; index < entries; index += 1) {
    const at = start + INTRO_BYTES + index * ENTRY_BYTES;
    const tag = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const offset = view.getUint32(at + 8);
    const count = view.getUint32(at + 12);
    if (offset > data.length) throw bad(`tag ${tag} lies outside of the data`);
    // rpm takes the first of two equal tags.
    if (!header.has(tag)) header.set(tag, readValue(data, tag, type, offset, count));
  }
  return header;
}

function headerSpan(view: DataView, start: number): Span {
  if (start + INTRO_BYTES > view.byteLength) throw bad('it is cut short');
  if (view.getUint32(start) !== HEADER_MAGIC) throw bad('its magic number is wrong');
  const entries = view.getUint32(start + 8);
  const dataBytes = view.getUint32(start + 12);
  if (entries > ENTRY_LIMIT || dataBytes > DATA_LIMIT_BYTES) {
    throw new BuildError<RpmCode>(
      'HEADER_LIMIT',
      `an RPM header of ${entries} entries and ${dataBytes} bytes, expected at most ${ENTRY_LIMIT} and ${DATA_LIMIT_BYTES}`,
    );
  }
  const end = start + INTRO_BYTES + entries * ENTRY_BYTES + dataBytes;
  if (end > view.byteLength) throw bad('it is cut short');
  return { start, end };
}

function readValue(
  data: Uint8Array,
  tag: number,
  type: number,
  offset: number,
  count: number,
): HeaderValue {
  switch (type) {
    case TYPE.char:
    case TYPE.int8:
    case TYPE.int16:
    case TYPE.int32:
    case TYPE.int64:
      return readNumbers(data, tag, offset, count, NUMBER_BYTES[type] ?? 1);
    case TYPE.string:
      if (count !== 1) throw bad(`tag ${tag} has ${count} strings, expected one`);
      return readStrings(data, tag, offset, 1)[0] ?? '';
    case TYPE.bin:
      assertRoom(data, tag, offset, count);
      return data.subarray(offset, offset + count);
    case TYPE.stringArray:
    case TYPE.i18nString:
      return readStrings(data, tag, offset, count);
    default:
      throw bad(`tag ${tag} has the unknown type ${type}`);
  }
}

function readNumbers(
  data: Uint8Array,
  tag: number,
  offset: number,
  count: number,
  sizeBytes: number,
): number[] {
  assertRoom(data, tag, offset, count * sizeBytes);
  const view = viewOf(data);
  const numbers = new Array<number>(count);
  for (let index = 0; index < count; index += 1) {
    const at = offset + index * sizeBytes;
    numbers[index] = readNumber(view, at, sizeBytes, tag);
  }
  return numbers;
}

function readNumber(view: DataView, at: number, sizeBytes: number, tag: number): number {
  if (sizeBytes === 1) return view.getUint8(at);
  if (sizeBytes === 2) return view.getUint16(at);
  if (sizeBytes === 4) return view.getUint32(at);
  const value = Number(view.getBigUint64(at));
  if (!Number.isSafeInteger(value)) throw bad(`tag ${tag} has a number above 2^53`);
  return value;
}

function readStrings(data: Uint8Array, tag: number, offset: number, count: number): string[] {
  // Every string has at least its terminator: a count beyond the data is a lie.
  assertRoom(data, tag, offset, count);
  const strings: string[] = [];
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    const end = data.indexOf(0, at);
    if (end === -1) throw bad(`a string of tag ${tag} has no end`);
    strings.push(Buffer.from(data.buffer, data.byteOffset + at, end - at).toString('utf8'));
    at = end + 1;
  }
  return strings;
}

function assertRoom(data: Uint8Array, tag: number, offset: number, sizeBytes: number): void {
  if (offset + sizeBytes > data.length) throw bad(`tag ${tag} reaches beyond the data`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bad(what: string): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_HEADER', `bad RPM header: ${what}`);
}
