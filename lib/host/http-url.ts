import { BuildError, ConfigError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';

/** Headers that may follow a redirect to another origin; anything else could be a secret. */
const HARMLESS = new Set([
  'accept',
  'if-range',
  'if-none-match',
  'if-modified-since',
  'range',
  'user-agent',
]);

/** Returns `url` without user, password and query, for messages. */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.username = '';
  parsed.password = '';
  if (parsed.search !== '') parsed.search = '?…';
  try {
    return decodeURI(parsed.href);
  } catch {
    return parsed.href;
  }
}

/**
 * Returns an http:, https: or file: URL.
 *
 * @throws ConfigError URL_INVALID
 */
export function parseUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:', 'file:'].includes(parsed.protocol)) {
    throw new ConfigError<HostCode>(
      'URL_INVALID',
      `"${redactUrl(url)}" is not an http, https or file URL`,
    );
  }
  return parsed;
}

/** Returns the last part of a URL's path: `repomd.xml`. Nothing of its user, password or query is in it. */
export function urlFileName(url: string): string {
  return redactUrl(url)
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/^.*\//, '');
}

/**
 * Returns where a redirect leads: https stays https, and no file of this machine is reached.
 *
 * @throws BuildError HTTP_REDIRECT
 */
export function parseRedirect(location: string, from: URL): URL {
  const next = URL.parse(location, from.href);
  const safe =
    next !== null &&
    (next.protocol === 'https:' || (next.protocol === 'http:' && from.protocol === 'http:'));
  if (!safe) {
    throw new BuildError<HostCode>(
      'HTTP_REDIRECT',
      `${redactUrl(from.href)} redirects to ${redactUrl(location)}, which is not as safe`,
    );
  }
  return next;
}

/** Returns the header that the user and password of a URL stand for, if it has them. */
export function basicAuthorization(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Returns the URL without user and password. */
export function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

/** Returns those headers that may go to another origin. */
export function harmlessHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
}
