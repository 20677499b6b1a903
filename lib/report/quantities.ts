import { formatBytes } from '../core/bytes.ts';

/** Returns `1 image`, `3 images`. */
export function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

/** Returns `+1.5 MiB`, `-12 B`. */
export function signedBytes(sizeBytes: number): string {
  return `${sizeBytes < 0 ? '-' : '+'}${formatBytes(Math.abs(sizeBytes))}`;
}

/** Returns `0.4 s`, `3 min 12 s`, `1 h 5 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
