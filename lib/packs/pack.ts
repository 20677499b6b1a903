import { compareBytes } from '../core/bytes.ts';
import { sha256 } from '../core/digest.ts';

/** An RPM as the lock has it. */
export interface PackedRpm {
  /** Of the file, lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * A cache entry with some RPMs, each a file `<sha256>.rpm`. Entries cannot be changed: what a pack
 * holds is in its name.
 */
export interface Pack {
  /** Over the list of what it holds, lower-case hex. */
  readonly digest: string;
  /** Of all its RPMs, also those that nobody wants any more. */
  readonly sizeBytes: number;
  /**
   * The RPMs that are good in it, by `rpmMark`. A mark only says where to look: what comes out of a
   * pack is checked with the SHA-256 of the lock.
   */
  readonly rpms: readonly string[];
}

const MARK_LENGTH = 16;

/** Returns the first 64 bits of a SHA-256 in hex: an index of 2000 RPMs stays under 64 KiB so. */
export function rpmMark(sha256Hex: string): string {
  return sha256Hex.slice(0, MARK_LENGTH);
}

/**
 * Returns the pack that holds `rpms`. Its digest is not one of `spoiled`, which name packs that exist
 * and hold something else than they say.
 */
export function packOf(rpms: readonly PackedRpm[], spoiled: ReadonlySet<string> = new Set()): Pack {
  const names = rpms.map((rpm) => rpm.sha256).sort(compareBytes);
  let digest = sha256(names.join('\n'));
  for (let attempt = 1; spoiled.has(digest); attempt += 1) {
    digest = sha256([...names, `attempt ${attempt}`].join('\n'));
  }
  return {
    digest,
    sizeBytes: rpms.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    rpms: names.map(rpmMark),
  };
}
