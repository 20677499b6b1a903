import { createHash } from 'node:crypto';

/** Returns the lower-case hexadecimal SHA-256 of `data`. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A JSON value whose key order does not matter. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Returns `value` as JSON with sorted keys, so that equal values give equal text. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

/**
 * Returns the key of a stage: SHA-256 over its name, its own version and its declared inputs.
 * Two runs with one key give the same bytes, so a stage whose key is in the store does nothing.
 */
export function stageKey(stage: string, version: number, inputs: Json): string {
  return sha256(canonicalJson({ stage, version, inputs }));
}
