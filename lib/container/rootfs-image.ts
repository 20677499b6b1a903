import type { Log } from '../core/log.ts';
import { isDigest, type OciDigest } from '../oci/digest.ts';
import { formatImageConfig, type HistoryEntry, type ImageProcess } from '../oci/image-config.ts';
import { formatImageManifest } from '../oci/image-manifest.ts';
import type { ImageManifest, ManifestDescriptor } from '../oci/manifest.ts';
import { OCI_CONFIG, OCI_MANIFEST } from '../oci/media-types.ts';
import { copyBlob } from '../registry/copy-blob.ts';
import type { OciLayout } from '../registry/layout.ts';
import { baseDamaged } from './base-damaged.ts';
import type { WrittenLayer } from './layer-model.ts';

/** An image that another one stands on. */
export interface BaseImage {
  readonly layout: OciLayout;
  readonly digest: OciDigest;
  readonly manifest: ImageManifest;
}

/** What an image of a root file system is made of. */
export interface RootfsImageOptions {
  readonly layout: OciLayout;
  /** What the manifest is called in the layout; nothing unless given. */
  readonly tag?: string;
  /** Go's name of the architecture: `amd64`. */
  readonly architecture: string;
  /** Its layers come first, the very same blobs; they are copied into the layout. */
  readonly base?: BaseImage & { readonly name: string };
  /** Layers that lie in the layout, the lowest first. */
  readonly layers: readonly WrittenLayer[];
  /** All that the container runs with, what comes from the base, too. */
  readonly process: ImageProcess;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Seconds since 1970. */
  readonly createdSeconds: number;
  /** What the history says of every layer: treefile and lock, by name and digest. */
  readonly createdBy: string;
  readonly log: Log;
}

/** An image that lies in the layout. */
export interface RootfsImage {
  readonly digest: OciDigest;
  /** For an index of several architectures. */
  readonly descriptor: ManifestDescriptor;
  /** Of all layers, the config and the manifest. */
  readonly sizeBytes: number;
  /** Of config and manifest alone. */
  readonly metadataBytes: number;
}

/** What an image's config says of its layers. */
interface LayerHistory {
  readonly diffIds: readonly OciDigest[];
  readonly history: readonly HistoryEntry[];
}

const NOTHING: LayerHistory = { diffIds: [], history: [] };

/**
 * Writes config and manifest of an image whose own layers are written already. Equal calls give equal bytes.
 *
 * @throws BuildError BASE_DAMAGED; what `copyBlob` and OciLayout throw
 */
export async function writeRootfsImage(options: RootfsImageOptions): Promise<RootfsImage> {
  const { layout, base, layers, architecture, log } = options;
  for (const layer of base?.manifest.layers ?? []) {
    await copyBlob(base?.layout ?? layout, layout, layer, { log, onBytes: () => undefined });
  }
  const below = base === undefined ? NOTHING : await readHistory(base);
  const config = await layout.putBlob(
    formatImageConfig({
      architecture,
      createdSeconds: options.createdSeconds,
      process: options.process,
      diffIds: [...below.diffIds, ...layers.map(({ diffId }) => diffId)],
      history: [
        ...below.history,
        ...layers.map(({ name }) => ({ createdBy: options.createdBy, comment: name })),
      ],
    }),
    OCI_CONFIG,
  );
  const all = [...(base?.manifest.layers ?? []), ...layers.map(({ descriptor }) => descriptor)];
  const manifest = formatImageManifest({
    config,
    layers: all,
    annotations: { ...options.process.labels, ...baseAnnotations(base), ...options.annotations },
  });
  const platform = { architecture, os: 'linux' };
  const digest = await layout.putManifest(options.tag, manifest, OCI_MANIFEST, { platform });
  const metadataBytes = config.size + manifest.length;
  return {
    digest,
    descriptor: { mediaType: OCI_MANIFEST, digest, size: manifest.length, platform },
    sizeBytes: all.reduce((sum, { size }) => sum + size, metadataBytes),
    metadataBytes,
  };
}

/** Keys of image-spec 1.1, annotations.md. */
function baseAnnotations(base: RootfsImageOptions['base']): Record<string, string> {
  if (base === undefined) return {};
  return {
    'org.opencontainers.image.base.digest': base.digest,
    'org.opencontainers.image.base.name': base.name,
  };
}

async function readHistory({ layout, manifest }: BaseImage): Promise<LayerHistory> {
  const bytes = await layout.readBlob(manifest.config);
  try {
    const config = JSON.parse(bytes.toString()) as {
      readonly rootfs: { readonly diff_ids: readonly string[] };
      readonly history: readonly { readonly created_by: string; readonly comment: string }[];
    };
    const diffIds = config.rootfs.diff_ids.filter((each) => isDigest(each));
    const history = config.history.map(({ created_by, comment }) => ({
      createdBy: String(created_by),
      comment: String(comment),
    }));
    const count = manifest.layers.length;
    if (diffIds.length === count && history.length === count) return { diffIds, history };
  } catch {
    // It is no config of ours.
  }
  throw baseDamaged(layout.folder, `its config does not fit its ${manifest.layers.length} layers`);
}
