import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { Kernel } from './kernel.ts';
import { runSandboxed, treeMounts } from './sandbox.ts';
import type { Tree } from './tree.ts';

/** What depmod writes, and what libkmod opens first. */
const WRITTEN = ['dep', 'dep.bin', 'alias', 'alias.bin', 'symbols', 'symbols.bin'];
/** What it reads of the folder itself; kernel and initramfs are there, too. */
const READ_OF_FOLDER = /^modules\.(order|builtin|builtin\.modinfo)$/;
const CONFIGURATION = ['usr/etc/depmod.d', 'usr/lib/depmod.d'];
const PROGRAMS = ['usr/sbin/depmod', 'usr/bin/depmod'];
const MODULE = /\.ko(\.(gz|xz|zst))?$/;

/**
 * Runs the tree's depmod, unless a scriptlet has, and nothing that it read has changed since. Fedora's
 * kernel leaves it to kernel-install, which does not run in an OSTree tree.
 */
export async function runDepmod(
  tree: Tree,
  kernel: Kernel,
  options: {
    readonly basearch: Basearch;
    readonly sourceDateEpoch: number;
    readonly log: Log;
  },
): Promise<void> {
  const programs = await Promise.all(PROGRAMS.map((path) => tree.stat(path)));
  const program = programs.find((found) => found !== undefined);
  if (program === undefined) return;
  if (await isFresh(tree, kernel, program.ctimeMs)) {
    options.log.debug(`A scriptlet has run depmod for ${kernel.version}`);
    return;
  }
  await runSandboxed(['depmod', '-a', kernel.version], {
    mounts: treeMounts(tree.path, { etc: 'usr/etc' }),
    ...options,
  });
}

async function isFresh(tree: Tree, { folder }: Kernel, installedMs: number): Promise<boolean> {
  const written = await Promise.all(WRITTEN.map((name) => tree.lstat(`${folder}/modules.${name}`)));
  const writtenMs = Math.min(...written.map((stats) => stats?.ctimeMs ?? 0));
  const modules: string[] = [];
  let newestMs = installedMs;
  // The time of the inode: nothing in the sandbox can set it.
  await tree.walk(folder, (path, { ctimeMs }) => {
    const name = path.slice(folder.length + 1);
    if (!name.includes('/') && !READ_OF_FOLDER.test(name)) return;
    newestMs = Math.max(newestMs, ctimeMs);
    if (MODULE.test(name)) modules.push(name);
  });
  for (const path of CONFIGURATION) {
    newestMs = Math.max(newestMs, (await tree.stat(path))?.ctimeMs ?? 0);
    await tree.walk(path, (_, { ctimeMs }) => {
      newestMs = Math.max(newestMs, ctimeMs);
    });
  }
  // Where one was deleted, only a folder is newer, and the uppermost is always.
  const listed = ((await tree.read(`${folder}/modules.dep`)) ?? '').match(/^[^:\n]+(?=:)/gm) ?? [];
  return newestMs < writtenMs && listed.sort().join('\n') === modules.sort().join('\n');
}
