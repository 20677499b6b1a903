import { alternateUrls } from '../remix/repository-mirrors.ts';

/**
 * Returns every URL that may have the package at `url`, most likely first. A lock can outlive the
 * mirror it was made with; then the place below the other mirrors is guessed from how repositories
 * are laid out (`…/Packages/b/bash.rpm`, else beside repodata). A wrong guess costs a 404: SHA-256
 * decides what is the package.
 */
export function mirrorUrls(url: string, baseUrls: readonly string[]): string[] {
  const known = alternateUrls(url, baseUrls);
  if (known.length > 1 || baseUrls.some((base) => url.startsWith(base))) return known;
  const below = /\/((?:Packages|packages|RPMS|rpms)\/[^?#]+)$/.exec(url)?.[1];
  const path = below ?? /\/([^/?#]+)$/.exec(url)?.[1];
  return path === undefined ? [url] : [...new Set([url, ...baseUrls.map((base) => base + path)])];
}
