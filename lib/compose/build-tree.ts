import { link } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Json } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import type { Treefile } from '../remix/treefile.ts';
import { checkAccounts } from './account-check.ts';
import type { Accounts } from './accounts.ts';
import { splitAccounts } from './altfiles.ts';
import { runDepmod } from './depmod.ts';
import { removeSpecialFiles } from './devices.ts';
import type { PackageGraph } from './initramfs-packages.ts';
import { installPackages, RPMDB } from './install.ts';
import { HWDB_RESULTS, KeptHwdb } from './kept-hwdb.ts';
import { type Kernel, placeKernel } from './kernel.ts';
import { type NormaliseContext, normalise, normaliseEarly } from './normalise.ts';
import { applyOverlays } from './overlays.ts';
import type { PackageHeader } from './packages.ts';
import { linkRpmdb } from './rpmdb.ts';
import { runPostprocess } from './scripts.ts';
import { findPolicy, preparePolicy } from './selinux.ts';
import { type Timings, timed } from './timings.ts';
import { convertVar } from './tmpfiles.ts';
import { layToplevel } from './toplevel.ts';
import { Tree } from './tree.ts';
import {
  addFiles,
  enableUnits,
  mutateOsRelease,
  protectExecutables,
  removeFiles,
  removePaths,
} from './treefile-content.ts';
import type { UnpackedPackages } from './unpacked.ts';
import { readAccounts, seedAccounts, settleAccounts } from './users.ts';
import type { ComposeFolders } from './work-dir.ts';

/** What a tree is made from. */
export interface BuildTreeOptions {
  readonly tree: Tree;
  readonly folders: ComposeFolders;
  readonly treefile: Treefile;
  readonly packages: readonly PackageHeader[];
  /** Checksums of their files, by path. */
  readonly checksums: ReadonlyMap<string, string>;
  /** What of the packages' files is deleted when rpm is done, paths. */
  readonly unwanted: readonly string[];
  /** Where results of steps are kept; none are when it is absent. */
  readonly keptPath?: string;
  /** What the treefile says, for /usr/share/rpm-ostree/treefile.json. */
  readonly inputs: Json;
  /** Which package needs which. */
  readonly graph: () => PackageGraph;
  readonly previous?: Accounts;
  readonly version?: string;
  readonly repoPath: string;
  readonly sourceDateEpoch: number;
  readonly timings: Timings;
  /** Fulfilled when the packages are verified that rpm is to read: nothing is unpacked before. */
  readonly verify: () => Promise<void>;
  /** Fulfilled when all are, and what rpm is given in their place: it begins when rpm has begun. */
  readonly verifyRest: () => Promise<void>;
  /** What rpm reads instead of some of them. */
  readonly unpacked: UnpackedPackages;
  /** Called for each package when its files are there, while rpm goes on with others. */
  readonly onInstalled?: (header: PackageHeader) => void;
  /** Called with the host path of a large file that no package has, if it is there, when it changes no more. */
  readonly onMade?: (path: string) => void;
  readonly log: Log;
}

/** What the commit has to know of a finished tree. */
export interface BuiltTree {
  readonly kernel: Kernel | undefined;
  /** True when the tree has a policy by which files are labelled. */
  readonly selinux: boolean;
}

/** Makes a tree that has everything but its initramfs, in rpm-ostree's order of steps. */
export async function buildTree(options: BuildTreeOptions): Promise<BuiltTree> {
  const { timings, log, packages } = options;
  await timed(timings, 'install', log, `Install packages (${packages.length})`, () =>
    install(options),
  );
  return timed(timings, 'tree', log, 'Make an OSTree tree', () => arrange(options));
}

async function install(options: BuildTreeOptions): Promise<void> {
  const { tree, folders, treefile, packages, sourceDateEpoch, log, onInstalled } = options;
  const excludePaths = await seedAccounts({
    ...options,
    scratch: new Tree(folders.scratch),
    pathOf: (path) => options.unpacked.pathOf(path),
  });
  const { keptPath } = options;
  const hwdb =
    keptPath === undefined
      ? undefined
      : await KeptHwdb.prepare(join(folders.root, 'hwdb'), packages, { keptPath, log });
  await options.verify();
  let offering: Promise<void> | undefined;
  await installPackages({
    tree,
    programs: hwdb?.programs,
    basearch: treefile.basearch,
    packages,
    documentation: treefile.documentation,
    installLangs: treefile.installLangs,
    // Device nodes need a capability that scriptlets must not have; a commit cannot hold them.
    excludePaths: [...excludePaths, ...packages.flatMap(({ devices }) => devices)],
    scriptlets: true,
    sourceDateEpoch,
    pathOf: (path) => options.unpacked.pathOf(path),
    onStarted: () => {
      // It is awaited below.
      options.verifyRest().catch(() => undefined);
      offering = hwdb?.offer(options.graph, options.checksums);
    },
    ...(onInstalled === undefined ? {} : { onInstalled }),
    log,
  }).finally(() => offering);
  await options.verifyRest();
  await hwdb?.keep(tree);
  for (const path of HWDB_RESULTS) options.onMade?.(`${tree.path}/${path}`);
  await removePaths(tree, options.unwanted);
  await applyOverlays(tree, treefile, { repoPath: options.repoPath, workDir: folders.root, log });
  await settleAccounts(tree);
}

async function arrange(options: BuildTreeOptions): Promise<BuiltTree> {
  const { tree, treefile, version, log } = options;
  for (const folder of ['etc', 'usr/lib', 'var']) await tree.mkdir(folder);
  if (treefile.mutateOsRelease !== undefined && version !== undefined) {
    await mutateOsRelease(tree, treefile.mutateOsRelease, version);
  }
  await removeFiles(tree, treefile);
  await addFiles(tree, treefile);
  await tree.rename('etc', 'usr/etc');
  await linkRpmdb(tree);
  await enableUnits(tree, treefile);
  const inputs = `${JSON.stringify(options.inputs, null, 2)}\n`;
  await tree.write('usr/share/rpm-ostree/treefile.json', inputs);
  await runPostprocess(tree, treefile, { ...options, workDir: options.folders.root });
  await setHomes(tree);
  const policy = await findPolicy(tree, treefile);
  if (policy !== undefined) await preparePolicy(tree, policy);
  else if (treefile.selinux) log.info('The tree has no SELinux policy: files get no labels');
  const accounts = await readAccounts(tree, 'usr/etc');
  await checkAccounts(tree, accounts, treefile, options);
  const context = {
    ...options,
    workDir: options.folders.root,
    machineidCompat: treefile.machineidCompat,
  };
  const settling = settleEarly(context);
  // It is awaited in the end, whatever fails before.
  settling.catch(() => undefined);
  const kernel = await layOut(accounts, options).finally(() => settling);
  await normalise(tree, context);
  if (treefile.readonlyExecutables) await protectExecutables(tree);
  return { kernel, selinux: policy !== undefined };
}

/** Settles the package database, which takes a program of its own a while. */
async function settleEarly(options: BuildTreeOptions & NormaliseContext): Promise<void> {
  const { tree, onMade } = options;
  await normaliseEarly(tree, options);
  await shareRpmdb(tree);
  onMade?.(`${tree.path}/${RPMDB}/rpmdb.sqlite`);
}

/** Puts everything to its place in an OSTree tree. */
async function layOut(accounts: Accounts, options: BuildTreeOptions): Promise<Kernel | undefined> {
  const { tree, treefile, log } = options;
  // What is settled meanwhile begins first: this is a walk, if one that looks at names alone.
  await setImmediate();
  await removeSpecialFiles(tree, treefile.ignoreDevices);
  await splitAccounts(tree, accounts, treefile.etcGroupMembers);
  await keepAlternatives(tree);
  const dropped = await layToplevel(tree, treefile);
  if (dropped.length > 0) log.info(`Not in the commit, as in rpm-ostree: ${dropped.join(', ')}`);
  const state = await convertVar(tree, accounts);
  log.info(`/var: ${state.lines} tmpfiles.d lines, ${state.dropped.length} files dropped`);
  for (const path of state.dropped) log.debug(`dropped ${path}`);
  const kernel = treefile.container ? undefined : await placeKernel(tree, treefile.bootLocation);
  if (kernel !== undefined)
    await runDepmod(tree, kernel, { ...options, basearch: treefile.basearch });
  return kernel;
}

/** /home is a link to /var/home: `~` of new users shall be the real path. */
async function setHomes(tree: Tree): Promise<void> {
  const path = 'usr/etc/default/useradd';
  const [text, stats] = [await tree.read(path), await tree.stat(path)];
  if (text === undefined || stats === undefined) return;
  await tree.write(path, text.replace(/^HOME=.*$/m, 'HOME=/var/home'), stats.mode & 0o7777);
}

/** The state of these belongs to the packages, not to the machine. */
async function keepAlternatives(tree: Tree): Promise<void> {
  for (const name of ['alternatives', 'vagrant']) {
    if ((await tree.lstat(`var/lib/${name}`))?.isDirectory() !== true) continue;
    await tree.remove(`usr/lib/${name}`);
    await tree.rename(`var/lib/${name}`, `usr/lib/${name}`);
    await tree.symlink(`../../usr/lib/${name}`, `var/lib/${name}`);
  }
}

/** rpm-ostree looks here for the packages of the base when it layers others on top. */
async function shareRpmdb(tree: Tree): Promise<void> {
  const base = 'usr/lib/sysimage/rpm-ostree-base-db';
  await tree.mkdir(base);
  for (const name of await tree.list(RPMDB)) {
    await tree.remove(`${base}/${name}`);
    await link(await tree.resolve(`${RPMDB}/${name}`), await tree.resolve(`${base}/${name}`));
  }
}
