import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/**
 * Returns `href` when it names something below a repository: relative, without `..`, without a
 * scheme. Anything else would let metadata reach other files or hosts.
 *
 * @throws BuildError BAD_LOCATION
 */
export function assertLocation(href: string, what: string): string {
  let decoded = href;
  try {
    decoded = decodeURIComponent(href);
  } catch {
    // Not an escape: the file name has a percent sign.
  }
  const unsafe = [href, decoded].some(
    (path) =>
      path === '' ||
      path.startsWith('/') ||
      path.includes('\\') ||
      path.includes('\0') ||
      /[\r\n?#]/.test(path) ||
      /^[a-z][a-z0-9+.-]*:/i.test(path) ||
      path.split('/').includes('..'),
  );
  if (unsafe) {
    throw new BuildError<RpmCode>(
      'BAD_LOCATION',
      `${what} has the location ${JSON.stringify(href)}, expected a path below the repository`,
      { hint: 'The metadata is broken or hostile; nothing was fetched from there.' },
    );
  }
  return href;
}
