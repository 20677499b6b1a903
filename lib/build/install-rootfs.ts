import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closePackages } from '../compose/closure.ts';
import type { PackageHeader } from '../compose/packages.ts';
import { composeRootfs, readRootfsPackages } from '../compose/rootfs.ts';
import { Tree } from '../compose/tree.ts';
import { baseDamaged } from '../container/base-damaged.ts';
import { changesPerYear } from '../container/change-frequency.ts';
import { formatLayerPackages } from '../container/layer-annotations.ts';
import type { LayerRequest } from '../container/layer-model.ts';
import { rootfsDifference } from '../container/rootfs-difference.ts';
import { readRootfsEntries } from '../container/rootfs-entries.ts';
import type { BaseImage } from '../container/rootfs-image.ts';
import { type RootfsPackage, rootfsLayers } from '../container/rootfs-layers.ts';
import { unpackImage } from '../container/unpack-image.ts';
import { RPMDB_PATHS, readInstalledPackages } from '../host/installed-packages.ts';
import { runTool } from '../host/process.ts';
import { formatNevra } from '../rpm/nevra.ts';
import type { RootfsContainerOptions } from './rootfs-model.ts';

/** Packages in a tree, and the layers that they make. */
export interface PackagedTree {
  readonly treePath: string;
  readonly layers: readonly LayerRequest[];
  readonly nevras: readonly string[];
}

/**
 * Makes a tree of the container's packages, in `folder`: of all of them, or of those that come on top of the base's.
 *
 * @param what what is made, for messages
 * @throws what closePackages, composeRootfs and unpackImage throw; BuildError BASE_DAMAGED
 */
export function installRootfs(
  folder: string,
  base: BaseImage | undefined,
  options: RootfsContainerOptions,
  what: string,
): Promise<PackagedTree> {
  return base === undefined
    ? installAll(folder, options, what)
    : installOnTop(folder, base, options, what);
}

/** Returns the host's path of the package database of a tree. */
export async function findRpmdb(tree: Tree): Promise<string> {
  for (const path of RPMDB_PATHS) {
    if ((await tree.stat(path))?.isFile() === true) return tree.resolve(path, true);
  }
  throw new TypeError(`${tree.path} has no package database`);
}

async function installAll(
  folder: string,
  options: RootfsContainerOptions,
  what: string,
): Promise<PackagedTree> {
  const { spec, log, previous } = options;
  const locked = await readRootfsPackages(options.packages);
  const wanted = await closePackages(locked, { ...options, what, requests: spec.packages });
  log.info(`${wanted.length} of ${locked.length} packages: ${formatNames(wanted)}`);
  const treePath = join(folder, 'tree');
  await composeRootfs({ ...options, treePath, packages: wanted, workDir: join(folder, 'compose') });
  const entries = await readRootfsEntries(treePath, log);
  const packages = await packagesIn(new Tree(treePath), wanted);
  const maxLayers = spec.kind === 'base' ? spec.maxLayers : 1;
  const before = previous === undefined ? {} : { previous };
  const layers = rootfsLayers({ entries, packages, maxLayers, ...before });
  return { treePath, layers, nevras: packages.map(({ nevra }) => nevra).sort() };
}

async function installOnTop(
  folder: string,
  base: BaseImage,
  options: RootfsContainerOptions,
  what: string,
): Promise<PackagedTree> {
  const { spec, log } = options;
  const basePath = join(folder, 'base');
  await mkdir(basePath);
  await unpackImage(base, basePath, log);
  const installed = [...readInstalledPackages(await findRpmdb(new Tree(basePath)))].map(
    formatNevra,
  );
  if (spec.packages.length === 0)
    return { treePath: basePath, layers: [], nevras: installed.sort() };
  const locked = await readRootfsPackages(options.packages);
  const present = locked.filter((header) => installed.includes(formatNevra(header)));
  if (present.length !== installed.length) {
    throw baseDamaged(base.layout.folder, 'it was made of another lock');
  }
  const closed = await closePackages(locked, {
    ...options,
    what,
    requests: spec.packages,
    present,
  });
  const wanted = closed.filter((header) => !present.includes(header));
  log.info(`${wanted.length} packages on top of ${present.length}: ${formatNames(wanted)}`);
  const nevras = closed.map(formatNevra).sort();
  if (wanted.length === 0) return { treePath: basePath, layers: [], nevras };
  const treePath = join(folder, 'tree');
  await runTool(['cp', '--archive', '--reflink=auto', '--', basePath, treePath], { log });
  await composeRootfs({
    ...options,
    ...{ treePath, present, packages: wanted, workDir: join(folder, 'compose') },
  });
  const before = await readRootfsEntries(basePath, log);
  const entries = rootfsDifference(before, await readRootfsEntries(treePath, log));
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  const annotations = formatLayerPackages(wanted.map(formatNevra));
  const layer = { name: 'packages', sizeBytes, entries: () => entries, annotations };
  return { treePath, layers: [layer], nevras };
}

/** What the database says of the packages, with the paths of their headers. */
async function packagesIn(tree: Tree, headers: readonly PackageHeader[]): Promise<RootfsPackage[]> {
  const paths = new Map(headers.map((header) => [formatNevra(header), header.paths]));
  const installed = [...readInstalledPackages(await findRpmdb(tree))];
  const newest = installed.reduce((latest, { buildTime }) => Math.max(latest, buildTime), 0);
  return installed.map((found) => ({
    name: found.name,
    source: /^(.+)-[^-]+-[^-]+\.[^.]+\.rpm$/.exec(found.sourceRpm)?.[1] ?? found.name,
    nevra: formatNevra(found),
    changesPerYear: changesPerYear(found.changelogTimes, newest),
    paths: paths.get(formatNevra(found)) ?? [],
  }));
}

function formatNames(packages: readonly PackageHeader[]): string {
  const names = packages.map(({ name }) => name);
  return names.length > 8
    ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`
    : names.join(', ');
}
