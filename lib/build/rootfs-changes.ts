import { readLayerContent } from '../container/layer-annotations.ts';
import type { WrittenLayer } from '../container/layer-model.ts';
import { formatPackageChanges } from '../container/package-changes.ts';
import type { Descriptor, ImageManifest } from '../oci/manifest.ts';
import type { MadeRootfsContainer } from './rootfs-model.ts';

/** Says of each layer whether the previous image has it, and why not. Without a previous image all are new. */
export function describeLayers(
  layers: readonly Pick<WrittenLayer, 'descriptor' | 'name'>[],
  previous: ImageManifest | undefined,
): MadeRootfsContainer['layers'] {
  const known = new Set(previous?.layers.map(({ digest }) => digest));
  const before = nevrasOf(previous?.layers ?? []);
  const after = nevrasOf(layers.map(({ descriptor }) => descriptor));
  return layers.map(({ descriptor, name }) => {
    const own = nevrasOf([descriptor]);
    const added = [...own].filter((nevra) => !before.has(nevra));
    const names = new Set(own.size === 0 ? [] : [...own].map(nameOf));
    const removed = [...before].filter((nevra) => !after.has(nevra) && names.has(nameOf(nevra)));
    const fact = {
      digest: descriptor.digest,
      sizeBytes: descriptor.size,
      content: name,
      reused: known.has(descriptor.digest),
    };
    if (fact.reused) return fact;
    return { ...fact, why: reasonOf(previous === undefined, added, removed) };
  });
}

function reasonOf(isFirst: boolean, added: readonly string[], removed: readonly string[]): string {
  if (isFirst) return 'there is no previous image';
  return formatPackageChanges(added, removed) || 'its packages are the same, its files are others';
}

function nevrasOf(layers: readonly Pick<Descriptor, 'annotations'>[]): Set<string> {
  return new Set(layers.flatMap((layer) => readLayerContent(layer).nevras));
}

/** `name-version-release.arch` without what comes after the name. */
function nameOf(nevra: string): string {
  return nevra.replace(/-[^-]+-[^-]+$/, '');
}
