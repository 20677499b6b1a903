import type { Log } from '../core/log.ts';
import { normalise, normaliseEarly } from './normalise.ts';
import type { PackageHeader } from './packages.ts';
import type { Tree } from './tree.ts';

/** Folders that something else is mounted on, in the sandbox and in a container, and their modes. */
const MOUNT_POINTS: Readonly<Record<string, number>> = {
  dev: 0o755,
  proc: 0o555,
  run: 0o755,
  sys: 0o555,
  tmp: 0o1777,
};

/** Folders where programs leave what others can do without: caches, logs, temporary files. */
const LEAVINGS = ['run', 'tmp', 'var/cache', 'var/log', 'var/tmp'];

/** Single files of the kind. */
const LEFT_FILES = [
  // Draws entropy; each machine needs its own.
  'var/lib/systemd/random-seed',
  'var/lib/dbus/machine-id',
  // Holds the order in which folders were read; made again when systemd starts.
  'var/lib/systemd/catalog/database',
];

/** How to settle. */
export interface SettleRootfsOptions {
  /** Where the package database is. */
  readonly rpmdb: string;
  /** Paths that packages own, with the leading slash. */
  readonly owned: ReadonlySet<string>;
  /** All that is installed. */
  readonly packages: readonly PackageHeader[];
  /** A folder for copies. */
  readonly workDir: string;
  /** When the installation began, by the clock of the file system. */
  readonly startedMs: number;
  readonly sourceDateEpoch: number;
  readonly log: Log;
}

/** Whether something is mounted there while packages are installed. */
export function isMountPoint(path: string): boolean {
  return Object.hasOwn(MOUNT_POINTS, path);
}

/**
 * Makes a tree that packages were installed into the same every time. Beside the rules of commits
 * (normalise.ts): /var stays, but what scriptlets left in caches and logs does not; and files have times,
 * which are those of the packages, and else `sourceDateEpoch`. ldconfig's aux-cache, which holds inodes, and
 * fontconfig's caches, which hold times, go with /var/cache.
 *
 * @throws BuildError RPMDB_NOT_REPRODUCIBLE
 */
export async function settleRootfs(tree: Tree, options: SettleRootfsOptions): Promise<void> {
  const { packages, owned } = options;
  for (const folder of LEAVINGS) await removeLeavings(tree, folder, owned);
  for (const path of LEFT_FILES) if (!owned.has(`/${path}`)) await tree.remove(path);
  const hasMachineId = (await tree.lstat('etc/machine-id')) !== undefined;
  const context = { ...options, etc: 'etc', machineidCompat: hasMachineId };
  await normaliseEarly(tree, context);
  await normalise(tree, context);
  await settleMountPoints(tree, packages);
  await settleTimes(tree, options);
}

async function removeLeavings(
  tree: Tree,
  folder: string,
  owned: ReadonlySet<string>,
): Promise<void> {
  // A link, such as /var/run, leads to what is looked at by itself.
  if ((await tree.lstat(folder))?.isDirectory() !== true) return;
  const found: string[] = [];
  await tree.walk(folder, (path) => void found.push(path), 'children first');
  for (const path of found) {
    if (owned.has(`/${path}`)) continue;
    const stats = await tree.lstat(path);
    if (stats?.isDirectory() === true && (await tree.list(path)).length > 0) continue;
    await tree.remove(path);
  }
}

/** rpm could not set what its sandbox has mounted something on. */
async function settleMountPoints(tree: Tree, packages: readonly PackageHeader[]): Promise<void> {
  for (const [name, usualMode] of Object.entries(MOUNT_POINTS)) {
    const file = packages.flatMap(({ files }) => files).find(({ path }) => path === `/${name}`);
    await tree.mkdir(name);
    if ((await tree.lstat(name))?.isDirectory() !== true) continue;
    await tree.chmod(name, file?.mode ?? usualMode);
    if (file !== undefined) await tree.touch(name, file.mtimeSeconds);
  }
}

/** What scriptlets and we wrote has the time of the installation; a package may be of the future. */
async function settleTimes(
  tree: Tree,
  { startedMs, sourceDateEpoch }: SettleRootfsOptions,
): Promise<void> {
  const late: string[] = [];
  await tree.walk(
    '',
    (path, stats) => {
      if (stats.mtimeMs >= startedMs || stats.mtimeMs > sourceDateEpoch * 1000) late.push(path);
    },
    'children first',
  );
  // The walk does not call on the root itself.
  for (const path of [...late, '']) await tree.touch(path, sourceDateEpoch);
}
