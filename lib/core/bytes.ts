/** Orders strings by their UTF-8 bytes, the same in every locale. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 order and UTF-8 order differ only when surrogates are involved.
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Returns a size for people: `512 B`, `1.5 MiB`. */
export function formatBytes(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
