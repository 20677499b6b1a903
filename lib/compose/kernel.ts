import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link } from 'node:fs/promises';
import { BuildError } from '../core/errors.ts';
import type { Treefile } from '../remix/treefile.ts';
import type { ComposeCode } from './errors.ts';
import type { Tree } from './tree.ts';

const OSTREE_BOOT = 'usr/lib/ostree-boot';

/** The kernel of a tree. */
export interface Kernel {
  /** `uname -r` of it. */
  readonly version: string;
  /** Folder of modules, where vmlinuz and initramfs.img are too. */
  readonly folder: string;
}

/**
 * Puts the kernel at /usr/lib/modules/VERSION/vmlinuz, wherever its package had it, and moves
 * everything else of /boot to /usr/lib/ostree-boot. /boot is then empty: it belongs to the machine.
 *
 * @throws BuildError KERNEL_MISSING, KERNEL_AMBIGUOUS
 */
export async function placeKernel(
  tree: Tree,
  bootLocation: Treefile['bootLocation'],
): Promise<Kernel> {
  const inBoot = (await tree.list('boot')).flatMap(
    (name) => /^vmlinu[xz]-(.+)$/.exec(name)?.[1] ?? [],
  );
  const versions = new Set(inBoot);
  for (const version of await tree.list('usr/lib/modules')) {
    if ((await tree.lstat(`usr/lib/modules/${version}/vmlinuz`)) !== undefined)
      versions.add(version);
  }
  const [version, ...others] = versions;
  if (version === undefined) {
    throw new BuildError<ComposeCode>(
      'KERNEL_MISSING',
      'the tree has no kernel: no /usr/lib/modules/*/vmlinuz and no /boot/vmlinuz-*',
      {
        hint: 'Add the kernel to packages, or set "container: true" for a tree that is not a host.',
      },
    );
  }
  if (others.length > 0) {
    throw new BuildError<ComposeCode>(
      'KERNEL_AMBIGUOUS',
      `the tree has more than one kernel: ${[version, ...others].join(', ')}`,
      { hint: 'OSTree boots one: leave the others out with exclude-packages.' },
    );
  }
  const folder = `usr/lib/modules/${version}`;
  await moveFromBoot(tree, version, folder);
  if (bootLocation === 'new') {
    // Done in linkKernel, once the initramfs is there.
    await tree.mkdir(OSTREE_BOOT);
  }
  return { version, folder };
}

/** For `boot-location: new`: links kernel and initramfs to where libostree before 2018 looked. */
export async function linkKernel(tree: Tree, { version, folder }: Kernel): Promise<void> {
  const hash = createHash('sha256');
  const initramfs = `${folder}/initramfs.img`;
  const withInitramfs = (await tree.lstat(initramfs)) !== undefined;
  for (const path of [`${folder}/vmlinuz`, ...(withInitramfs ? [initramfs] : [])]) {
    for await (const chunk of createReadStream(await tree.resolve(path))) hash.update(chunk);
  }
  const checksum = hash.digest('hex');
  const hardlink = async (from: string, to: string) => {
    await tree.remove(to);
    await link(await tree.resolve(from), await tree.resolve(to));
  };
  await hardlink(`${folder}/vmlinuz`, `${OSTREE_BOOT}/vmlinuz-${version}-${checksum}`);
  if (withInitramfs) {
    await hardlink(initramfs, `${OSTREE_BOOT}/initramfs-${version}.img-${checksum}`);
  }
}

async function moveFromBoot(tree: Tree, version: string, folder: string): Promise<void> {
  const targets: Record<string, string> = {
    [`vmlinuz-${version}`]: 'vmlinuz',
    [`vmlinux-${version}`]: 'vmlinuz',
    [`config-${version}`]: 'config',
    [`System.map-${version}`]: 'System.map',
  };
  for (const name of await tree.list('boot')) {
    const target = targets[name];
    // Made by a scriptlet or for another way of booting; OSTree writes its own.
    if (name === 'loader' || /^initr(amfs|d)/.test(name) || /^[0-9a-f]{32}$/.test(name)) {
      await tree.remove(`boot/${name}`);
    } else if (target === undefined) {
      await tree.rename(`boot/${name}`, `${OSTREE_BOOT}/${name}`);
    } else if ((await tree.lstat(`${folder}/${target}`)) === undefined) {
      await tree.rename(`boot/${name}`, `${folder}/${target}`);
    } else {
      await tree.remove(`boot/${name}`);
    }
  }
}
