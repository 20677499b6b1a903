import { createHash } from 'node:crypto';

/** Returns a UUID of version 8 (RFC 9562: vendor's own) of the first usable 122 bits of a digest. */
export function uuidOfDigest(hex: string): string {
  const variant = (0x8 | (Number.parseInt(hex.charAt(16), 16) & 0x3)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** RFC 9562, appendix: the namespace of names that are URLs or URNs. */
const URL_NAMESPACE = '6ba7b8119dad11d180b400c04fd430c8';

/** Returns the UUID of version 5 (RFC 9562) of a URL or URN. */
export function uuidOfUrl(url: string): string {
  const name = [Buffer.from(URL_NAMESPACE, 'hex'), Buffer.from(url)];
  const bytes = createHash('sha1').update(Buffer.concat(name)).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
