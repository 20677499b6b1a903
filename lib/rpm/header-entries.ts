import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** One entry of a header's index, checked: its data lies inside the data section. */
export interface HeaderEntry {
  readonly type: number;
  readonly count: number;
  /** From the beginning of the data section. */
  readonly offset: number;
  readonly sizeBytes: number;
}

/**
 * The two headers of a package, whose tags are numbered apart; and the second as a package database
 * keeps it, with entries after its region that rpm added.
 */
export type HeaderKind = 'signature' | 'header' | 'installed';

/** Types of `rpmTagType`. */
export const TYPE = {
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

/** Size of one value, by type; types that are not here are strings. */
export const VALUE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 };

/** Tags that a header may hold beside its region; rpm's numbers are signed. */
const FIRST_TAG = 100;
const LAST_TAG = 0x7fffffff;
/** Tag of the immutable region, by the header that it stands in. */
const REGION_TAG = { signature: 62, header: 63, installed: 63 } as const;
/** The region's tag before rpm 4.0, still in the trailer of some signatures. */
const IMAGE_TAG = 61;
/** rpm's HEADER_ARRAY_MAX. */
const ARRAY_LIMIT = 0xfffff;
const ENTRY_BYTES = 16;

/**
 * Reads the index of a header with the checks of rpm's own `hdrblobVerifyInfo` and
 * `hdrblobVerifyRegion` (`lib/header.c`). Each entry begins after the end of the one before, so all
 * values together are no larger than the data. In the main header the region spans everything.
 *
 * Differs from rpm: two entries of one tag are refused, because which of them rpm takes is left to
 * its sorting.
 *
 * @throws BuildError BAD_HEADER
 */
export function readEntries(
  index: DataView,
  data: Buffer,
  kind: HeaderKind,
): ReadonlyMap<number, HeaderEntry> {
  const entries = new Map<number, HeaderEntry>();
  const length = index.byteLength / ENTRY_BYTES;
  if (length === 0) throw badHeader('it has no entries');
  const regionEnd = readRegion(index, data, kind);
  let end = 0;
  let filledBytes = 0;
  for (let position = regionEnd === undefined ? 0 : 1; position < length; position += 1) {
    const at = position * ENTRY_BYTES;
    const tag = index.getUint32(at);
    const entry = readEntry(index, at, tag, data);
    if (tag < FIRST_TAG || tag > LAST_TAG) throw badHeader(`tag ${tag} is not allowed in it`);
    if (entry.offset < end) throw badHeader(`tag ${tag} overlaps the one before`);
    end = entry.offset + entry.sizeBytes;
    if (regionEnd !== undefined && end > regionEnd - ENTRY_BYTES && entry.offset < regionEnd) {
      throw badHeader(`tag ${tag} overlaps the end of its region`);
    }
    // What rpm added to an installed package takes the place of what the package had.
    if (entries.has(tag) && kind !== 'installed') throw badHeader(`tag ${tag} stands there twice`);
    entries.set(tag, entry);
    const alignBytes = VALUE_BYTES[entry.type] ?? 1;
    filledBytes = Math.ceil(filledBytes / alignBytes) * alignBytes + entry.sizeBytes;
  }
  const whole = filledBytes + (regionEnd === undefined ? 0 : ENTRY_BYTES) === data.length;
  // The padding of what rpm added is counted from another place.
  if (!whole && kind !== 'installed') {
    throw badHeader('there is data in it that belongs to no tag');
  }
  if (regionEnd !== undefined) {
    const type = index.getUint32(4);
    const region = { type, count: ENTRY_BYTES, offset: regionEnd - ENTRY_BYTES };
    entries.set(index.getUint32(0), { ...region, sizeBytes: ENTRY_BYTES });
  }
  return entries;
}

function readEntry(index: DataView, at: number, tag: number, data: Buffer): HeaderEntry {
  const type = index.getUint32(at + 4);
  const offset = index.getUint32(at + 8);
  const count = index.getUint32(at + 12);
  if (type < TYPE.char || type > TYPE.i18nString) {
    throw badHeader(`tag ${tag} has the unknown type ${type}`);
  }
  if (offset > data.length) throw badHeader(`tag ${tag} lies outside of the data`);
  if (count < 1 || count > data.length || (type !== TYPE.bin && count > ARRAY_LIMIT)) {
    throw badHeader(`tag ${tag} has ${count} values, more than its data can hold`);
  }
  if (type === TYPE.string && count !== 1) {
    throw badHeader(`tag ${tag} has ${count} strings, expected one`);
  }
  const valueBytes = VALUE_BYTES[type];
  if (valueBytes === undefined) {
    return { type, count, offset, sizeBytes: stringsEnd(data, tag, offset, count) - offset };
  }
  if (offset % valueBytes !== 0) throw badHeader(`tag ${tag} is not aligned`);
  const sizeBytes = count * valueBytes;
  if (offset + sizeBytes > data.length) throw badHeader(`tag ${tag} reaches beyond the data`);
  return { type, count, offset, sizeBytes };
}

function stringsEnd(data: Buffer, tag: number, offset: number, count: number): number {
  let at = offset;
  for (let position = 0; position < count; position += 1) {
    const end = data.indexOf(0, at);
    if (end === -1) throw badHeader(`a string of tag ${tag} has no end`);
    at = end + 1;
  }
  return at;
}

/** Returns where the region ends in the data, or undefined when the header has none (format 3). */
function readRegion(index: DataView, data: Buffer, kind: HeaderKind): number | undefined {
  if (index.getUint32(0) !== REGION_TAG[kind]) return undefined;
  const offset = index.getUint32(8);
  const sane = index.getUint32(4) === TYPE.bin && index.getUint32(12) === ENTRY_BYTES;
  const end = offset + ENTRY_BYTES;
  if (!sane || end > data.length) throw badHeader('the entry of its region is malformed');

  // The trailer looks like an entry; its offset is the size of the region's index, negated.
  const trailerTag = data.readUInt32BE(offset);
  const fits =
    trailerTag === REGION_TAG[kind] || (kind === 'signature' && trailerTag === IMAGE_TAG);
  const shaped =
    data.readUInt32BE(offset + 4) === TYPE.bin && data.readUInt32BE(offset + 12) === ENTRY_BYTES;
  const indexBytes = -data.readInt32BE(offset + 8);
  if (!fits || !shaped || indexBytes < 0 || indexBytes % ENTRY_BYTES !== 0) {
    throw badHeader('the trailer of its region is malformed');
  }
  const within = indexBytes <= index.byteLength;
  const whole = indexBytes === index.byteLength && end === data.length;
  if (kind === 'header' ? !whole : !within) throw badHeader('its region does not fit it');
  return end;
}

/** Returns the error of everything that is wrong with a header. */
export function badHeader(what: string): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_HEADER', `bad RPM header: ${what}`);
}
