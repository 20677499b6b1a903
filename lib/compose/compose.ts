import { join } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { makeFolder, withLock } from '../host/files.ts';
import { assertRunsPrograms } from '../host/foreign-programs.ts';
import { findMemoryFolder } from '../host/memory.ts';
import type { PackageEntry } from '../ostree/commit-metadata.ts';
import type { LockedPackage } from '../remix/lockfile.ts';
import type { Treefile } from '../remix/treefile.ts';
import { openArchive } from '../repo/archive.ts';
import { openObjectWriter } from '../repo/object-writer.ts';
import { buildTree } from './build-tree.ts';
import { publishCommit } from './commit.ts';
import { delaySync } from './delayed-sync.ts';
import { isDiskFull, withDiskFullError } from './disk-full.ts';
import type { ComposeCode } from './errors.ts';
import { finishTree } from './finish.ts';
import { fetchLastInitramfs, type KeptInitramfs } from './initramfs.ts';
import { inTree } from './initramfs-inputs.ts';
import { InitramfsLearning } from './initramfs-learn.ts';
import { type PackageGraph, packageGraph } from './initramfs-packages.ts';
import { KeptContents } from './kept-contents.ts';
import { linkInto } from './link-into.ts';
import { packageEntries, treeMetadata } from './metadata.ts';
import { nevraOf, type PackageHeader, stateOf } from './packages.ts';
import { type Prepared, pathsOf, prepare } from './prepare.ts';
import { hasPolicy } from './selinux.ts';
import { type Timings, timed } from './timings.ts';
import { Tree } from './tree.ts';
import { pathsToRemove } from './treefile-content.ts';
import { UnpackedPackages } from './unpacked.ts';
import { composeLock, makeFolders, removeFolder } from './work-dir.ts';

/** Over what the packages say: blocks, and what scriptlets write. */
const TREE_GROWTH = 1.25;
const TREE_EXTRA_BYTES = 256 * 1024 * 1024;

/** A package of the lock and its file in the store. */
export interface ComposePackage {
  readonly path: string;
  readonly locked: LockedPackage;
}

/** What to compose. Paths are absolute. */
export interface ComposeOptions {
  readonly treefile: Treefile;
  readonly basearch: Basearch;
  readonly packages: readonly ComposePackage[];
  /** Archive repository; made when it is not there. */
  readonly repoPath: string;
  /** Where `previousCommit` and `ostree-layers` are; `repoPath` unless given. */
  readonly sourceRepoPath?: string;
  /** Another archive repository that gets the commit, too, if it can have its objects by links. */
  readonly linkedRepoPath?: string;
  /** Folder for the tree while it is made; one compose at a time uses it. */
  readonly workDir: string;
  /** False keeps the tree out of memory, however much is free. */
  readonly treeInMemory?: boolean;
  /** Folder where results of steps are kept from one compose to the next; absent: nothing is kept. */
  readonly keptPath?: string;
  /** Folder of packages without compression (`Store.unpacked`): rpm is given those where they are. */
  readonly unpackedPath?: string;
  /** Seconds since 1970: time of the commit and of everything in it. */
  readonly sourceDateEpoch: number;
  /** Version of the commit; else the treefile's automatic-version-prefix counts on. */
  readonly version?: string;
  /** The key that signs, in a GnuPG home that can sign without asking. */
  readonly gpg?: { readonly homedir: string; readonly keyId: string };
  /** False for a repository that nobody reads from elsewhere: its summary is not renewed. */
  readonly summary?: boolean;
  /** A commit of the repository: its account ids are kept, and its version is counted on. */
  readonly previousCommit?: string;
  /** Parent of the commit; none unless given, so that the checksum is a function of the lock. */
  readonly parent?: string;
  /**
   * Fulfilled when the packages are verified, each at its path: until then headers are read, and nothing is
   * unpacked or run. They are verified already when it is absent.
   */
  readonly verified?: Promise<unknown>;
  /**
   * Fulfilled, before `verified`, when all packages are verified but those with the SHA-256 `but`. Nothing is read of
   * these that is unpacked or run: rpm is given what `unpackedPath` has of them.
   */
  readonly early?: { readonly verified: Promise<unknown>; readonly but: ReadonlySet<string> };
  /** Called when the commit is there, and all that is left to do is to remove the tree. */
  readonly onCommitted?: (made: MadeCommit) => void;
  readonly log: Log;
}

/** A commit, and where it is. */
export interface MadeCommit {
  readonly commit: string;
  readonly version: string | undefined;
  /** True when `linkedRepoPath` has the commit. No ref leads to it there. */
  readonly isLinked: boolean;
}

/** A commit that was made. */
export interface ComposeResult extends MadeCommit {
  readonly ref: string;
  /** Sorted as in `rpmostree.rpmdb.pkglist`. */
  readonly packages: readonly PackageEntry[];
  /** `rpmostree.inputhash`. */
  readonly inputHash: string;
  /** Keys of the kept results that were made or used, by stage. */
  readonly kept: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timings: Timings;
}

/**
 * Installs the packages into an empty root, makes an OSTree tree of it, commits it and points the
 * treefile's ref at the commit, signed. Equal packages, treefile and `sourceDateEpoch` give an
 * equal checksum, whatever the folder and the day (normalise.ts says how).
 *
 * Needs root. The ref is set last: a run that fails or dies leaves the repository as it was, and
 * the next one removes what it left in `workDir`.
 *
 * @throws ConfigError, BuildError with a ComposeCode; ConfigError TOOL_MISSING, EMULATOR_MISSING
 */
export async function composeTree(options: ComposeOptions): Promise<ComposeResult> {
  const { treefile, workDir, repoPath, log } = options;
  const { ref } = treefile;
  if (ref === undefined) {
    throw new ConfigError<ComposeCode>('REF_MISSING', 'the treefile has no ref', {
      place: { file: treefile.path },
      hint: 'Add for example "ref: anvil/12/x86_64/stable".',
    });
  }
  await assertRunsPrograms(options.basearch);
  await makeFolder(workDir);
  // While packages are fetched, another compose may have the work folder.
  if (stateOf(pathsOf(options)) === undefined) await options.verified;
  return withLock(
    composeLock(workDir),
    () => withDiskFullError([workDir, repoPath], () => composeEarly(options, ref)),
    { log },
  );
}

/** Begins before the packages are verified, if they are all there. */
async function composeEarly(options: ComposeOptions, ref: string): Promise<ComposeResult> {
  const { verified, early, packages, log } = options;
  const before = stateOf(pathsOf(options));
  const isSame = () => stateOf(pathsOf(options)) === before;
  const assertSame = () => {
    if (!isSame()) throw new Error('packages were replaced while they were verified');
  };
  const unpacked = await UnpackedPackages.find(options.unpackedPath, packages, log);
  const isUnread = ({ path, locked }: ComposePackage) =>
    early?.but.has(locked.checksum.replace('sha256:', '')) !== true || unpacked.has(path);
  const firstly = packages.every(isUnread) ? (early?.verified ?? verified) : verified;
  let verifying: Promise<void> | undefined;
  const verifyRest = async () => {
    await verified;
    assertSame();
    await unpacked.verify();
  };
  try {
    return await compose(options, ref, {
      unpacked,
      verify: async () => {
        await firstly;
        assertSame();
      },
      verifyRest: () => {
        verifying ??= verifyRest();
        return verifying;
      },
    });
  } catch (error) {
    // What is wrong with packages says more than what comes of it.
    await verified;
    const isDamaged = await unpacked.removeDamaged();
    if (isSame() && !isDamaged) throw error;
    log.debug('Packages were replaced: once more from the beginning');
    return compose(options, ref, {
      unpacked: await UnpackedPackages.find(undefined, packages, log),
      verify: () => Promise.resolve(),
      verifyRest: () => Promise.resolve(),
    });
  }
}

/** What of packages is looked at while the compose goes on. */
interface Verification {
  readonly unpacked: UnpackedPackages;
  /** Fulfilled when those packages are verified of which rpm reads the files. */
  readonly verify: () => Promise<void>;
  /** Fulfilled when all are, and what rpm reads in place of some. */
  readonly verifyRest: () => Promise<void>;
}

async function compose(
  options: ComposeOptions,
  ref: string,
  verification: Verification,
): Promise<ComposeResult> {
  const { log } = options;
  const timings: Timings = {};
  const title = `Read packages (${options.packages.length})`;
  const prepared = await timed(timings, 'prepare', log, title, () => prepare(options));
  const needBytes = treeBytes(prepared.packages);
  const memory = options.treeInMemory === false ? undefined : await findMemoryFolder(needBytes);
  if (memory !== undefined) {
    log.debug(`The tree is made in memory, in ${memory}: about ${formatBytes(needBytes)}`);
    try {
      return await composeIn(memory, prepared, { ...options, ...verification, ref, timings });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      log.warn(`The tree needs more than the ${formatBytes(needBytes)} expected: on disk, then`);
    }
  }
  return composeIn(undefined, prepared, { ...options, ...verification, ref, timings });
}

/** What a tree takes while it is made: files, package database, initramfs. */
function treeBytes(packages: readonly PackageHeader[]): number {
  const installed = packages.reduce((sum, { installedBytes }) => sum + installedBytes, 0);
  return installed * TREE_GROWTH + TREE_EXTRA_BYTES;
}

async function composeIn(
  memory: string | undefined,
  { packages, previous, version, inputs, hash, keepHeaders }: Prepared,
  options: ComposeOptions & Verification & { readonly ref: string; readonly timings: Timings },
): Promise<ComposeResult> {
  const { treefile, log, repoPath, sourceDateEpoch, ref, timings, verify, verifyRest, unpacked } =
    options;
  const folders = await makeFolders(options.workDir, log, memory);
  await openArchive(repoPath);
  const scratchPath = join(options.workDir, 'prepared');
  const delayedSync = delaySync(repoPath, log);
  // Who commits awaits it. Before, nobody looks which objects there are: what a power cut has damaged goes away.
  const whenMended = (run: () => void) => void delayedSync.then(run, () => undefined);
  let removal: Promise<void> | undefined;
  const remove = () => {
    removal ??= removeFolder(folders.root, log);
    // It is awaited in the end, whenever it fails.
    removal.catch(() => undefined);
    return removal;
  };
  try {
    await using writer = await openObjectWriter({
      repoPath,
      scratchPath,
      // A policy labels them all, when they are there.
      preparesByContent: packages.some(hasPolicy),
      log,
    });
    const tree = new Tree(folders.tree);
    const withInitramfs = !treefile.container && !treefile.noInitramfs;
    const keptPath = options.keptPath === undefined ? {} : { keptPath: options.keptPath };
    const { basearch } = options;
    const common = { tree, treefile, basearch, sourceDateEpoch, log, ...keptPath };
    let made: PackageGraph | undefined;
    const graph = () => {
      made ??= packageGraph(packages, inTree);
      return made;
    };
    const learning =
      withInitramfs && options.keptPath !== undefined ? new InitramfsLearning(tree) : undefined;
    let last: Promise<KeptInitramfs | undefined> | undefined;
    let installed = 0;
    using contents = await KeptContents.find(options, folders.root);
    const known: string[] = [];
    const unwanted = pathsToRemove(treefile, packages);
    const isUnwanted = new Set(unwanted);
    const { kernel, selinux } = await buildTree({
      ...common,
      folders,
      packages,
      checksums: new Map(options.packages.map(({ path, locked }) => [path, locked.checksum])),
      unwanted,
      inputs,
      repoPath: options.sourceRepoPath ?? repoPath,
      timings,
      graph,
      verify,
      verifyRest,
      unpacked,
      // While rpm goes on: the other core compresses what is installed, and this thread has time, too.
      // Of a package that the commit before had, all is there: to see that would only slow rpm down,
      // unless it is scriptlets that keep one core busy.
      onInstalled: (header) => {
        const paths = contents
          .expect(header, writer)
          .filter((path) => !isUnwanted.has(path))
          .map((path) => tree.path + path);
        installed += 1;
        if (previous?.packages.has(nevraOf(header)) === true) known.push(...paths);
        else whenMended(() => writer.prepare(paths));
        if (installed >= packages.length - 1) {
          const all = known.splice(0);
          whenMended(() => writer.hash(all));
        }
        if (installed === packages.length) writer.hurry();
        graph();
        void learning?.learn(header.contents);
        // Later than rpm, which has a core for itself then, and one after the other.
        if (installed === Math.ceil(packages.length / 4)) writer.start();
        if (installed !== Math.ceil(packages.length / 2)) return;
        if (withInitramfs && options.keptPath !== undefined) {
          last = fetchLastInitramfs(options.keptPath, join(folders.root, 'last'), log);
        }
      },
      onMade: (path) => whenMended(() => writer.prepare([path], true)),
      ...(version === undefined ? {} : { version }),
      ...(previous === undefined ? {} : { previous: previous.accounts }),
    });
    const metadata = treeMetadata({
      treefile,
      packages,
      inputHash: hash,
      ...(version === undefined ? {} : { version }),
      ...(kernel === undefined ? {} : { kernel }),
    });
    let isLinked = false;
    const {
      commit,
      kept,
      contents: files,
    } = await finishTree({
      commit: {
        tree,
        onCommit: async (commit, sync) => {
          const what = { from: repoPath, commit, ref, sync, log };
          isLinked = await linkInto(options.linkedRepoPath, what);
        },
        // What is on a disk and deleted before a sync need not be written.
        onStored: () => (memory === undefined ? remove() : void remove()),
        writer,
        delayedSync,
        metadata,
        selinux,
        sourceDateEpoch,
        log,
        ...(options.parent === undefined ? {} : { parent: options.parent }),
      },
      initramfs:
        kernel === undefined || !withInitramfs
          ? undefined
          : {
              ...common,
              kernel,
              args: treefile.initramfsArgs,
              workDir: folders.root,
              packages: graph(),
              last,
              ...(learning === undefined ? {} : { texts: learning.texts }),
            },
      linked: treefile.bootLocation === 'new' ? kernel : undefined,
      timings,
    });
    await Promise.all([
      timed(timings, 'publish', log, `Sign and publish ${ref}`, () =>
        publishCommit({
          repoPath,
          commit,
          ref,
          log,
          ...(options.gpg === undefined ? {} : { gpg: options.gpg }),
          ...(options.summary === undefined ? {} : { summary: options.summary }),
        }),
      ),
      contents.keep(commit, files),
      // Of packages that are all verified by now.
      keepHeaders(),
    ]);
    options.onCommitted?.({ commit, version, isLinked });
    const entries = packageEntries(packages);
    return { commit, ref, version, isLinked, packages: entries, inputHash: hash, kept, timings };
  } finally {
    await remove();
    await delayedSync.then(
      ({ sync }) => sync(),
      () => undefined,
    );
  }
}
