import { sha256 } from '../core/digest.ts';
import { BASEARCHES, type Basearch } from '../host/architecture.ts';

/** A longer name would hide the time in the tags of a registry, by which the newest is found. */
const MAX_CHARACTERS = 22;

/**
 * Returns the name under which machines that build the same remix share kept results: what it is called,
 * or when that is long or has another group's name as its beginning, a digest.
 */
export function keptGroup(remix: string, basearch: Basearch): string {
  const name = `${remix}-${basearch}`;
  const isPlain =
    /^[a-z0-9._-]+$/.test(remix) && !BASEARCHES.some((other) => remix.includes(other));
  return isPlain && name.length <= MAX_CHARACTERS ? name : sha256(name).slice(0, 16);
}
