/**
 * Returns the URL of `href` below a base URL; of a whole URL (made of an `xml:base`) itself. What an URL cannot hold is escaped; escapes that are
 * there stay. Not `new URL`: which characters that escapes has changed between its versions.
 */
export function joinUrl(base: string, href: string): string {
  if (/^https?:\/\//i.test(href)) return href;
  const escaped = href.replace(/[^\x21-\x7e]|["<>\\^`{|}]|%(?![0-9a-f]{2})/giu, (character) =>
    encodeURIComponent(character),
  );
  return `${base.endsWith('/') ? base : `${base}/`}${escaped}`;
}
