import type { CacheRegistry } from './registry-cache.ts';

/** A registry and who asks, as the inputs of an action have it. */
export interface CacheRegistryInputs extends Pick<CacheRegistry, 'place'> {
  readonly username: string | undefined;
  readonly token: string | undefined;
}

/**
 * Returns the registry with the login that is meant for it. The inputs have GitHub's own token unless
 * told otherwise: it goes to the registry of the GitHub that gave it, and to no other.
 *
 * @param serverUrl of GitHub, `https://github.com`
 */
export function withLogin(
  { place, username, token }: CacheRegistryInputs,
  serverUrl: string,
): CacheRegistry {
  if (token === undefined || username === undefined) return { place };
  const isGitHubs = /^(gh[a-z]_|github_pat_)/.test(token);
  const { host } = new URL(serverUrl);
  const own = host === 'github.com' ? 'ghcr.io' : `containers.${host}`;
  return isGitHubs && place.registry !== own ? { place } : { place, login: { username, token } };
}
