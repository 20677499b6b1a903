import type { Location } from '../rpm/location.ts';

/**
 * Returns every URL of a file of a repository: below each mirror, or, when the metadata names a base
 * of its own, below that alone. What a URL cannot hold is escaped; escapes that are there stay. Not
 * `new URL`: which characters that escapes has changed between its versions.
 */
export function locationUrls({ href, baseUrl }: Location, mirrors: readonly string[]): string[] {
  const path = escapePath(href);
  return (baseUrl === undefined ? mirrors : [baseUrl]).map((base) => base + path);
}

/** Returns `href` as it stands at the end of a URL. */
export function escapePath(href: string): string {
  return href.replace(/[^\x21-\x7e]|["<>\\^`{|}]|%(?![0-9a-f]{2})/giu, (character) =>
    encodeURIComponent(character),
  );
}
