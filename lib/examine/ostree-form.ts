import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LayerNode, LayerTree } from '../layers/layer-tree.ts';
import type { SelectedImage } from './select-image.ts';
import type { Target } from './target.ts';

/** An image's files as they lie in a root file system. */
export interface RootView {
  readonly root: LayerNode;
  readonly isOstree: boolean;
  /** Patterns of what such a system keeps elsewhere, or changes. */
  readonly ignored: readonly string[];
}

/** Returns a label of an image, or the annotation of that name. */
export function labelOf({ manifest, config }: SelectedImage, key: string): string | undefined {
  return config.labels[key] ?? manifest.annotations[key];
}

/**
 * Returns what of an image's files a root file system must have. One in OSTree's encapsulated form keeps
 * each file twice: as an object of a repository below `/sysroot`, and where it belongs, the
 * configuration in `/etc`. In a deployment or checkout the commit's own files are compared: no objects, `/etc`
 * in `/usr/etc`, and nothing of `/var`, which belongs to the machine.
 */
export function encapsulatedView(
  image: SelectedImage,
  { root }: LayerTree,
  folder: string,
  kind: Target['kind'],
): RootView {
  // ostree-rs-ext, "encapsulated" images.
  const isOstree = ['ostree.commit', 'ostree.bootable'].some(
    (key) => labelOf(image, key) !== undefined,
  );
  if (!isOstree || kind !== 'folder') return { root, isOstree, ignored: [] };
  const usr = root.children?.get('usr');
  const etc = root.children?.get('etc');
  const isMoved = existsSync(join(folder, 'usr', 'etc')) && usr?.children?.get('etc') === undefined;
  if (!isMoved || usr === undefined || etc === undefined) {
    return { root, isOstree, ignored: ['/sysroot', '/ostree', '/var'] };
  }
  const children = new Map(root.children);
  children.set('usr', { ...usr, children: new Map([...(usr.children ?? []), ['etc', etc]]) });
  const ignored = ['/sysroot', '/ostree', '/var', '/etc', '/boot'];
  return { root: { ...root, children }, isOstree, ignored };
}
