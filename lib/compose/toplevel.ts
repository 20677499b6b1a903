import { chmod } from 'node:fs/promises';
import type { Treefile } from '../remix/treefile.ts';
import type { Tree } from './tree.ts';

/** Folders and links of the root that the packages decide about. */
const FROM_PACKAGES = new Set([
  'usr',
  'boot',
  'var',
  'bin',
  'sbin',
  'lib',
  'lib32',
  'lib64',
  'libx32',
]);
const MOUNT_POINTS = ['dev', 'proc', 'run', 'sys', 'var', 'sysroot', 'boot'];

const INTEGRATION = `# What an OSTree system needs in /var and /run, as rpm-ostree has it.
d /var/home 0755 root root -
d /var/srv 0755 root root -
d /var/roothome 0700 root root -
d /var/mnt 0755 root root -
d /run/media 0755 root root -
L /var/lib/rpm - - - - ../../usr/share/rpm
`;
const LOCAL_FOLDERS = ['bin', 'etc', 'games', 'include', 'lib', 'sbin', 'share', 'src']
  .map((name) => `d /usr/local/${name} 0755 root root -\n`)
  .join('');
const OPT_IN_VAR = 'd /var/opt 0755 root root -\nd /var/usrlocal 0755 root root -\n';
const OPT_IN_USR = 'L /var/usrlocal - - - - ../usr/local\nL /var/opt - - - - ../usr/lib/opt\n';

/**
 * Makes the root of the tree what OSTree expects: state in /var, everything else on /usr or a
 * link. What packages put elsewhere at the top is dropped, as in rpm-ostree.
 *
 * Returns the names that were dropped with something in them.
 *
 * Source: rpm-ostree, rust/src/composepost.rs (compose_init_rootfs_strict, rootfs_prepare_links).
 */
export async function layToplevel(tree: Tree, treefile: Treefile): Promise<string[]> {
  const optLines = await moveOpt(tree, treefile);
  const dropped: string[] = [];
  for (const name of await tree.list('')) {
    if (FROM_PACKAGES.has(name) || (name === 'opt' && treefile.optUsrlocal === 'root')) continue;
    const stats = await tree.lstat(name);
    if (stats?.isDirectory() === true && (await tree.list(name)).length > 0)
      dropped.push(`/${name}`);
    await tree.remove(name);
  }
  const local = treefile.optUsrlocal === 'var' ? await filesBelow(tree, 'usr/local') : 0;
  if (local > 0) dropped.push('/usr/local');
  await chmod(tree.path, 0o755);
  for (const name of MOUNT_POINTS) await tree.mkdir(name);
  if (treefile.tmpIsDir) {
    await tree.mkdir('tmp');
    await tree.chmod('tmp', 0o1777);
  } else {
    await tree.symlink('sysroot/tmp', 'tmp');
  }
  const links = { home: 'var/home', root: 'var/roothome', srv: 'var/srv', mnt: 'var/mnt' };
  for (const [name, target] of Object.entries(links)) await tree.symlink(target, name);
  await tree.symlink('run/media', 'media');
  await tree.symlink('sysroot/ostree', 'ostree');
  await linkOptAndLocal(tree, treefile);
  await tree.write(
    'usr/lib/tmpfiles.d/rpm-ostree-0-integration.conf',
    INTEGRATION + LOCAL_FOLDERS + optLines,
  );
  return dropped;
}

/** Packages that keep to the FHS have folders in /usr/local, and nothing else. */
async function filesBelow(tree: Tree, path: string): Promise<number> {
  let count = 0;
  await tree.walk(path, (_path, stats) => {
    if (!stats.isDirectory()) count += 1;
  });
  return count;
}

/** Content of /opt cannot be in /var: it moves to /usr/lib/opt, and links lead to it. */
async function moveOpt(tree: Tree, { optUsrlocal }: Treefile): Promise<string> {
  if (optUsrlocal === 'root') return '';
  const names = (await tree.lstat('opt'))?.isDirectory() === true ? await tree.list('opt') : [];
  for (const name of names) await tree.rename(`opt/${name}`, `usr/lib/opt/${name}`);
  if (optUsrlocal === 'stateoverlay') {
    await tree.mkdir('usr/lib/opt');
    return OPT_IN_USR;
  }
  const links = names.map((name) => `L "/var/opt/${name}" - - - - ../../usr/lib/opt/${name}\n`);
  return OPT_IN_VAR + links.join('');
}

async function linkOptAndLocal(tree: Tree, { optUsrlocal }: Treefile): Promise<void> {
  switch (optUsrlocal) {
    case 'var':
      await tree.symlink('var/opt', 'opt');
      await tree.symlink('../var/usrlocal', 'usr/local');
      return;
    case 'root':
      await tree.mkdir('opt');
      await tree.mkdir('usr/local');
      return;
    case 'stateoverlay':
      await tree.symlink('usr/lib/opt', 'opt');
      await tree.mkdir('usr/local');
      for (const name of ['usr-lib-opt', 'usr-local']) {
        const unit = `ostree-state-overlay@${name}.service`;
        await tree.symlink(`../${unit}`, `usr/lib/systemd/system/local-fs.target.requires/${unit}`);
      }
  }
}
