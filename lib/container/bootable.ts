import { rm } from 'node:fs/promises';
import { compareBytes, formatBytes } from '../core/bytes.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import { writeBootableImage } from './bootable-image.ts';
import type { BootableContainer, BootableOptions } from './bootable-model.ts';
import { type CommitComponents, RPMDB, shareOut } from './commit-components.ts';
import { type CommitPackages, readCommitPackages } from './commit-packages.ts';
import { CommitRpmdb } from './commit-rpmdb.ts';
import { type CommitTree, readCommitTree } from './commit-tree.ts';
import { contentLayer, ostreeLayer } from './encapsulate.ts';
import type { ContainerCode } from './errors.ts';
import {
  formatCommitContent,
  formatLayerContent,
  type LayerContentNote,
} from './layer-annotations.ts';
import { compareLayers } from './layer-changes.ts';
import type { LayerRequest } from './layer-model.ts';
import { LayerThreads } from './layer-pool.ts';
import { formatLayerTitle } from './layer-title.ts';
import { planLayers } from './plan-layers.ts';
import { readPreviousLayers } from './previous-image.ts';
import { readTreeAccounts } from './tree-accounts.ts';
import { assertCompression, writeLayers } from './write-layers.ts';

const DEFAULT_LAYERS = 64;
/** The commit, the initramfs, the package database, what no package has, and packages. */
const LEAST_LAYERS = 5;
/** overlayfs mounts no more than 128 at once, and users put some on top. */
const MOST_LAYERS = 120;
/** How many differences an error names. */
const SHOWN = 10;

/**
 * Writes a commit as a container into a layout: chunked by package, with the labels that bootc and
 * `ostree container` want. The tree is never unpacked. Equal calls give equal bytes; with `previous`, layers whose
 * packages did not change are those of the image before.
 *
 * @throws ConfigError LAYERS_OUT_OF_RANGE, PREVIOUS_UNFIT, ZSTD_MISSING, OUTPUT_READ_ONLY; BuildError
 * NO_RPMDB, PACKAGE_DIFFERS, CONTENT_WRONG, LAYER_WRITER_FAILED, DISK_FULL, and what lib/ostree and lib/rpm throw
 */
export async function writeBootableContainer(options: BootableOptions): Promise<BootableContainer> {
  const { layout, maxLayers = DEFAULT_LAYERS, previous, log } = options;
  assertLayers(maxLayers);
  assertCompression(options.compression);
  const before = previous === undefined ? undefined : readPreviousLayers(previous);
  await using pool = new LayerThreads(options.compression, options.threads);
  const tree = readCommitTree(options.repoPath, options.commit);
  pool.startAll();
  const packages = await readPackages(tree, options);
  assertSame(packages.differences, options);
  const shared = shareOut(tree, packages);
  const { components } = shared;
  const plan = planLayers({
    components,
    maxLayers: maxLayers - 1,
    ...(before === undefined ? {} : { previous: before.map((layer) => layer.components) }),
  });
  log.debug(
    `${components.length} components in ${plan.layers.length} layers: an update of one is expected to change ${formatBytes(plan.expectedBytes)}, ${formatBytes(plan.leastBytes)} if all were planned anew`,
  );
  const contents = plan.layers.map(
    (names): LayerContentNote => ({
      components: names,
      nevras: names.flatMap((name) => packages.packages.get(name)?.nevras ?? []).sort(compareBytes),
    }),
  );
  const requests = [ostreeRequest(tree), ...contents.map(contentRequest(tree, packages, shared))];
  const layers = await writeLayers(requests, {
    ...{ layout, compression: options.compression, log, pool },
    ...(options.compressionLevel === undefined ? {} : { level: options.compressionLevel }),
  });
  assertSame(
    layers.flatMap(({ differing }) =>
      differing.map((path) => `/${path}: its package has other bytes`),
    ),
    options,
  );
  const { descriptor, configBytes } = await writeBootableImage(tree, layers, options);
  const changed = compareLayers(
    layers.map((layer, index) => ({ ...layer, ...(contents[index - 1] ?? OSTREE) })),
    previous,
  );
  const sizeOf = (wanted: readonly { readonly descriptor: { readonly size: number } }[]) =>
    wanted.reduce((sum, layer) => sum + layer.descriptor.size, configBytes + descriptor.size);
  return {
    digest: descriptor.digest,
    descriptor,
    layers: changed,
    sizeBytes: sizeOf(changed),
    newBytes: sizeOf(changed.filter(({ isReused }) => !isReused)),
    expectedBytes: plan.expectedBytes,
    leastBytes: plan.leastBytes,
  };
}

function ostreeRequest(tree: CommitTree): LayerRequest {
  return {
    name: 'ostree commit',
    sizeBytes: tree.bytes.length + tree.dirtrees.size * 1024,
    entries: () => [...ostreeLayer(tree)],
    isHot: true,
    annotations: formatCommitContent(tree.checksum),
  };
}

function contentRequest(
  tree: CommitTree,
  packages: CommitPackages,
  { components, objects }: CommitComponents,
): (content: LayerContentNote) => LayerRequest {
  const sizes = new Map(components.map(({ name, sizeBytes }) => [name, sizeBytes]));
  return (content) => ({
    name: formatLayerTitle(content.components),
    sizeBytes: content.components.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0),
    entries: () => [...contentLayer(tree, merged(content.components, objects), packages.digests)],
    isHot: content.components.includes(RPMDB),
    annotations: formatLayerContent(content),
  });
}

const OSTREE: LayerContentNote = { components: [], nevras: [] };

function assertLayers(maxLayers: number): void {
  if (Number.isInteger(maxLayers) && maxLayers >= LEAST_LAYERS && maxLayers <= MOST_LAYERS) return;
  throw new ConfigError<ContainerCode>(
    'LAYERS_OUT_OF_RANGE',
    `max-layers is ${maxLayers}, expected ${LEAST_LAYERS} to ${MOST_LAYERS}`,
    { hint: '64 is what is taken when nothing is said.' },
  );
}

async function readPackages(tree: CommitTree, options: BootableOptions): Promise<CommitPackages> {
  const path = options.layout.newPath();
  try {
    using database = await CommitRpmdb.open(tree, path);
    return readCommitPackages(tree, database.headers(), {
      accounts: await readTreeAccounts(tree),
      changedPaths: options.changedPaths ?? new Set(),
      readonlyExecutables: options.readonlyExecutables === true,
    });
  } finally {
    await rm(path, { force: true });
  }
}

/** Fails, or warns where the treefile's scripts may have changed anything. */
function assertSame(differences: readonly string[], { isScripted, log }: BootableOptions): void {
  if (differences.length === 0) return;
  const more = differences.length > SHOWN ? [`and ${differences.length - SHOWN} more`] : [];
  const text = `${differences.length} files are not as their packages have them:\n${[...differences.slice(0, SHOWN), ...more].join('\n')}`;
  if (isScripted !== true) {
    throw new BuildError<ContainerCode>('PACKAGE_DIFFERS', text, {
      hint: 'Nothing in the treefile changes them; scriptlets of packages may. Compose again; run ostree fsck.',
    });
  }
  log.warn(`${text}\nScripts of the treefile may have changed them.`);
}

/** Objects of several components, each once. */
function merged(
  names: readonly string[],
  objects: CommitComponents['objects'],
): Map<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const name of names) {
    for (const [checksum, paths] of objects.get(name) ?? []) {
      all.set(checksum, [...(all.get(checksum) ?? []), ...paths]);
    }
  }
  return all;
}
