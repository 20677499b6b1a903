import { compareBytes } from '../core/bytes.ts';
import type { ImageManifest } from '../oci/manifest.ts';
import type { BootableLayer } from './bootable-model.ts';
import { INITRAMFS, RPMDB, UNPACKAGED } from './commit-components.ts';
import type { LayerContentNote } from './layer-annotations.ts';
import type { WrittenLayer } from './layer-model.ts';
import { formatPackageChanges } from './package-changes.ts';
import { readPreviousLayers } from './previous-image.ts';

/** Why a layer that is of no package is another one. */
const REASONS: Readonly<Record<string, string>> = {
  [INITRAMFS]: 'the initramfs was made anew, from other files',
  [RPMDB]: 'the package database lists other packages',
  [UNPACKAGED]: 'files that no package has were made anew: caches, configuration',
};
/**
 * Says of each layer, the commit's first, whether the previous image has it, and why not. Without a previous
 * image all are new.
 */
export function compareLayers(
  layers: readonly (WrittenLayer & LayerContentNote)[],
  previous: ImageManifest | undefined,
): BootableLayer[] {
  const known = new Set(previous?.layers.map(({ digest }) => digest));
  const before = previous === undefined ? [] : readPreviousLayers(previous);
  return layers.map(({ nevras, ...layer }) => {
    if (known.has(layer.descriptor.digest)) return { ...layer, isReused: true };
    const why =
      previous === undefined
        ? 'there is no previous image'
        : reasonOf({ ...layer, nevras }, before);
    return { ...layer, isReused: false, why };
  });
}

function reasonOf(layer: LayerContentNote, before: readonly LayerContentNote[]): string {
  const [only] = layer.components;
  if (only === undefined) return 'the commit is another one';
  const known = layer.components.length === 1 ? REASONS[only] : undefined;
  if (known !== undefined) return known;
  const names = new Set(layer.components);
  const likes = (other: LayerContentNote) =>
    other.components.filter((name) => names.has(name)).length;
  const old = [...before].sort((a, b) => likes(b) - likes(a))[0];
  if (old === undefined || likes(old) === 0)
    return 'its packages are new, or come from other layers';
  const added = without(layer.nevras, old.nevras);
  const removed = without(old.nevras, layer.nevras);
  if (added.length + removed.length === 0) {
    return old.nevras.length === 0
      ? 'its files are others'
      : 'its packages are the same, some of their files are others';
  }
  return formatPackageChanges(added, removed);
}

function without(nevras: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return nevras.filter((nevra) => !known.has(nevra)).sort(compareBytes);
}
