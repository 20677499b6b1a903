import type { Place } from '../core/errors.ts';
import { remixError } from './errors.ts';

/**
 * Returns the requests in one element of `packages`: split at white space, except what stands in
 * single quotes, which is one request without its quotes (`podman >= 4.1`).
 *
 * @throws ConfigError BAD_VALUE for a quote that does not end
 */
export function splitPackages(text: string, place: Place): string[] {
  const parts = text.split("'");
  if (parts.length % 2 === 0) {
    throw remixError('BAD_VALUE', `a single quote does not end: ${text}`, place);
  }
  // Every second part was inside quotes.
  return parts
    .flatMap((part, index) => (index % 2 === 1 ? [part] : part.split(/\s+/)))
    .filter((name) => name !== '');
}
