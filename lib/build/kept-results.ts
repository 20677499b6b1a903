import { INITRAMFS_STAGE } from '../compose/initramfs.ts';
import type { Treefile } from '../remix/treefile.ts';
import { keptGroup } from './kept-group.ts';
import type { Workspace } from './workspace.ts';

type Sharing = Pick<Workspace, 'cache' | 'remix'>;

/** Brings to the store what other machines have kept that a compose of the treefile might use. Never fails. */
export async function restoreKeptResults(
  { cache, remix }: Sharing,
  { basearch, container, noInitramfs }: Treefile,
): Promise<void> {
  if (container || noInitramfs) return;
  await cache?.restoreKept(INITRAMFS_STAGE, keptGroup(remix.name, basearch));
}

/** Shares the results with these keys that a compose has made or used. Never fails. */
export async function saveKeptResults(
  { cache, remix }: Sharing,
  { basearch }: Treefile,
  kept: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [stage, key] of Object.entries(kept)) {
    await cache?.saveKept(stage, keptGroup(remix.name, basearch), key);
  }
}
