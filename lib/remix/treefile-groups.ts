import { compareBytes } from '../core/bytes.ts';
import type { Place } from '../core/errors.ts';
import type { Item } from './treefile-layer.ts';
import type { GroupRequest } from './treefile-model.ts';

/** True for `@id` and `@^id` in a list of packages. */
export function isGroupRequest(request: string): boolean {
  return request.startsWith('@');
}

/**
 * Returns the comps groups asked for under `groups` and as `@id` or `@^id` among `packages`, each
 * once; the blacklists of one that is asked for twice are joined.
 */
export function collectGroups(groups: readonly Item[], packages: readonly Item[]): GroupRequest[] {
  const found = new Map<string, GroupRequest>();
  const add = (name: string, blacklist: readonly string[], origin: Place): void => {
    const kind = name.startsWith('^') ? 'environment' : 'group';
    const before = found.get(name);
    const joined = [...new Set([...(before?.blacklist ?? []), ...blacklist])].sort(compareBytes);
    found.set(name, {
      id: name.replace(/^\^/, ''),
      kind,
      blacklist: joined,
      origin: before?.origin ?? origin,
    });
  };
  for (const { value, place } of groups) {
    if (typeof value === 'string') add(value.replace(/^@/, ''), [], place);
    else {
      const { id, blacklist } = value as unknown as {
        readonly id: string;
        readonly blacklist?: readonly string[];
      };
      add(id.replace(/^@/, ''), blacklist ?? [], place);
    }
  }
  for (const { value, place } of packages) {
    if (isGroupRequest(String(value))) add(String(value).slice(1), [], place);
  }
  return [...found.values()];
}
