import { join } from 'node:path';
import { type ArchiveCompression, writeCompressed } from './compressor.ts';
import { type ArchiveMember, formatCpio, madeMember, sortMembers } from './cpio-archive.ts';
import { type LiveTree, requireKernel } from './tree.ts';
import { FILE_TYPE, listTree } from './tree-entry.ts';

/** Device nodes that the kernel and its first process want before there is a /dev. */
const NODES: readonly { readonly path: string; readonly minor: number; readonly major: number }[] =
  [
    { path: 'dev/console', major: 5, minor: 1 },
    { path: 'dev/null', major: 1, minor: 3 },
  ];

/**
 * Writes the whole tree as an initramfs that is the system: its first process is the tree's systemd,
 * and nothing is mounted over it. The kernel and the initramfs of other boots are left out. Extended
 * attributes are lost: the form has none.
 *
 * @throws ConfigError KERNEL_MISSING, FORMAT_LIMIT
 */
export async function writeTreeInitramfs(
  tree: LiveTree,
  path: string,
  compression: ArchiveCompression,
): Promise<void> {
  const modules = `usr/lib/modules/${requireKernel(tree)}`;
  const unwanted = new Set([`${modules}/vmlinuz`, `${modules}/initramfs.img`, 'init']);
  const members: ArchiveMember[] = listTree(tree.path, (name) => !unwanted.has(name));
  const there = new Set(members.map((member) => member.path));
  const made = NODES.filter((node) => !there.has(node.path)).map(
    ({ path: name, ...device }, order) =>
      madeMember(name, FILE_TYPE.character | 0o600, order, { device }),
  );
  const init = madeMember('init', FILE_TYPE.link | 0o777, NODES.length, {
    data: Buffer.from('usr/lib/systemd/systemd'),
  });
  const sorted = sortMembers([...members, ...made, init]);
  await writeCompressed(formatCpio(tree.path, sorted), path, { compression });
}

/** Returns the path of the kernel in the folder of the tree. */
export function kernelPath(tree: LiveTree): string {
  return join(tree.path, 'usr/lib/modules', requireKernel(tree), 'vmlinuz');
}
