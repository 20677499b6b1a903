import { collectGarbage } from '../host/collect-garbage.ts';

/** A collection takes as long as what stays is large: more often would be felt. */
const FILES = 20_000;

/**
 * Returns what is to be called for each file: it collects now and then. Of 100,000 small files the garbage is
 * larger than all that stays.
 */
export function garbageCollector(): () => void {
  let files = 0;
  return () => {
    files += 1;
    if (files % FILES === 0) collectGarbage();
  };
}
