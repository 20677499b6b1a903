import { link } from 'node:fs/promises';
import type { Json } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import type { Treefile } from '../remix/treefile.ts';
import { checkAccounts } from './account-check.ts';
import type { Accounts } from './accounts.ts';
import { splitAccounts } from './altfiles.ts';
import { runDepmod } from './depmod.ts';
import { removeSpecialFiles } from './devices.ts';
import { installPackages, RPMDB } from './install.ts';
import { type Kernel, placeKernel } from './kernel.ts';
import { normalise } from './normalise.ts';
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
  removeFromPackages,
} from './treefile-content.ts';
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
  /** Where results of steps are kept; none are when it is absent. */
  readonly keptPath?: string;
  /** What the treefile says, for /usr/share/rpm-ostree/treefile.json. */
  readonly inputs: Json;
  readonly previous?: Accounts;
  readonly version?: string;
  readonly repoPath: string;
  readonly sourceDateEpoch: number;
  readonly timings: Timings;
  /** Called with host paths of files that the commit will have, unless a later step changes them. */
  readonly onFiles?: (paths: readonly string[]) => void;
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
  const { tree, folders, treefile, packages, sourceDateEpoch, log, onFiles } = options;
  const excludePaths = await seedAccounts({ ...options, scratch: new Tree(folders.scratch) });
  await installPackages({
    tree,
    basearch: treefile.basearch,
    packages,
    documentation: treefile.documentation,
    installLangs: treefile.installLangs,
    // Device nodes need a capability that scriptlets must not have; a commit cannot hold them.
    excludePaths: [...excludePaths, ...packages.flatMap(({ devices }) => devices)],
    scriptlets: true,
    sourceDateEpoch,
    ...(onFiles === undefined
      ? {}
      : { onInstalled: ({ contents }) => onFiles(contents.map((path) => tree.path + path)) }),
    log,
  });
  await removeFromPackages(tree, treefile, packages);
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
  await removeSpecialFiles(tree, treefile.ignoreDevices);
  const policy = await findPolicy(tree, treefile);
  if (policy !== undefined) await preparePolicy(tree, policy);
  else if (treefile.selinux) log.info('The tree has no SELinux policy: files get no labels');
  const accounts = await readAccounts(tree, 'usr/etc');
  await checkAccounts(tree, accounts, treefile, options);
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
  await normalise(tree, {
    ...options,
    workDir: options.folders.root,
    machineidCompat: treefile.machineidCompat,
  });
  await shareRpmdb(tree);
  if (treefile.readonlyExecutables) await protectExecutables(tree);
  return { kernel, selinux: policy !== undefined };
}

/** /home is a link to /var/home: `~` of new users shall be the real path. */
async function setHomes(tree: Tree): Promise<void> {
  const path = 'usr/etc/default/useradd';
  const text = await tree.read(path);
  if (text !== undefined) await tree.write(path, text.replace(/^HOME=.*$/m, 'HOME=/var/home'));
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
