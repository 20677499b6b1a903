import { formatImageConfig } from '../oci/image-config.ts';
import { formatImageManifest } from '../oci/image-manifest.ts';
import type { ManifestDescriptor } from '../oci/manifest.ts';
import { OCI_CONFIG, OCI_MANIFEST } from '../oci/media-types.ts';
import { bootableLabels, commandOf } from './bootable-labels.ts';
import type { BootableOptions } from './bootable-model.ts';
import type { CommitTree } from './commit-tree.ts';
import type { WrittenLayer } from './layer-model.ts';

/**
 * Writes config and manifest of a bootable container whose layers are there. The labels are annotations
 * of the manifest, too, as rpm-ostree has them.
 *
 * @throws ConfigError OUTPUT_READ_ONLY; BuildError DISK_FULL
 */
export async function writeBootableImage(
  tree: CommitTree,
  layers: readonly WrittenLayer[],
  options: BootableOptions,
): Promise<{ readonly descriptor: ManifestDescriptor; readonly configBytes: number }> {
  const { layout, architecture, process, createdBy } = options;
  const labels = { ...bootableLabels(tree, layers.at(-1)?.diffId ?? ''), ...process?.labels };
  const cmd = process?.cmd ?? commandOf(tree);
  const config = await layout.putBlob(
    formatImageConfig({
      architecture,
      createdSeconds: tree.commit.timestampSeconds,
      process: { ...process, ...(cmd === undefined ? {} : { cmd }), labels },
      diffIds: layers.map(({ diffId }) => diffId),
      // Once is enough: every update is pushed with it.
      history: layers.map(({ name }, index) => ({
        createdBy: index === 0 ? createdBy : 'treesmith',
        comment: name,
      })),
    }),
    OCI_CONFIG,
  );
  const manifest = formatImageManifest({
    config,
    layers: layers.map(({ descriptor }) => descriptor),
    annotations: { ...labels, ...options.annotations },
  });
  const platform = { architecture, os: 'linux' };
  const digest = await layout.putManifest(options.tag, manifest, OCI_MANIFEST, { platform });
  return {
    descriptor: { mediaType: OCI_MANIFEST, digest, size: manifest.length, platform },
    configBytes: config.size,
  };
}
