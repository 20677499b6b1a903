/** A checksum as repository metadata gives it. */
export interface Checksum {
  readonly type: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  /** Lower-case. */
  readonly hex: string;
}

const HEX_DIGITS: Readonly<Record<Checksum['type'], number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

/** Returns the checksum, or undefined when the type is unknown or the digits do not fit it. */
export function parseChecksum(type: string | undefined, hex: string): Checksum | undefined {
  // createrepo wrote SHA-1 as `sha` for years.
  const name = type === 'sha' ? 'sha1' : type;
  if (name === undefined || !Object.hasOwn(HEX_DIGITS, name)) return undefined;
  const known = name as Checksum['type'];
  const digits = hex.toLowerCase();
  return /^[0-9a-f]+$/.test(digits) && digits.length === HEX_DIGITS[known]
    ? { type: known, hex: digits }
    : undefined;
}
