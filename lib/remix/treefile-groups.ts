import { compareBytes } from '../core/bytes.ts';
import type { Place } from '../core/errors.ts';
import type { Item } from './treefile-layer.ts';
import type { GroupRequest } from './treefile-model.ts';

/** True for `@id` and `@^id` in a list of packages. */
export function isGroupRequest(request: string): boolean {
  return request.startsWith('@');
}

/**
 * Returns the comps groups asked for under `groups`, and as `@id` or `@^id` (an environment) among
 * `packages`, each once: blacklists of one that is asked for twice are joined, and its optional
 * packages come when either asks for them. `groups` does unless told otherwise, `@id` does not.
 */
export function collectGroups(groups: readonly Item[], packages: readonly Item[]): GroupRequest[] {
  const found = new Map<string, GroupRequest>();
  const add = (request: RawGroup, optional: boolean, origin: Place): void => {
    const name = request.id.replace(/^@/, '');
    const before = found.get(name);
    const blacklist = new Set([...(before?.blacklist ?? []), ...(request.blacklist ?? [])]);
    found.set(name, {
      id: name.replace(/^\^/, ''),
      kind: name.startsWith('^') ? 'environment' : 'group',
      optional: optional || before?.optional === true,
      blacklist: [...blacklist].sort(compareBytes),
      origin: before?.origin ?? origin,
    });
  };
  for (const { value, place } of groups) {
    const request = typeof value === 'string' ? { id: value } : (value as unknown as RawGroup);
    add(request, request.optional ?? true, place);
  }
  for (const { value, place } of packages) {
    if (isGroupRequest(String(value))) add({ id: String(value) }, false, place);
  }
  return [...found.values()];
}

interface RawGroup {
  readonly id: string;
  readonly optional?: boolean;
  readonly blacklist?: readonly string[];
}
