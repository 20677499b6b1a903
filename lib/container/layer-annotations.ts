import { compareBytes } from '../core/bytes.ts';
import type { Descriptor } from '../oci/manifest.ts';

/** What ostree-ext lists the components of a layer in: packages, or what no package has. */
export const COMPONENTS = 'ostree.components';
/** NEVRAs of the packages in a layer. */
const PACKAGES = 'org.treesmith.layer.packages';
/** What is in a layer that has no package, for people. */
const CONTENT = 'org.treesmith.layer.content';
const SEPARATOR = ',';
/** How many paths an annotation names. */
const SHOWN_PATHS = 32;

/** What a layer of content says that it has. */
export interface LayerContentNote {
  readonly components: readonly string[];
  readonly nevras: readonly string[];
}

/** Returns the annotations that say what is in a layer. */
export function formatLayerContent({
  components,
  nevras,
}: LayerContentNote): Record<string, string> {
  return { [COMPONENTS]: components.join(SEPARATOR), ...formatLayerPackages(nevras) };
}

/** Returns the annotation that says which packages a layer is of. */
export function formatLayerPackages(nevras: readonly string[]): Record<string, string> {
  if (nevras.length === 0) return {};
  return { [PACKAGES]: [...nevras].sort(compareBytes).join(SEPARATOR) };
}

/** Returns what a layer says that it has; nothing of one that says nothing. */
export function readLayerContent({
  annotations,
}: Pick<Descriptor, 'annotations'>): LayerContentNote {
  const listOf = (key: string) => (annotations?.[key] ?? '').split(SEPARATOR).filter(Boolean);
  return { components: listOf(COMPONENTS), nevras: listOf(PACKAGES) };
}

/** Returns the annotation of the layer that has a commit and its folders. */
export function formatCommitContent(checksum: string): Record<string, string> {
  return { [CONTENT]: `commit ${checksum}` };
}

/** Returns the annotation of a layer with files of the user. */
export function formatFilesContent(paths: readonly string[]): Record<string, string> {
  const more = paths.length - SHOWN_PATHS;
  const shown = paths.slice(0, SHOWN_PATHS).map((path) => `/${path}`);
  return { [CONTENT]: [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(SEPARATOR) };
}
