import { ConfigError } from '../core/errors.ts';
import type { ImageManifest } from '../oci/manifest.ts';
import type { ContainerCode } from './errors.ts';
import { COMPONENTS, type LayerContentNote, readLayerContent } from './layer-annotations.ts';

/**
 * Returns what the layers of an image hold, the first of them (the commit's) left out. Images that
 * rpm-ostree made are read, too.
 *
 * @throws ConfigError PREVIOUS_UNFIT
 */
export function readPreviousLayers(manifest: ImageManifest): LayerContentNote[] {
  return manifest.layers.slice(1).map((layer, index) => {
    if (layer.annotations?.[COMPONENTS] === undefined) {
      throw new ConfigError<ContainerCode>(
        'PREVIOUS_UNFIT',
        `layer ${index + 2} of the previous image does not say what is in it: it has no annotation ${COMPONENTS}`,
        { hint: 'Only images whose layers were planned by package can be gone by.' },
      );
    }
    return readLayerContent(layer);
  });
}
