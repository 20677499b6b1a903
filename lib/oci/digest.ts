import { sha256 } from '../core/digest.ts';

/** `sha256:` and 64 lower-case hexadecimal digits: the one algorithm that every registry has. */
export type OciDigest = `sha256:${string}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Whether `text` is a digest by SHA-256 (image-spec 1.1, descriptor.md, "Digests"). */
export function isDigest(text: unknown): text is OciDigest {
  return typeof text === 'string' && DIGEST.test(text);
}

/** Returns the digest of some bytes. */
export function digestOf(data: string | Uint8Array): OciDigest {
  return `sha256:${sha256(data)}`;
}

/** Returns the 64 hexadecimal digits. */
export function digestHex(digest: OciDigest): string {
  return digest.slice('sha256:'.length);
}
