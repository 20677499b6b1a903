import { compareBytes } from '../core/bytes.ts';
import { groupBy } from '../core/group-by.ts';
import type { ImageManifest } from '../oci/manifest.ts';
import { EVERY_BUILD } from './change-frequency.ts';
import { formatLayerContent, formatLayerPackages, readLayerContent } from './layer-annotations.ts';
import type { LayerEntry } from './layer-entry.ts';
import type { LayerRequest } from './layer-model.ts';
import { formatLayerTitle } from './layer-title.ts';
import { type LayerComponent, planLayers } from './plan-layers.ts';

/** A package in a root file system. */
export interface RootfsPackage {
  readonly name: string;
  /** Name of its source package. */
  readonly source: string;
  /** `name-[epoch:]version-release.arch`. */
  readonly nevra: string;
  /** How often it was changed in the year before the newest package of all was built. */
  readonly changesPerYear: number;
  /** Absolute paths of what it owns. */
  readonly paths: readonly string[];
}

/** What to share out. */
export interface RootfsLayersOptions {
  /** All of the tree, as `readRootfsEntries` returns it. */
  readonly entries: readonly LayerEntry[];
  readonly packages: readonly RootfsPackage[];
  readonly maxLayers: number;
  /** The image that the build before this one made: its packages stay in their layers. */
  readonly previous?: ImageManifest;
}

/** What no package has, and the package database: changes with every build. */
const UNPACKAGED = 'unpackaged';
/** Compressed, of what is on a disk; about. */
const COMPRESSED = 0.4;

/**
 * Returns the layers of a base container: one, or as many as are asked for, planned by package. Each that is one
 * of several says in annotations what is in it.
 *
 * @throws ConfigError LAYERS_OUT_OF_RANGE
 */
export function rootfsLayers(options: RootfsLayersOptions): LayerRequest[] {
  const { entries, packages, maxLayers } = options;
  const sizeOf = (some: readonly LayerEntry[]) =>
    some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (maxLayers === 1) {
    const nevras = packages.map(({ nevra }) => nevra);
    const annotations = formatLayerPackages(nevras);
    return [{ name: 'packages', sizeBytes: sizeOf(entries), entries: () => entries, annotations }];
  }
  const byComponent = shareOut(entries, packages);
  const known = new Map(packages.map((each) => [each.name, each]));
  const components = [...byComponent].map(([name, own]): LayerComponent => {
    const sizeBytes = Math.round(sizeOf(own) * COMPRESSED) + own.length * 100;
    const found = known.get(name);
    return found === undefined
      ? { name, group: name, sizeBytes, frequency: EVERY_BUILD, isAlone: true }
      : { name, group: found.source, sizeBytes, frequency: found.changesPerYear };
  });
  const before = (options.previous?.layers ?? [])
    .map((layer) => readLayerContent(layer).components)
    .filter((names) => names.length > 0);
  const plan = planLayers({
    components,
    maxLayers,
    ...(before.length === 0 ? {} : { previous: before }),
  });
  return plan.layers.map((names) => {
    const nevras = packages.filter(({ name }) => names.includes(name)).map(({ nevra }) => nevra);
    const own = new Set(names.flatMap((name) => byComponent.get(name) ?? []));
    const layer = withParents(entries, own);
    return {
      name: formatLayerTitle(names),
      sizeBytes: sizeOf(layer),
      entries: () => layer,
      annotations: formatLayerContent({ components: names, nevras }),
    };
  });
}

/** Returns `wanted` of `entries`, in their order, with the folders that they lie in. */
export function withParents(
  entries: readonly LayerEntry[],
  wanted: ReadonlySet<LayerEntry>,
): LayerEntry[] {
  const folders = new Set<string>();
  for (const { path } of wanted) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      folders.add(path.slice(0, at));
    }
  }
  return entries.filter(
    (entry) => wanted.has(entry) || (entry.type === 'folder' && folders.has(entry.path)),
  );
}

/** All names of one file go together, where the first of them belongs. */
function shareOut(
  entries: readonly LayerEntry[],
  packages: readonly RootfsPackage[],
): Map<string, LayerEntry[]> {
  const links = new Map(
    entries.flatMap(({ path, type, target = '' }) =>
      type === 'symlink' && !path.includes('/') ? [[path, target.replace(/^\//, '')] as const] : [],
    ),
  );
  const owners = new Map<string, string>();
  for (const { name, paths } of [...packages].sort((a, b) => compareBytes(b.name, a.name))) {
    for (const path of paths) {
      const [, top = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
      // /bin/sh of a package is usr/bin/sh where /bin is a link.
      const moved = rest === '' ? undefined : links.get(top);
      owners.set(`${moved ?? top}${rest}`, name);
    }
  }
  return groupBy(entries, ({ path, type, target = '' }) => {
    return owners.get(type === 'hardlink' ? target : path) ?? UNPACKAGED;
  });
}
