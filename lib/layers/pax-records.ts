import { unsafe } from './unsafe.ts';

/** Values by key. Those of extended attributes are no text. */
export type PaxRecords = ReadonlyMap<string, Buffer>;

/**
 * Reads the records of a pax header, `<length> <key>=<value>\n` each, with values as bytes.
 *
 * @throws BuildError LAYER_UNSAFE
 */
export function parsePaxBytes(data: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < data.length; ) {
    const digits = /^(\d{1,8}) /.exec(data.toString('latin1', at, at + 9))?.[1];
    const end = at + Number(digits);
    const equals = digits === undefined ? -1 : data.indexOf('=', at + digits.length + 1);
    if (digits === undefined || end > data.length || end <= at || equals < 0 || equals >= end) {
      throw unsafe('a pax record is no key=value');
    }
    const key = data.toString('utf8', at + digits.length + 1, equals);
    // A copy: the archive's own buffer is far larger, and would stay with it.
    records.set(key, Buffer.from(data.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}

/**
 * Returns a number of a record, its fraction cut off.
 *
 * @throws BuildError LAYER_UNSAFE
 */
export function paxNumber(value: Buffer): number {
  const number = Math.floor(Number(value.toString('latin1')));
  if (!Number.isSafeInteger(number)) throw unsafe('a number of a pax record is none');
  return number;
}
