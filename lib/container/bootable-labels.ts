import type { CommitTree } from './commit-tree.ts';

/** Where the layers of the commit end; what a user's own build adds comes after. */
const FINAL_LAYER = 'ostree.final-diffid';
/** Metadata of the commit that becomes labels when it is text: what `treesmith plan` compares is among it. */
const COPIED = ['ostree.linux', 'rpmostree.inputhash', 'version'];

/** Returns the labels of a bootable container, by which bootc and `ostree container` know it. */
export function bootableLabels(
  { commit, checksum }: CommitTree,
  finalDiffId: string,
): Record<string, string> {
  const metadata = new Map(commit.metadata.map(([key, { value }]) => [key, value]));
  const labels: Record<string, string> = {
    'ostree.commit': checksum,
    [FINAL_LAYER]: finalDiffId,
  };
  for (const key of COPIED) {
    const value = metadata.get(key);
    if (typeof value === 'string') labels[key] = value;
  }
  const version = labels['version'];
  if (version !== undefined) labels['org.opencontainers.image.version'] = version;
  const bootable = metadata.get('ostree.bootable');
  if (typeof bootable === 'boolean') {
    labels['ostree.bootable'] = String(bootable);
    labels['containers.bootc'] = '1';
  }
  return labels;
}

/** Returns the command that the commit itself asks for. */
export function commandOf({ commit }: CommitTree): readonly string[] | undefined {
  const found = commit.metadata.find(([key]) => key === 'ostree.container-cmd')?.[1].value;
  return Array.isArray(found) && found.every((word) => typeof word === 'string')
    ? found
    : undefined;
}
