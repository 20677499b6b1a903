import { writeCompressed } from './compressor.ts';
import { formatCpio } from './cpio-archive.ts';
import {
  CONTAINER_INIT,
  CONTAINER_MODULES_NEEDED,
  CONTAINER_MODULES_WANTED,
} from './init-container.ts';
import { initramfsMembers } from './initramfs.ts';
import { assertModules, collectModules, readModuleIndex } from './modules.ts';
import { collectPrograms, type ProgramNeed } from './programs.ts';
import { type LiveTree, requireKernel } from './tree.ts';

/** What the first process of the machine runs. */
const PROGRAMS: readonly ProgramNeed[] = [
  { name: 'bash', package: 'bash' },
  ...['env', 'mkdir', 'sleep', 'sync'].map((name) => ({ name, package: 'coreutils' })),
  ...['mount', 'setsid', 'unshare'].map((name) => ({ name, package: 'util-linux' })),
  { name: 'modprobe', package: 'kmod' },
  { name: 'ip', package: 'iproute2 (Debian) or iproute (Fedora)', optional: true },
];

/**
 * Writes the initramfs of the `minimal` profile: with the tree's kernel it runs one container as a
 * virtual machine. It holds the drivers of virtual machines, a dozen programs of the tree, and our
 * first process; nothing of it depends on the container.
 *
 * @throws ConfigError KERNEL_MISSING, PROGRAM_MISSING, MODULE_MISSING
 */
export async function writeContainerInitramfs(tree: LiveTree, path: string): Promise<void> {
  const index = readModuleIndex(tree.path, requireKernel(tree));
  assertModules(index, CONTAINER_MODULES_NEEDED, 'a virtual machine for a container');
  const wanted = [...CONTAINER_MODULES_NEEDED, ...CONTAINER_MODULES_WANTED];
  const members = initramfsMembers(
    tree.path,
    new Set([...collectPrograms(tree.path, PROGRAMS), ...collectModules(index, tree.path, wanted)]),
    [{ path: 'init', text: CONTAINER_INIT, mode: 0o755 }],
    ['dev', 'proc', 'run', 'sys'],
  );
  await writeCompressed(formatCpio(tree.path, members), path, { compression: 'zstd' });
}
