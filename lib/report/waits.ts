import type { PhaseFacts, Wait } from './timeline-facts.ts';

const NAMES: Readonly<Record<Wait, string>> = {
  cpu: 'all cores',
  others: 'others on this machine',
  process: 'one process',
  disk: 'disk',
  network: 'network',
  other: 'nothing seen',
};

/** A phase that is over within two samples has been seen by neither. */
const LEAST_MS = 150;

/** Less is not said. */
const LEAST_SHARE = 0.1;

/** Returns what a phase waited for, the most first: `one process (rpm) 71 %, disk 20 %`; '' when it was too short to tell. */
export function formatWaits({ waits, busiest }: PhaseFacts): string {
  const sum = Object.values(waits).reduce((total, ms) => total + ms, 0);
  if (sum < LEAST_MS) return '';
  return (Object.keys(NAMES) as Wait[])
    .filter((wait) => waits[wait] / sum >= LEAST_SHARE)
    .sort((a, b) => waits[b] - waits[a])
    .map((wait) => {
      const who = wait === 'process' && busiest !== undefined ? ` (${busiest})` : '';
      return `${NAMES[wait]}${who} ${Math.round((100 * waits[wait]) / sum)} %`;
    })
    .join(', ');
}
