const YEAR_SECONDS = 365 * 24 * 60 * 60;
/** Of a package that has no changelog, or has not been changed for a year. */
const DEFAULT_CHANGES = 1;

/** How often what is made anew by nearly every build changes in a year. */
export const EVERY_BUILD = 52;

/**
 * Returns how often a package was changed in the year before `newestSeconds`; at least 1.
 *
 * @param times of the entries of its changelog, seconds since 1970
 * @param newestSeconds when the newest package of all was built
 */
export function changesPerYear(times: readonly number[], newestSeconds: number): number {
  const recent = times.filter((time) => time > newestSeconds - YEAR_SECONDS);
  return Math.max(DEFAULT_CHANGES, recent.length);
}
