import { compareBytes } from '../core/bytes.ts';
import { canonicalJson, type Json, sha256 } from '../core/digest.ts';

/** Raised when a compose of the same inputs gives other bytes than before. */
export const COMPOSE_VERSION = 1;

/**
 * Returns `rpmostree.inputhash`: SHA-256 over what the treefile says (`composeInputs`) and the
 * packages. Where files lie does not matter, so every checkout of one git commit has one hash.
 */
export function inputHash(inputs: Json, packageChecksums: readonly string[]): string {
  return sha256(
    canonicalJson({
      version: COMPOSE_VERSION,
      treefile: inputs,
      packages: [...packageChecksums].sort(compareBytes),
    }),
  );
}
