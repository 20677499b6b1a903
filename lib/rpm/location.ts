import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** Where repository metadata says that a file is. */
export interface Location {
  /** Below `baseUrl`, or below each of the repository's base URLs. No control characters. */
  readonly href: string;
  /** `xml:base`: an http or https URL with a slash at the end. Most repositories have none. */
  readonly baseUrl?: string;
}

/**
 * Returns the location that a `<location>` element names: a relative path without `..`, below the
 * repository or below an http(s) `xml:base`. Anything else would let metadata reach other files.
 * This is the one place where that is decided.
 *
 * @throws BuildError BAD_LOCATION
 */
export function parseLocation(
  attributes: Readonly<Record<string, string>>,
  what: string,
): Location {
  const href = attributes['href'] ?? '';
  if (!isBelow(href)) {
    throw badLocation(
      `${what} has the location ${JSON.stringify(href)}`,
      'a path below the repository',
    );
  }
  const base = attributes['xml:base'];
  if (base === undefined || base === '') return { href };
  const url =
    /^https?:\/\/[^\s\\?#]+$/i.test(base) && URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') {
    throw badLocation(`${what} has the xml:base ${JSON.stringify(base)}`, 'an http or https URL');
  }
  return { href, baseUrl: url.href.endsWith('/') ? url.href : `${url.href}/` };
}

/** A URL parser takes `%2e` for a dot, a backslash for a slash, and drops tabs: none may help. */
function isBelow(href: string): boolean {
  const path = href.replace(/%2e/gi, '.').replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  return (
    path !== '' &&
    path === path.trim() &&
    !path.startsWith('/') &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    !/[\\?#\x00-\x1f\x7f]/.test(path) &&
    !/^[a-z][a-z0-9+.-]*:/i.test(path) &&
    !path.split('/').some((part) => part.trim() === '..')
  );
}

function badLocation(what: string, expected: string): BuildError<RpmCode> {
  return new BuildError<RpmCode>('BAD_LOCATION', `${what}, expected ${expected}`, {
    hint: 'The metadata is broken or hostile; nothing was fetched from there.',
  });
}
