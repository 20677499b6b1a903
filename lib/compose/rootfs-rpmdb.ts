import { dirname, relative } from 'node:path';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { runSandboxed, treeMounts } from './sandbox.ts';
import type { Tree } from './tree.ts';

/** Where Fedora and openSUSE have the package database, and where others do. */
const SYSIMAGE = 'usr/lib/sysimage/rpm';
const VAR = 'var/lib/rpm';
/** Where it may be in a tree: of rpm-ostree, too, whose macros a package may bring. */
const PLACES = [SYSIMAGE, VAR, 'usr/share/rpm'];
const DATABASE = 'rpmdb.sqlite';

/** How to place it. */
export interface RootfsRpmdbOptions {
  /** Where rpm has written it. */
  readonly rpmdb: string;
  /** Paths that packages own, with the leading slash. */
  readonly owned: ReadonlySet<string>;
  readonly basearch: Basearch;
  readonly sourceDateEpoch: number;
  readonly log: Log;
}

/** Returns the folder in which the package database of a tree is; of an empty tree, where it goes. */
export async function findRootfsRpmdb(tree: Tree, owned: ReadonlySet<string>): Promise<string> {
  for (const place of PLACES) {
    if ((await tree.stat(`${place}/${DATABASE}`)) === undefined) continue;
    return relative(tree.path, await tree.resolve(place, true));
  }
  return owned.has(`/${VAR}`) && !owned.has(`/${SYSIMAGE}`) ? VAR : SYSIMAGE;
}

/**
 * Makes the database found by the tree's own rpm, if it has one, and by others at the places where they look:
 * by links, or where there is a folder at the place that rpm takes, by moving it there. Returns its folder.
 */
export async function placeRootfsRpmdb(tree: Tree, options: RootfsRpmdbOptions): Promise<string> {
  const { rpmdb, owned } = options;
  const wanted = await askRpm(tree, options);
  let place = rpmdb;
  if (wanted !== undefined && (await tree.lstat(wanted))?.isDirectory() === true) {
    if ((await tree.resolve(wanted, true)) !== (await tree.resolve(rpmdb, true))) {
      for (const name of await tree.list(rpmdb)) {
        await tree.rename(`${rpmdb}/${name}`, `${wanted}/${name}`);
      }
      if (!owned.has(`/${rpmdb}`)) await tree.remove(rpmdb);
      place = wanted;
    }
  }
  for (const path of new Set([SYSIMAGE, VAR, ...(wanted === undefined ? [] : [wanted])])) {
    if ((await tree.lstat(path)) !== undefined) continue;
    await tree.symlink(relative(dirname(path), place), path);
  }
  return place;
}

/** What the rpm of the tree takes for the folder of its database, without the leading slash. */
async function askRpm(tree: Tree, options: RootfsRpmdbOptions): Promise<string | undefined> {
  if ((await tree.stat('usr/bin/rpm'))?.isFile() !== true) return undefined;
  let found: string | undefined;
  await runSandboxed(['rpm', '--eval', '%{_dbpath}'], {
    ...options,
    mounts: treeMounts(tree.path, { etc: 'etc', readOnly: true }),
    env: { HOME: '/nonexistent' },
    onLine: (line) => {
      // Not ~/.rpmdb, which Debian's rpm takes when nobody has told it otherwise.
      const [, path] = /^\/((?:usr|var)(?:\/[\w.-]+)+)\/?$/.exec(line) ?? [];
      if (path !== undefined && !path.split('/').includes('..')) found ??= path;
    },
  });
  return found;
}
