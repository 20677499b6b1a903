import { compareBytes } from '../core/bytes.ts';
import { TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type Descriptor, parseManifest } from '../oci/manifest.ts';
import { type ImageSource, readSmallBlob } from './image-source.ts';
import type { FoundPackages, ListedPackage, Referrer } from './inspect-report.ts';
import { componentsOf, packagesOf } from './layer-notes.ts';
import { readLayerRpmdb } from './layer-rpmdb.ts';
import { parseSbomPackages } from './sbom-packages.ts';
import type { SelectedImage } from './select-image.ts';

/** How much may be read for a list of packages. */
export interface PackageLimits {
  /** Of an SBOM. */
  readonly sbomBytes: number;
  /** Of the layer that says that it has the rpmdb. */
  readonly layerBytes: number;
  /** Of all layers, read from the last to the first; 0 for none. */
  readonly searchBytes: number;
}

const SBOM_TYPES: Readonly<Record<string, 'spdx' | 'cyclonedx'>> = {
  'application/spdx+json': 'spdx',
  'text/spdx+json': 'spdx',
  'application/vnd.cyclonedx+json': 'cyclonedx',
};

/**
 * Returns the packages of an image, sorted by name: from an SBOM that refers to it; else from the layer that says that it has
 * the rpmdb; else from the last layer that has an rpmdb, when layers may be searched; else from what the layers
 * say of themselves. Undefined when there is none of them, or not within the limits.
 *
 * @throws BuildError IMAGE_INVALID, LayersCode, BAD_RPMDB; what the source throws
 */
export async function findPackages(
  source: ImageSource,
  image: SelectedImage,
  referrers: readonly Referrer[],
  limits: PackageLimits,
  log: Log,
): Promise<FoundPackages | undefined> {
  const found = await findFirst(source, image, referrers, limits, log);
  if (found === undefined) return undefined;
  const packages = found.packages.toSorted(
    (a, b) => compareBytes(a.name, b.name) || compareBytes(a.version, b.version),
  );
  return { ...found, packages };
}

async function findFirst(
  source: ImageSource,
  { manifest }: SelectedImage,
  referrers: readonly Referrer[],
  limits: PackageLimits,
  log: Log,
): Promise<FoundPackages | undefined> {
  const sbom = await readSbom(source, referrers, limits, log);
  if (sbom !== undefined) return sbom;
  const { layers } = manifest;
  const marked = layers.find((layer) => componentsOf(layer).includes('rpmdb'));
  if (marked !== undefined && marked.size <= limits.layerBytes) {
    const packages = await readLayerRpmdb(source, marked);
    if (packages !== undefined) return { from: 'rpmdb', digest: marked.digest, packages };
  }
  const named = layers.flatMap(packagesOf);
  const [first] = layers;
  const annotated: FoundPackages | undefined =
    named.length > 0 && first !== undefined
      ? { from: 'annotations', digest: first.digest, packages: named.map(fromNevra) }
      : undefined;
  if (limits.searchBytes === 0) return annotated;
  return (await search(source, layers, limits.searchBytes, log)) ?? annotated;
}

async function readSbom(
  source: ImageSource,
  referrers: readonly Referrer[],
  { sbomBytes }: PackageLimits,
  log: Log,
): Promise<FoundPackages | undefined> {
  for (const { digest, type } of referrers) {
    const format = SBOM_TYPES[type];
    if (format === undefined) continue;
    const pulled = await source.getManifest(digest);
    if (pulled === undefined) continue;
    const artifact = parseManifest(pulled.bytes, pulled.mediaType);
    const layer =
      artifact.kind === 'manifest'
        ? artifact.layers.find(({ mediaType }) => SBOM_TYPES[mediaType] === format)
        : undefined;
    if (layer === undefined || layer.size > sbomBytes) continue;
    try {
      const packages = parseSbomPackages(await readSmallBlob(source, layer, sbomBytes), format);
      return { from: format, digest: layer.digest, packages };
    } catch (error) {
      // Anybody may attach one: the next may be good.
      if (!(error instanceof TreesmithError) || error.code !== 'IMAGE_INVALID') throw error;
      log.warn(`${source.name}: ${digest}: ${error.message}`);
    }
  }
  return undefined;
}

async function search(
  source: ImageSource,
  layers: readonly Descriptor[],
  searchBytes: number,
  log: Log,
): Promise<FoundPackages | undefined> {
  let left = searchBytes;
  for (const layer of layers.toReversed()) {
    left -= layer.size;
    if (left < 0) return undefined;
    log.debug(`looking for the rpmdb in layer ${layer.digest}`);
    const packages = await readLayerRpmdb(source, layer);
    if (packages !== undefined) return { from: 'rpmdb', digest: layer.digest, packages };
  }
  return undefined;
}

/** What is no NEVRA stands there as it is. */
function fromNevra(text: string): ListedPackage {
  const [, name = text, version = '', arch = ''] = /^(.+)-([^-]+-[^-]+)\.([^.]+)$/.exec(text) ?? [];
  return { name, version, arch, license: '' };
}
