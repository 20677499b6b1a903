import { compareBytes } from '../core/bytes.ts';
import {
  commitMetadata,
  jsonVariant,
  type PackageEntry,
  packageList,
  strings,
} from '../ostree/commit-metadata.ts';
import { boolean, string, type Typed, typed } from '../ostree/gvariant.ts';
import type { Metadata } from '../ostree/objects.ts';
import type { Treefile } from '../remix/treefile.ts';
import { compareEvr } from '../rpm/evr.ts';
import type { Kernel } from './kernel.ts';
import type { PackageHeader } from './packages.ts';

/** Returns the metadata of the commit, under the names that rpm-ostree and ostree read. */
export function treeMetadata(options: {
  treefile: Treefile;
  packages: readonly PackageHeader[];
  inputHash: string;
  version?: string;
  kernel?: Kernel;
}): Metadata {
  const { treefile, version, kernel } = options;
  const user = Object.entries(treefile.addCommitMetadata).map(
    ([key, value]) => [key, jsonVariant(value)] as const,
  );
  const entries: Record<string, Typed> = {
    ...Object.fromEntries(user),
    'rpmostree.inputhash': typed(string, options.inputHash),
    'rpmostree.rpmdb.pkglist': typed(packageList, packageEntries(options.packages)),
  };
  if (version !== undefined) entries['version'] = typed(string, version);
  if (kernel !== undefined) {
    entries['ostree.bootable'] = typed(boolean, true);
    entries['ostree.linux'] = typed(string, kernel.version);
  }
  if (treefile.containerCmd.length > 0)
    entries['ostree.container-cmd'] = typed(strings, treefile.containerCmd);
  if (treefile.initramfsArgs.length > 0) {
    entries['rpmostree.initramfs-args'] = typed(strings, treefile.initramfsArgs);
  }
  return commitMetadata(entries);
}

/** Returns the packages in libdnf's order: name, then EVR, then arch. */
export function packageEntries(packages: readonly PackageHeader[]): PackageEntry[] {
  return [...packages]
    .sort(
      (a, b) => compareBytes(a.name, b.name) || compareEvr(a, b) || compareBytes(a.arch, b.arch),
    )
    .map(({ name, epoch, version, release, arch }) => [name, epoch, version, release, arch]);
}
