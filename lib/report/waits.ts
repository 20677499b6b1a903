import type { PhaseFacts, Wait } from './timeline-facts.ts';

const NAMES: Readonly<Record<Wait, string>> = {
  cpu: 'all cores',
  process: 'one process',
  disk: 'disk',
  network: 'network',
  other: 'nothing seen',
};

/** Less is not said. */
const LEAST_SHARE = 0.1;

/** Returns what a phase waited for, the most first: `one process (rpm) 71 %, disk 20 %`. */
export function formatWaits({ waits, busiest }: PhaseFacts): string {
  const sum = Object.values(waits).reduce((total, ms) => total + ms, 0);
  return (Object.keys(NAMES) as Wait[])
    .filter((wait) => sum > 0 && waits[wait] / sum >= LEAST_SHARE)
    .sort((a, b) => waits[b] - waits[a])
    .map((wait) => {
      const who = wait === 'process' && busiest !== undefined ? ` (${busiest})` : '';
      return `${NAMES[wait]}${who} ${Math.round((100 * waits[wait]) / sum)} %`;
    })
    .join(', ');
}
