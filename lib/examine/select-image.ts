import { BuildError, ConfigError } from '../core/errors.ts';
import { ARCHITECTURES, isBasearch } from '../host/architecture.ts';
import type { OciDigest } from '../oci/digest.ts';
import { type ImageIndex, type ImageManifest, parseManifest } from '../oci/manifest.ts';
import { formatPlatform } from '../oci/platform.ts';
import type { PulledManifest } from '../registry/client.ts';
import { resolveImage } from '../registry/image-place.ts';
import type { ExamineCode } from './errors.ts';
import { type ExaminedConfig, MAX_CONFIG_BYTES, parseExaminedConfig } from './image-config.ts';
import { type ImageSource, readSmallBlob } from './image-source.ts';

/** The manifest of one architecture, and its config. */
export interface SelectedImage {
  readonly digest: OciDigest;
  readonly mediaType: string;
  /** Of the manifest's own bytes. */
  readonly sizeBytes: number;
  readonly manifest: ImageManifest;
  readonly config: ExaminedConfig;
}

/** What a reference leads to. */
export interface FoundTop {
  readonly pulled: PulledManifest;
  readonly parsed: ImageManifest | ImageIndex;
}

/** Types of configs that are of images. */
const IMAGE_CONFIG =
  /^application\/vnd\.(oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/;
/** More of them are no list of architectures. */
const MAX_IMAGES = 64;

/**
 * Returns the manifest or index that the source's reference stands for. It is asked for once: what follows is
 * asked for by digest, so that a tag that moves meanwhile changes nothing.
 *
 * @throws ConfigError IMAGE_MISSING, MEDIA_TYPE_UNSUPPORTED; BuildError TAG_MOVED, OCI_INVALID; what the
 *   source throws
 */
export async function findTop(source: ImageSource): Promise<FoundTop> {
  const pulled = await resolveImage(source.place);
  return { pulled, parsed: parseManifest(pulled.bytes, pulled.mediaType) };
}

/** Whether a manifest is of an image that has files, and not of an artifact. */
export function isImage({ config }: ImageManifest): boolean {
  return IMAGE_CONFIG.test(config.mediaType);
}

/**
 * Returns the images that a reference stands for: one for each architecture, or those of `architecture`
 * (Go's name, `arm/v7` with variant, or RPM's).
 *
 * @throws ConfigError ARCHITECTURE_MISSING, IMAGE_UNFIT; BuildError IMAGE_INVALID, OCI_INVALID
 */
export async function selectImages(
  source: ImageSource,
  { pulled, parsed }: FoundTop,
  architecture?: string,
): Promise<SelectedImage[]> {
  const found: SelectedImage[] = [];
  if (parsed.kind === 'manifest') {
    if (!isImage(parsed)) {
      const type = parsed.artifactType ?? parsed.config.mediaType;
      throw new ConfigError<ExamineCode>(
        'IMAGE_UNFIT',
        `${source.name} is no image: it is an artifact of the type ${type}`,
      );
    }
    found.push(await readImage(source, pulled, parsed));
  } else {
    // What builders put beside the images (attestations) is for no machine.
    const fitting = parsed.manifests.filter(({ platform }) => platform?.os !== 'unknown');
    if (fitting.length > MAX_IMAGES)
      throw invalid(source, `its index has ${fitting.length} images`);
    for (const part of fitting) {
      const { platform } = part;
      const isOther =
        platform !== undefined && architecture !== undefined && !fits(platform, architecture);
      if (isOther) continue;
      const got = await source.getManifest(part.digest);
      if (got === undefined) throw invalid(source, `${part.digest} of its index is not there`);
      const manifest = parseManifest(got.bytes, part.mediaType);
      if (manifest.kind !== 'manifest') throw invalid(source, 'its index has an index in it');
      if (isImage(manifest)) found.push(await readImage(source, got, manifest));
    }
  }
  const selected =
    architecture === undefined ? found : found.filter(({ config }) => fits(config, architecture));
  if (selected.length > 0) return selected;
  const all = parsed.kind === 'index' ? parsed.manifests.map(({ platform }) => platform) : [];
  const names = [...all, ...found.map(({ config }) => config)].flatMap((one) =>
    one === undefined ? [] : [formatPlatform(one)],
  );
  const known = [...new Set(names)].join(', ') || 'none';
  throw new ConfigError<ExamineCode>(
    'ARCHITECTURE_MISSING',
    `${source.name} is not there for ${architecture ?? 'any architecture'}; it is there for ${known}`,
  );
}

async function readImage(
  source: ImageSource,
  { bytes, digest, mediaType }: PulledManifest,
  manifest: ImageManifest,
): Promise<SelectedImage> {
  const config = parseExaminedConfig(
    await readSmallBlob(source, manifest.config, MAX_CONFIG_BYTES),
  );
  if (config.diffIds.length !== manifest.layers.length) {
    const message = `it has ${manifest.layers.length} layers, and its config ${config.diffIds.length}`;
    throw invalid(source, message);
  }
  return {
    digest,
    mediaType: manifest.mediaType || mediaType,
    sizeBytes: bytes.length,
    manifest,
    config,
  };
}

function fits(
  platform: { readonly architecture: string; readonly variant?: string | undefined },
  wanted: string,
): boolean {
  const name = isBasearch(wanted) ? ARCHITECTURES[wanted].oci : wanted.replace(/^linux\//, '');
  const { architecture, variant } = platform;
  return name === architecture || name === `${architecture}/${variant ?? ''}`;
}

function invalid(source: ImageSource, why: string): BuildError<ExamineCode> {
  return new BuildError<ExamineCode>('IMAGE_INVALID', `${source.name}: ${why}`);
}
