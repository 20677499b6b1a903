import { INITRAMFS_STAGE } from '../compose/initramfs.ts';
import { sha256 } from '../core/digest.ts';
import { BASEARCHES } from '../remix/architecture.ts';
import type { Treefile } from '../remix/treefile.ts';
import type { Workspace } from './workspace.ts';

/** Longer names would hide the time in the tags of a registry, by which the newest is found. */
const MAX_GROUP_CHARACTERS = 22;

type Sharing = Pick<Workspace, 'cache' | 'remix'>;

/** Brings to the store what other machines have kept that a compose of the treefile might use. Never fails. */
export async function restoreKeptResults(
  { cache, remix }: Sharing,
  { basearch, container, noInitramfs }: Treefile,
): Promise<void> {
  if (container || noInitramfs) return;
  await cache?.restoreKept(INITRAMFS_STAGE, groupOf(remix.name, basearch));
}

/** Shares the results with these keys that a compose has made or used. Never fails. */
export async function saveKeptResults(
  { cache, remix }: Sharing,
  { basearch }: Treefile,
  kept: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [stage, key] of Object.entries(kept)) {
    await cache?.saveKept(stage, groupOf(remix.name, basearch), key);
  }
}

/** Not a name that another group could have as its beginning. */
function groupOf(remix: string, basearch: string): string {
  const name = `${remix}-${basearch}`;
  const isPlain =
    /^[a-z0-9._-]+$/.test(remix) && !BASEARCHES.some((other) => remix.includes(other));
  return isPlain && name.length <= MAX_GROUP_CHARACTERS ? name : sha256(name).slice(0, 16);
}
