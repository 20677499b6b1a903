import type { KeyObject } from 'node:crypto';
import type { Log } from '../core/log.ts';
import type { Descriptor } from '../oci/manifest.ts';
import { formatPlatform } from '../oci/platform.ts';
import type { PlaceAccess } from '../registry/open-place.ts';
import { findPackages, type PackageLimits } from './find-packages.ts';
import { findSignatures } from './find-signatures.ts';
import { openImageSource } from './image-source.ts';
import type { InspectedImage, InspectedLayer, ReferenceReport } from './inspect-report.ts';
import { componentsOf, describeReferrer, packagesOf } from './layer-notes.ts';
import { labelOf } from './ostree-form.ts';
import { findTop, type SelectedImage, selectImages } from './select-image.ts';

/** What to look at. */
export interface InspectReferenceOptions {
  /** `host/name[:tag][@digest]`, or `oci:DIR[:TAG]`. */
  readonly reference: string;
  readonly access: PlaceAccess;
  /** All unless given. */
  readonly architecture?: string | undefined;
  /** How much may be read to find the packages. */
  readonly packages: PackageLimits;
  /** What signatures are verified with. */
  readonly key?: KeyObject | undefined;
  readonly log: Log;
}

/** What is read without being asked for: a document, or the layer of the package database. */
export const SMALL_READS: PackageLimits = {
  sbomBytes: 32 * 2 ** 20,
  layerBytes: 16 * 2 ** 20,
  searchBytes: 0,
};

/** What is read to find the packages, whatever it costs. */
export const THOROUGH_READS: PackageLimits = {
  sbomBytes: 64 * 2 ** 20,
  layerBytes: 4 * 2 ** 30,
  searchBytes: 16 * 2 ** 30,
};

/**
 * Returns what an image is, without pulling it: manifests, configs, what refers to them, and as much of the
 * rest as `packages` allows.
 *
 * @throws ConfigError ExamineCode, RegistryCode, REFERENCE_INVALID; BuildError IMAGE_INVALID, OCI_INVALID,
 *   LayersCode, BAD_RPMDB, RegistryCode
 */
export async function inspectReference(options: InspectReferenceOptions): Promise<ReferenceReport> {
  const { reference, key, log } = options;
  const source = await openImageSource(reference, options.access);
  const top = await findTop(source);
  const { parsed, pulled } = top;
  const images = await selectImages(source, top, options.architecture);
  const referrers = (await source.listReferrers(pulled.digest)).map(describeReferrer);
  const isIndex = parsed.kind === 'index';
  const listed = isIndex ? parsed.manifests : [];
  const known = new Set(images.map(({ digest }) => digest));
  const inspected: InspectedImage[] = [];
  for (const image of images) {
    const own = isIndex ? (await source.listReferrers(image.digest)).map(describeReferrer) : [];
    const all = isIndex ? [...own, ...referrers] : referrers;
    inspected.push({
      ...describeImage(image),
      packages: await findPackages(source, image, all, options.packages, log),
      referrers: own,
      signatures: isIndex ? await findSignatures(source, image.digest, own, key) : [],
    });
  }
  return {
    ...{ reference, digest: pulled.digest, mediaType: parsed.mediaType, isIndex },
    annotations: parsed.annotations,
    images: inspected,
    others: listed
      .filter(({ digest, platform }) => !known.has(digest) && platform?.os === 'unknown')
      .map(describeReferrer),
    referrers,
    signatures: await findSignatures(source, pulled.digest, referrers, key),
  };
}

function describeImage(
  image: SelectedImage,
): Omit<InspectedImage, 'packages' | 'referrers' | 'signatures'> {
  const { manifest, config, digest, mediaType } = image;
  const { diffIds, history, ...rest } = config;
  const { layers } = manifest;
  return {
    ...{ platform: formatPlatform(config), digest, mediaType, annotations: manifest.annotations },
    sizeBytes: layers.reduce((sum, { size }) => sum + size, manifest.config.size),
    configDigest: manifest.config.digest,
    config: rest,
    form: formOf(image),
    layers: layersOf(layers, diffIds, history),
  };
}

function layersOf(
  layers: readonly Descriptor[],
  diffIds: SelectedImage['config']['diffIds'],
  history: SelectedImage['config']['history'],
): InspectedLayer[] {
  const steps = history.filter(({ isEmptyLayer }) => !isEmptyLayer);
  return layers.map((layer, index) => {
    // A history that has not one step for each layer says nothing of any.
    const step = steps.length === layers.length ? steps[index] : undefined;
    return {
      ...{ digest: layer.digest, mediaType: layer.mediaType, sizeBytes: layer.size },
      diffId: diffIds[index],
      ...{ components: componentsOf(layer), packages: packagesOf(layer) },
      ...{ createdBy: step?.createdBy ?? '', comment: step?.comment ?? '' },
      annotations: layer.annotations ?? {},
    };
  });
}

function formOf(image: SelectedImage): InspectedImage['form'] {
  const isBootc =
    labelOf(image, 'containers.bootc') === '1' || labelOf(image, 'ostree.bootable') === 'true';
  if (isBootc) return 'bootc';
  return labelOf(image, 'ostree.commit') === undefined ? 'files' : 'ostree';
}
