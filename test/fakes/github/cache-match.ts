import type { CacheScope } from './tokens.ts';

/**
 * Returns the cache that GitHub would restore. Its order: per scope the key itself, what it is a
 * prefix of, then each restore key as a prefix; the newest where several fit. `candidates` are
 * newest first.
 */
export function matchCache<Cache extends { readonly scope: string; readonly key: string }>(
  candidates: readonly Cache[],
  scopes: readonly CacheScope[],
  key: string,
  restoreKeys: readonly string[],
): Cache | undefined {
  for (const { Scope } of scopes) {
    const inScope = candidates.filter(({ scope }) => scope === Scope);
    const exact = inScope.find((entry) => entry.key === key);
    if (exact !== undefined) return exact;
    for (const prefix of [key, ...restoreKeys]) {
      const found = inScope.find((entry) => entry.key.startsWith(prefix));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
