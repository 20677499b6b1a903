import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { findTool } from '../../../lib/host/tools.ts';
import { collectPrograms } from '../../../lib/live/programs.ts';

/** A commit with what a live system is made of, in an archive repository. */
export interface LiveCommit extends AsyncDisposable {
  readonly folder: string;
  readonly repoPath: string;
  readonly commit: string;
}

export const LIVE_TIME = 1_700_000_000;
export const LIVE_KERNEL = '6.1.0-live';

const MODULES = [
  'fs/isofs/isofs',
  'fs/squashfs/squashfs',
  'fs/overlayfs/overlay',
  'fs/erofs/erofs',
];
const DRIVERS = ['drivers/block/loop', 'drivers/cdrom/cdrom', 'drivers/block/virtio_blk'];
const PROGRAMS = [
  ...['bash', 'cat', 'dd', 'env', 'mkdir', 'od', 'readlink', 'sleep', 'sync', 'tail', 'tr', 'zstd'],
  ...['blkid', 'mount', 'setsid', 'switch_root', 'umount', 'unshare', 'modprobe'],
];

/** Makes the commit in a new temporary folder, of this machine's own programs. The kernel is none. */
export async function makeLiveCommit(
  options: { readonly kernel?: boolean } = {},
): Promise<LiveCommit> {
  const folder = await mkdtemp(join(tmpdir(), 'treesmith-live-'));
  const tree = join(folder, 'tree');
  for (const path of ['boot', 'dev', 'proc', 'run', 'sys', 'sysroot', 'tmp', 'var', 'usr/bin']) {
    await mkdir(join(tree, path), { recursive: true });
  }
  for (const name of ['bin', 'sbin']) await symlink('usr/bin', join(tree, name));
  await symlink('bin', join(tree, 'usr/sbin'));
  for (const name of ['lib', 'lib64']) await symlink(`usr/${name}`, join(tree, name));
  await put(tree, 'usr/lib/os-release', 'NAME="Live"\nVERSION_ID=1\nPRETTY_NAME="Live 1"\n');
  await put(tree, 'usr/lib/systemd/systemd', 'this is no systemd\n');
  await put(tree, 'usr/lib/systemd/system/tmp.mount', '[Mount]\n');
  await put(tree, 'usr/lib/tmpfiles.d/home.conf', 'd /var/home 0750 root daemon -\n');
  await put(tree, 'usr/etc/passwd', 'root:x:0:0::/root:/bin/bash\n');
  await put(tree, 'usr/etc/group', 'root:x:0:\ndaemon:x:7:\n');
  await put(tree, 'usr/etc/resolv.conf', 'nameserver 192.0.2.1\n');
  if (options.kernel !== false) {
    for (const name of PROGRAMS) await addProgram(tree, name);
    await addKernel(tree);
  }
  const repoPath = join(folder, 'repo');
  const repo = `--repo=${repoPath}`;
  await runTool(['ostree', 'init', repo, '--mode=archive']);
  const commit = await readTool([
    ...['ostree', repo, 'commit', '--branch=live/main', `--tree=dir=${tree}`],
    ...['--owner-uid=0', '--owner-gid=0', `--timestamp=@${LIVE_TIME}`, '--fsync=false'],
  ]);
  await rm(tree, { recursive: true });
  return {
    ...{ folder, repoPath, commit: commit.trim() },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function addKernel(tree: string): Promise<void> {
  const modules = `usr/lib/modules/${LIVE_KERNEL}`;
  await put(tree, `${modules}/vmlinuz`, 'this is no kernel\n');
  await put(tree, `${modules}/initramfs.img`, 'this is no initramfs\n');
  const names = [...MODULES, ...DRIVERS];
  const lines = [];
  for (const name of names) {
    await put(tree, `${modules}/kernel/${name}.ko`, `module ${name}\n`);
    const needs = name.endsWith('isofs') ? ' kernel/drivers/cdrom/cdrom.ko' : '';
    lines.push(`kernel/${name}.ko:${needs}\n`);
  }
  await put(tree, `${modules}/modules.dep`, lines.join(''));
}

/** Copies a program of this machine with its libraries; one that it lacks becomes a script. */
async function addProgram(tree: string, name: string): Promise<void> {
  if (findTool(name) === undefined) return put(tree, `usr/bin/${name}`, '#!/bin/sh\n');
  for (const path of collectPrograms('/', [{ name, package: name }])) {
    // /bin, /lib and /usr/sbin are links of the tree's own.
    if (!path.includes('/')) continue;
    const target = path.replace(/^usr\/sbin\//, 'usr/bin/').replace(/^(lib|lib64)\//, 'usr/$1/');
    await mkdir(dirname(join(tree, target)), { recursive: true });
    await cp(join('/', path), join(tree, target), { verbatimSymlinks: true, force: true });
  }
}

async function put(tree: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}
