import type { Place } from '../core/errors.ts';
import { remixError } from './errors.ts';

const UNITS: Readonly<Record<string, number>> = { MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** Of an image that names no size. Files are sparse: what is not used takes no room. */
export const DEFAULT_IMAGE_BYTES = 10 * 2 ** 30;

/** A disk smaller than this holds no boot partition. */
const MIN_BYTES = 256 * 2 ** 20;
const MAX_BYTES = 16 * 2 ** 40;

/**
 * Returns the bytes of a disk size such as `4 GiB` or `1.5 GiB`: binary units alone, whole MiB.
 *
 * @throws ConfigError BAD_VALUE
 */
export function parseDiskSize(value: string | number, name: string, place: Place): number {
  const sizeBytes = parsePartitionSize(value, name, place);
  if (sizeBytes < MIN_BYTES) {
    throw remixError('BAD_VALUE', `${name}: expected 256 MiB to 16 TiB, got ${value}`, place);
  }
  return sizeBytes;
}

/**
 * As `parseDiskSize`, for a part of a disk: 1 MiB or more.
 *
 * @throws ConfigError BAD_VALUE
 */
export function parsePartitionSize(value: string | number, name: string, place: Place): number {
  const match = /^([0-9]+(?:\.[0-9]+)?) ?(MiB|GiB|TiB)$/.exec(String(value));
  const [, amount, unit] = match ?? [];
  if (amount === undefined || unit === undefined) {
    throw remixError(
      'BAD_VALUE',
      `${name}: expected a size such as "4 GiB", got ${JSON.stringify(value)}`,
      place,
      hintFor(String(value)),
    );
  }
  const sizeBytes = Number(amount) * (UNITS[unit] ?? Number.NaN);
  if (sizeBytes === 0 || sizeBytes > MAX_BYTES) {
    throw remixError('BAD_VALUE', `${name}: expected 1 MiB to 16 TiB, got ${value}`, place);
  }
  if (sizeBytes % 2 ** 20 !== 0)
    throw remixError('BAD_VALUE', `${name}: ${value} is not a whole number of MiB`, place);
  return sizeBytes;
}

/** A unit of ten is a guess waiting to be wrong: is 4 GB 4,000,000,000 bytes or 4 GiB? */
function hintFor(value: string): string {
  const match = /^([0-9.]+) ?([kmgt])?i?b?$/i.exec(value.trim());
  const [, amount, letter] = match ?? [];
  if (amount === undefined) return 'Write a number and MiB, GiB or TiB.';
  const unit =
    letter === undefined
      ? 'GiB'
      : letter.toLowerCase() === 'k'
        ? 'MiB'
        : `${letter.toUpperCase()}iB`;
  return `Sizes are in binary units. Write "${amount} ${unit}", if that is meant.`;
}
