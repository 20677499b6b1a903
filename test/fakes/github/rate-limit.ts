import type { Clock } from './clock.ts';
import { twirpRefusal } from './twirp.ts';

/** Returns a function that counts one event of a repository, and throws when it is one too many. */
export function rateLimit(clock: Clock, perMinute: number): (repository: string) => void {
  const events = new Map<string, number[]>();
  return (repository) => {
    const now = clock.now();
    const recent = (events.get(repository) ?? []).filter((at) => now - at < 60_000);
    if (recent.length >= perMinute) {
      throw twirpRefusal('resource_exhausted', 'rate limit exceeded', { 'retry-after': '60' });
    }
    events.set(repository, [...recent, now]);
  };
}
