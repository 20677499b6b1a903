import { compareBytes } from '../core/bytes.ts';
import { EVERY_BUILD } from './change-frequency.ts';
import type { CommitPackages } from './commit-packages.ts';
import type { CommitTree } from './commit-tree.ts';
import type { LayerComponent } from './plan-layers.ts';

/** What no package has: caches, what scriptlets wrote. The name is rpm-ostree's. */
export const UNPACKAGED = 'rpmostree-unpackaged-content';
export const INITRAMFS = 'initramfs';
export const RPMDB = 'rpmdb';

/** Paths of each object, by component and checksum. */
export type ComponentObjects = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** The files of a commit, shared out among its packages and what no package has. */
export interface CommitComponents {
  readonly components: readonly LayerComponent[];
  readonly objects: ComponentObjects;
}

/** An object of several packages is there once when it is larger; a copy of a small one costs less than that
 * the layer of one package depends on another's. */
const SHARED_BYTES = 256 * 1024;
const MODULES = /^(usr\/lib\/modules\/[^/]+)\/(.+)$/;
const DATABASE = /^usr\/(share\/rpm|lib\/sysimage\/rpm|lib\/sysimage\/rpm-ostree-base-db)(\/|$)/;

/**
 * Shares out the files. What lies beside a kernel's modules and belongs to nobody (`vmlinuz`, `modules.dep`)
 * goes with the kernel; another name of a packaged object goes with that object.
 */
export function shareOut(tree: CommitTree, packages: CommitPackages): CommitComponents {
  const componentOf = findComponents(tree, packages);
  const owners = new Map<string, Set<string>>();
  for (const [path, checksum] of tree.files) {
    const found = owners.get(checksum) ?? new Set();
    owners.set(checksum, found.add(componentOf(path)));
  }
  const objects = new Map<string, Map<string, string[]>>();
  for (const [path, checksum] of tree.files) {
    const name = placeOf(
      componentOf(path),
      owners.get(checksum) ?? new Set(),
      sizeOf(tree, checksum),
    );
    const own = objects.get(name) ?? new Map<string, string[]>();
    objects.set(name, own);
    own.set(checksum, [...(own.get(checksum) ?? []), path]);
  }
  const components = [...objects].map(([name, own]): LayerComponent => {
    const sizeBytes = [...own.keys()].reduce((sum, checksum) => sum + storedOf(tree, checksum), 0);
    const found = packages.packages.get(name);
    return found === undefined
      ? { name, group: name, sizeBytes, frequency: EVERY_BUILD, isAlone: true }
      : { name, group: found.source, sizeBytes, frequency: found.changesPerYear };
  });
  return { components: components.sort((a, b) => compareBytes(a.name, b.name)), objects };
}

/** Returns which component a path belongs to by itself. */
function findComponents(tree: CommitTree, { owners }: CommitPackages): (path: string) => string {
  const kernels = new Map<string, string>();
  for (const [path, owner] of owners) {
    const [, folder, rest] = MODULES.exec(path) ?? [];
    if (folder === undefined || rest === undefined) continue;
    const before = kernels.get(folder);
    // Several packages may put modules there; the kernel's own files lie beside them.
    const isOwn = rest.startsWith('kernel/') || !rest.includes('/');
    if (isOwn && (before === undefined || compareBytes(owner, before) < 0))
      kernels.set(folder, owner);
  }
  return (path) => {
    const owner = owners.get(path);
    if (owner !== undefined) return owner;
    if (DATABASE.test(path) && tree.files.has(path)) return RPMDB;
    const [, folder = '', rest] = MODULES.exec(path) ?? [];
    if (rest === undefined) return UNPACKAGED;
    return rest === 'initramfs.img' ? INITRAMFS : (kernels.get(folder) ?? UNPACKAGED);
  };
}

/** Returns the component whose layer has the object for a path of `own`. */
function placeOf(own: string, owners: ReadonlySet<string>, sizeBytes: number): string {
  if (owners.size === 1) return own;
  const packaged = [...owners].filter((name) => name !== UNPACKAGED).sort(compareBytes);
  const first = packaged[0] ?? own;
  return own === UNPACKAGED || sizeBytes > SHARED_BYTES ? first : own;
}

function sizeOf(tree: CommitTree, checksum: string): number {
  return tree.objects.get(checksum)?.sizeBytes ?? 0;
}

/** Its name alone, three times in the archive, takes some 100 bytes that cannot be compressed. */
function storedOf(tree: CommitTree, checksum: string): number {
  return (tree.objects.get(checksum)?.storedBytes ?? 0) + 100;
}
