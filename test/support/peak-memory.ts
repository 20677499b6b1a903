import { readFileSync } from 'node:fs';

/**
 * Returns the most bytes that this process has had in memory. Not `maxRSS` of `resourceUsage()`: through exec
 * that keeps the size of whoever forked us.
 */
export function peakMemoryBytes(): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}
