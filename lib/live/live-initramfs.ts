import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { CPIO_ALIGNMENT_BYTES } from '../cpio/format.ts';
import { writeCompressed } from './compressor.ts';
import { formatCpio } from './cpio-archive.ts';
import type { LiveCode } from './errors.ts';
import {
  formatLiveInit,
  LIVE_MODULES_NEEDED,
  LIVE_MODULES_WANTED,
  type LiveFacts,
} from './init-live.ts';
import { NETWORK_MODULES } from './init-network.ts';
import { initramfsMembers } from './initramfs.ts';
import { LIVE_INIT_PATH } from './medium-paths.ts';
import { assertModules, collectModules, readModuleIndex } from './modules.ts';
import { collectPrograms, type ProgramNeed } from './programs.ts';
import { type LiveTree, requireKernel } from './tree.ts';

/** What the first process of a live system runs. */
const PROGRAMS: readonly ProgramNeed[] = [
  { name: 'bash', package: 'bash' },
  ...['cat', 'dd', 'mkdir', 'od', 'readlink', 'sleep', 'sync', 'tail', 'tr'].map((name) => ({
    name,
    package: 'coreutils',
  })),
  ...['blkid', 'mount', 'switch_root', 'umount'].map((name) => ({ name, package: 'util-linux' })),
  { name: 'modprobe', package: 'kmod' },
  { name: 'zstd', package: 'zstd', optional: true },
  { name: 'blkdiscard', package: 'util-linux', optional: true },
  { name: 'blockdev', package: 'util-linux', optional: true },
  { name: 'e2fsck', package: 'e2fsprogs', optional: true },
  { name: 'resize2fs', package: 'e2fsprogs', optional: true },
];

/** What it loads a root file system with. */
const NETWORK_PROGRAMS: readonly ProgramNeed[] = [
  { name: 'curl', package: 'curl', optional: true },
  { name: 'ip', package: 'iproute2', optional: true },
  { name: 'sha256sum', package: 'coreutils', optional: true },
];

/** zstd's magic, of a frame and of a skippable one. */
const ZSTD_MAGIC = 0xfd2fb528;

/**
 * Writes the initramfs of a live system: the tree's own, and behind it a second archive with the
 * first process of a live system (`rdinit=/treesmith/init`), the programs that it runs and the drivers
 * with which it finds its medium. What the tree's own has as well is the same file.
 *
 * @throws ConfigError KERNEL_MISSING, INITRAMFS_MISSING, PROGRAM_MISSING, MODULE_MISSING
 */
export async function writeLiveInitramfs(
  tree: LiveTree,
  facts: LiveFacts,
  place: 'medium' | 'initramfs',
  path: string,
): Promise<void> {
  const kernel = requireKernel(tree);
  const base = join(tree.path, 'usr/lib/modules', kernel, 'initramfs.img');
  const bytes = await readFile(base).catch(() => undefined);
  if (bytes === undefined) {
    throw new ConfigError<LiveCode>(
      'INITRAMFS_MISSING',
      `commit ${tree.commit} has no initramfs: expected /usr/lib/modules/${kernel}/initramfs.img`,
      { hint: 'Add dracut to the treefile, and leave no-initramfs out of it.' },
    );
  }
  const index = readModuleIndex(tree.path, kernel);
  const found = place === 'medium' ? ['isofs'] : [];
  assertModules(index, [...LIVE_MODULES_NEEDED, facts.rootfs, ...found], 'a live system');
  const byNetwork = facts.download !== undefined;
  const needs = [...PROGRAMS, ...(byNetwork ? NETWORK_PROGRAMS : [])].map((need) =>
    need.name === 'zstd' ? { ...need, optional: facts.installBytes === 0 } : need,
  );
  const members = initramfsMembers(
    tree.path,
    new Set([
      ...collectPrograms(tree.path, needs),
      ...collectModules(index, tree.path, [
        ...LIVE_MODULES_NEEDED,
        ...LIVE_MODULES_WANTED,
        ...(byNetwork ? NETWORK_MODULES : []),
        facts.rootfs,
      ]),
    ]),
    [{ path: LIVE_INIT_PATH, text: formatLiveInit(facts), mode: 0o755 }],
    ['sysroot'],
  );
  await writeFile(path, bytes);
  await alignFile(path);
  // What the kernel unpacked for the first archive, it can for the second.
  const compression = bytes.length > 4 && bytes.readUInt32LE(0) === ZSTD_MAGIC ? 'zstd' : 'gzip';
  await writeCompressed(formatCpio(tree.path, members), path, { compression, append: true });
  // Others may follow it: the root file system of a network boot does.
  await alignFile(path);
}

/** The kernel looks for the next archive at a multiple of four. */
async function alignFile(path: string): Promise<void> {
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  try {
    await file.truncate(Math.ceil(size / CPIO_ALIGNMENT_BYTES) * CPIO_ALIGNMENT_BYTES);
  } finally {
    await file.close();
  }
}
