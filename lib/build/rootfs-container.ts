import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { layFiles, readFilesFolder } from '../compose/rootfs-files.ts';
import { Tree } from '../compose/tree.ts';
import { removeFolder } from '../compose/work-dir.ts';
import { baseDamaged } from '../container/base-damaged.ts';
import { formatFilesContent } from '../container/layer-annotations.ts';
import type { LayerRequest, WrittenLayer } from '../container/layer-model.ts';
import { readRootfsEntries } from '../container/rootfs-entries.ts';
import { type BaseImage, writeRootfsImage } from '../container/rootfs-image.ts';
import { withParents } from '../container/rootfs-layers.ts';
import { writeLayers } from '../container/write-layers.ts';
import type { Log } from '../core/log.ts';
import { ARCHITECTURES } from '../host/architecture.ts';
import { makeFolder, withLock } from '../host/files.ts';
import { parseManifest } from '../oci/manifest.ts';
import { OciLayout } from '../registry/layout.ts';
import { findRpmdb, installRootfs } from './install-rootfs.ts';
import { describeLayers } from './rootfs-changes.ts';
import type { MadeRootfsContainer, RootfsContainerOptions } from './rootfs-model.ts';
import { rootfsProcess } from './rootfs-process.ts';

/**
 * Makes a base or application container: its packages, chosen among those of the lock, in one layer or
 * several, and `files` and `units` in one more. An application has the layers of its base below these, the very
 * same blobs. Equal calls give equal bytes. Runs as root.
 *
 * @throws what closePackages, composeRootfs, layFiles, writeLayers and writeRootfsImage throw; ConfigError
 *   USER_MISSING; BuildError BASE_DAMAGED
 */
export async function makeRootfsContainer(
  options: RootfsContainerOptions,
): Promise<MadeRootfsContainer> {
  const { workDir, log } = options;
  await makeFolder(workDir);
  const folder = join(workDir, 'rootfs-container');
  return withLock(
    `${folder}.lock`,
    async () => {
      // What a run that was killed left behind.
      await removeFolder(folder, log);
      try {
        return await make(folder, options);
      } finally {
        await removeFolder(folder, log);
      }
    },
    { log },
  );
}

async function make(folder: string, options: RootfsContainerOptions): Promise<MadeRootfsContainer> {
  const { spec, basearch, log, sourceDateEpoch, previous } = options;
  const what = `container ${spec.name}`;
  // What is wrong with it is told before anything is composed.
  const files =
    spec.files === undefined ? [] : await readFilesFolder(spec.files, what, options.filesRoot);
  const layout = await OciLayout.create(options.layoutPath);
  const write = (requests: readonly LayerRequest[]) =>
    writeLayers(requests, {
      ...{ layout, compression: spec.compression, log },
      ...(spec.compressionLevel === undefined ? {} : { level: spec.compressionLevel }),
    });
  const base = options.base === undefined ? undefined : await openBase(options.base);
  await mkdir(folder);
  const packaged = await installRootfs(folder, base, options, what);
  // What is written later must not change what is read for these.
  const layers: WrittenLayer[] = await write(packaged.layers);
  const laid = await layFiles({
    ...{ what, files, sourceDateEpoch, treePath: packaged.treePath, units: spec.units },
  });
  if (laid.length > 0)
    layers.push(...(await write([await filesLayer(packaged.treePath, laid, log)])));
  const tree = new Tree(packaged.treePath);
  const process = await rootfsProcess(tree, spec, options.base?.spec, what);
  if (options.factsPath !== undefined) await keepFacts(tree, options.factsPath);
  const image = await writeRootfsImage({
    ...{ layout, layers, process, log, tag: options.tag, createdBy: options.createdBy },
    architecture: ARCHITECTURES[basearch].oci,
    annotations: spec.annotations,
    createdSeconds: sourceDateEpoch,
    ...(base === undefined ? {} : { base }),
  });
  const lower = (base?.manifest.layers ?? []).map((descriptor) => ({
    descriptor,
    name: `base ${base?.name}`,
  }));
  const all = describeLayers([...lower, ...layers], previous);
  const newBytes = all.reduce((sum, layer) => sum + (layer.reused ? 0 : layer.sizeBytes), 0);
  return {
    digest: image.digest,
    nevras: packaged.nevras,
    sizeBytes: image.sizeBytes,
    layers: all,
    newBytes: newBytes + image.metadataBytes,
  };
}

async function filesLayer(
  treePath: string,
  paths: readonly string[],
  log: Log,
): Promise<LayerRequest> {
  const wanted = new Set(paths);
  const all = await readRootfsEntries(treePath, log);
  const own = new Set(all.filter(({ path }) => wanted.has(path)));
  const entries = withParents(all, own);
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  const named = entries.filter((entry) => own.has(entry) && entry.type !== 'folder');
  const annotations = formatFilesContent(named.map(({ path }) => path));
  return { name: 'files', sizeBytes, entries: () => entries, annotations };
}

async function openBase({
  spec,
  layoutPath,
  tag,
}: NonNullable<RootfsContainerOptions['base']>): Promise<BaseImage & { readonly name: string }> {
  const layout = await OciLayout.open(layoutPath);
  const found = await layout.getManifest(tag);
  const manifest = found === undefined ? undefined : parseManifest(found.bytes, found.mediaType);
  if (found === undefined || manifest?.kind !== 'manifest') {
    throw baseDamaged(layoutPath, `it has no image "${tag}"`);
  }
  return { layout, digest: found.digest, manifest, name: spec.name };
}

async function keepFacts(tree: Tree, folder: string): Promise<void> {
  await makeFolder(folder);
  const facts = new Tree(folder);
  const osRelease = (await tree.read('etc/os-release')) ?? (await tree.read('usr/lib/os-release'));
  if (osRelease !== undefined) await facts.write('usr/lib/os-release', osRelease);
  await facts.mkdir('var/lib/rpm');
  await copyFile(await findRpmdb(tree), await facts.resolve('var/lib/rpm/rpmdb.sqlite'));
}
