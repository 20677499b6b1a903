import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { makeFolder, withLock } from '../host/files.ts';
import { assertRunsPrograms } from '../host/foreign-programs.ts';
import type { Treefile } from '../remix/treefile.ts';
import type { ComposePackage } from './compose.ts';
import { removeSpecialFiles } from './devices.ts';
import { withDiskFullError } from './disk-full.ts';
import { installPackages } from './install.ts';
import { type PackageHeader, readPackages } from './packages.ts';
import { findRootfsRpmdb, placeRootfsRpmdb } from './rootfs-rpmdb.ts';
import { isMountPoint, settleRootfs } from './rootfs-settle.ts';
import { listUnitLinks, removeUnitLinks } from './rootfs-units.ts';
import { Tree } from './tree.ts';
import {
  type AccountSettings,
  isAccountFile,
  readAccounts,
  seedAccounts,
  settleAccounts,
} from './users.ts';
import { composeLock, removeFolder } from './work-dir.ts';

/** A root file system to make, or to add packages to. Paths are absolute. */
export interface RootfsOptions {
  readonly treefile: AccountSettings & Pick<Treefile, 'documentation' | 'installLangs'>;
  readonly basearch: Basearch;
  /** What to install: closed under what they require, with `present`. */
  readonly packages: readonly PackageHeader[];
  /** What the tree has already; then it is there, as an earlier call left it. */
  readonly present?: readonly PackageHeader[];
  /** The tree; an empty folder, or none, unless `present` is given. */
  readonly treePath: string;
  /** Folder for what is made on the way; one compose at a time uses it. */
  readonly workDir: string;
  /** Seconds since 1970: time of everything that packages do not bring themselves. */
  readonly sourceDateEpoch: number;
  readonly log: Log;
}

/** Reads what `closePackages` and `composeRootfs` have to know of packages of the lock. */
export function readRootfsPackages(packages: readonly ComposePackage[]): Promise<PackageHeader[]> {
  return readPackages(
    packages.map(({ path }) => path),
    (_name, path) => isAccountFile(path) || isMountPoint(path.slice(1)),
  );
}

/**
 * Installs packages as they are into a folder, for a container: one librpm transaction with all
 * scriptlets, as a host gets them, but with nothing that OSTree needs. /etc, /var and the package database
 * are where the packages expect them, no unit is enabled, and there is no initramfs. Overlays,
 * scripts and files of the treefile are of the host, and not for containers. Equal packages give an equal
 * tree, times of files included.
 *
 * Needs root.
 *
 * @throws BuildError, ConfigError with a ComposeCode; ConfigError TOOL_MISSING, EMULATOR_MISSING
 */
export async function composeRootfs(options: RootfsOptions): Promise<void> {
  const { treePath, workDir, log } = options;
  await assertRunsPrograms(options.basearch);
  await makeFolder(workDir);
  await makeFolder(treePath);
  await withLock(
    composeLock(workDir),
    () => withDiskFullError([workDir, treePath], () => compose(options)),
    { log },
  );
}

async function compose(options: RootfsOptions): Promise<void> {
  const { treePath, packages, present = [], basearch, sourceDateEpoch, log } = options;
  const { treefile } = options;
  const workDir = join(options.workDir, 'rootfs');
  await removeFolder(workDir, log);
  const scratch = join(workDir, 'scratch');
  await mkdir(scratch, { recursive: true });
  try {
    const startedMs = await fileTimeMs(join(workDir, 'started'));
    const tree = new Tree(treePath);
    const unitsBefore = await listUnitLinks(tree);
    const all = [...present, ...packages];
    const owned = new Set(all.flatMap(({ paths }) => paths));
    const rpmdb = await findRootfsRpmdb(tree, owned);
    const excludePaths = await seedAccounts({
      tree,
      treefile,
      packages,
      scratch: new Tree(scratch),
      checksums: new Map(),
      sourceDateEpoch,
      log,
      ...(present.length === 0 ? {} : { present: await readAccounts(tree) }),
    });
    await installPackages({
      tree,
      basearch,
      packages,
      rpmdb,
      documentation: treefile.documentation,
      installLangs: treefile.installLangs,
      // Whoever runs a container gives it the devices that it needs.
      excludePaths: [...excludePaths, ...packages.flatMap(({ devices }) => devices)],
      scriptlets: true,
      sourceDateEpoch,
      log,
    });
    await settleAccounts(tree);
    await removeUnitLinks(tree, unitsBefore, owned);
    await removeSpecialFiles(tree, true);
    const common = { owned, sourceDateEpoch, log };
    const place = await placeRootfsRpmdb(tree, { ...common, rpmdb, basearch });
    await settleRootfs(tree, { ...common, rpmdb: place, packages: all, workDir, startedMs });
  } finally {
    await removeFolder(workDir, log);
  }
}

/** What the file system takes for now, which may be somewhat behind the clock. */
async function fileTimeMs(path: string): Promise<number> {
  await writeFile(path, '');
  return (await lstat(path)).mtimeMs;
}
