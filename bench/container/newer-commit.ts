import { rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeNewerPackage } from '../../demo/rpm-repo.ts';
import { silentLog } from '../../lib/core/log.ts';
import { readTool, runTool } from '../../lib/host/process.ts';

/** Anvil with one package newer, as the next night would have it. */
export interface NewerCommit {
  readonly commit: string;
  /** Of the newer RPM. */
  readonly rpmBytes: number;
  readonly rpmName: string;
}

/**
 * Checks a commit out, lets rpm update one package in it, and commits the tree into the repository `to`. What a
 * compose does beside that (caches, initramfs) is left as it was.
 */
export async function commitNewer(
  name: string,
  ground: {
    readonly root: string;
    readonly out: string;
    readonly from: string;
    readonly to: string;
    readonly commit: string;
  },
): Promise<NewerCommit> {
  const options = { outDir: ground.out, cacheDir: join(ground.out, 'cache'), log: silentLog };
  const { repoPath } = await makeNewerPackage(options, name);
  const packages = join(repoPath, 'x86_64', 'Packages', name.slice(0, 1));
  const found = await readTool(['find', packages, '-name', `${name}-[0-9]*.rpm`]);
  // The rebuild has a `+b` more at its end.
  const [rpm = ''] = found
    .trim()
    .split('\n')
    .sort((a, b) => b.length - a.length);
  const tree = join(ground.root, 'newer');
  await rm(tree, { recursive: true, force: true });
  await runTool([
    'ostree',
    `--repo=${ground.from}`,
    'checkout',
    '--fsync=false',
    ground.commit,
    tree,
  ]);
  await rename(join(tree, 'usr/etc'), join(tree, 'etc'));
  await runTool([
    ...['rpm', '--root', tree, '--dbpath', '/usr/share/rpm', '-U', '--noscripts', '--notriggers'],
    ...['--nodeps', '--noplugins', '--ignorearch', '--nosignature', '--replacefiles', rpm],
  ]);
  await rename(join(tree, 'etc'), join(tree, 'usr/etc'));
  // As composing leaves it.
  const database = join(tree, 'usr/share/rpm/rpmdb.sqlite');
  await readTool(['sqlite3', database, 'PRAGMA journal_mode=DELETE', 'VACUUM']);
  for (const file of ['.rpm.lock', 'rpmdb.sqlite-shm', 'rpmdb.sqlite-wal']) {
    await rm(join(tree, 'usr/share/rpm', file), { force: true });
  }
  const base = 'usr/lib/sysimage/rpm-ostree-base-db';
  await runTool([
    'cp',
    '--remove-destination',
    join(tree, 'usr/share/rpm/rpmdb.sqlite'),
    join(tree, base),
  ]);
  const argv = [
    'commit',
    '--orphan',
    '--no-bindings',
    '--fsync=false',
    '--add-metadata-string=version=12.11',
  ];
  const commit = await readTool(['ostree', `--repo=${ground.to}`, ...argv, `--tree=dir=${tree}`]);
  await rm(tree, { recursive: true, force: true });
  return { commit: commit.trim(), rpmBytes: (await stat(rpm)).size, rpmName: basename(rpm) };
}
