import { chmod, copyFile, mkdir, rm, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readTool, runTool } from '../../lib/host/process.ts';
import { writeCompressed } from '../../lib/live/compressor.ts';
import { formatCpio } from '../../lib/live/cpio-archive.ts';
import { initramfsMembers } from '../../lib/live/initramfs.ts';
import { collectModules, readModuleIndex } from '../../lib/live/modules.ts';

const MODULES = 'usr/lib/modules';

/**
 * Makes `target`, an archive repository whose ref leads to a commit like `commit` with more in it:
 * programs of this machine, which must be of the same distribution, and drivers of its own kernel in
 * its initramfs. It is not signed. Returns its checksum.
 */
export async function extendCommit(options: {
  readonly repoPath: string;
  readonly commit: string;
  readonly ref: string;
  /** Folder that is made. */
  readonly target: string;
  /** Files of this machine, by their paths: `/usr/sbin/sgdisk`. */
  readonly programs: readonly string[];
  /** `btrfs`. */
  readonly modules: readonly string[];
}): Promise<string> {
  const { repoPath, commit, ref, target, programs, modules } = options;
  const more = `${target}-more`;
  const tree = `${target}-modules`;
  for (const path of programs) {
    await mkdir(join(more, dirname(path)), { recursive: true });
    await copyFile(path, join(more, path));
    await chmod(join(more, path), 0o755);
  }
  await mkdir(join(tree, dirname(MODULES)), { recursive: true });
  const checkout = ['checkout', '-U', `--subpath=/${MODULES}`, commit, join(tree, MODULES)];
  await runTool(['ostree', `--repo=${repoPath}`, ...checkout]);
  await extendInitramfs(tree, more, modules);

  const ostree = (...args: string[]) => readTool(['ostree', `--repo=${target}`, ...args]);
  await mkdir(target);
  await ostree('init', '--mode=archive');
  // It is gone when the test ends.
  await ostree('config', 'set', 'core.fsync', 'false');
  await ostree('pull-local', repoPath, commit);
  const made = await ostree(
    ...['commit', `--branch=${ref}`, `--tree=ref=${commit}`, `--tree=dir=${more}`, '--bootable'],
    ...['--owner-uid=0', '--owner-gid=0', '--add-metadata-string=version=extended'],
  );
  await rm(more, { recursive: true });
  await rm(tree, { recursive: true });
  return made.trim();
}

/** Puts a second archive behind the initramfs of the tree's kernel. */
async function extendInitramfs(
  tree: string,
  more: string,
  modules: readonly string[],
): Promise<void> {
  const kernel = (await readTool(['ls', join(tree, MODULES)])).trim();
  const place = join(MODULES, kernel, 'initramfs.img');
  const path = join(more, place);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(join(tree, place), path);
  // Where the kernel looks for the next archive.
  await truncate(path, Math.ceil((await stat(path)).size / 4) * 4);
  const files = collectModules(readModuleIndex(tree, kernel), tree, modules);
  // /dev/btrfs-control: udev takes a btrfs for incomplete where it is not.
  files.add(join(MODULES, kernel, 'modules.devname'));
  const archive = formatCpio(tree, initramfsMembers(tree, files, []));
  await writeCompressed(archive, path, { compression: 'zstd', append: true });
}
