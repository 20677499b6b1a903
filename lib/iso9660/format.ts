/** The longest volume identifier (ECMA-119, 8.4.6). */
export const MAX_VOLUME_ID = 32;

/**
 * Returns a volume identifier of at most 32 d-characters (A-Z, 0-9, `_`), made of the words that fit:
 * `anvil`, `12`, `x86_64` become `ANVIL_12_X86_64`. The last word always stands; the others are cut.
 */
export function formatVolumeId(...words: readonly string[]): string {
  const [last = '', ...before] = words
    .map((word) =>
      word
        .toUpperCase()
        .replace(/[^A-Z0-9]+/g, '_')
        .replace(/^_+|_+$/g, ''),
    )
    .filter((word) => word !== '')
    .reverse();
  const tail = last.slice(0, MAX_VOLUME_ID);
  const head = before
    .reverse()
    .join('_')
    .slice(0, Math.max(0, MAX_VOLUME_ID - 1 - tail.length));
  return head === '' ? tail : `${head.replace(/_+$/, '')}_${tail}`;
}

/** Returns a time as `YYYYMMDDhhmmsscc`, the digits of a volume date (ECMA-119, 8.4.26.1), in UTC. */
export function formatVolumeDate(timeSeconds: number): string {
  return `${new Date(timeSeconds * 1000).toISOString().replace(/\D/g, '').slice(0, 14)}00`;
}
