/** A server that asks for a longer pause than this has failed. */
export const LONGEST_PAUSE_MS = 60_000;

/** Statuses that another try may mend: of servers that are busy, and of CDNs that do not reach theirs. */
export function isTransientStatus(status: number): boolean {
  return [408, 425, 429, 500, 502, 503, 504].includes(status) || (status >= 520 && status <= 527);
}

const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * Returns for how many milliseconds a server asks to be left alone (RFC 9110, 10.2.3). A date is compared
 * with the server's own; without that it is as good as nothing: our clock may be another.
 *
 * @param headers names in lower case
 */
export function parseRetryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const { 'retry-after': value = '', date = '' } = headers;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const untilMs = Math.max(0, parseDate(value) - parseDate(date));
  return Number.isNaN(untilMs) ? undefined : untilMs;
}

function parseDate(text: string): number {
  return DATE.test(text) ? Date.parse(text) : Number.NaN;
}
