import { rename } from 'node:fs/promises';
import { makeDeferred } from '../core/deferred.ts';
import { type CommitOptions, type CommittedContents, commitTree } from './commit.ts';
import {
  INITRAMFS_STAGE,
  type InitramfsOptions,
  initramfsPath,
  makeInitramfs,
} from './initramfs.ts';
import type { HashedTree } from './initramfs-files.ts';
import { type Kernel, linkKernel } from './kernel.ts';
import { type Timings, timed } from './timings.ts';

/** A commit that no ref leads to yet. */
export interface FinishedTree extends CommittedContents {
  /** Keys of the kept results that were made or used, by stage. */
  readonly kept: Readonly<Record<string, string>>;
}

/** What is left to do with a tree that has everything but its initramfs. */
export interface FinishOptions {
  readonly commit: CommitOptions;
  /** Undefined: the tree gets no initramfs. */
  readonly initramfs: InitramfsOptions | undefined;
  /** For `boot-location: new`: the kernel to link to names that have its checksum. */
  readonly linked: Kernel | undefined;
  readonly timings: Timings;
}

/**
 * Makes the initramfs and commits the tree, each beside the other: everything else is hashed and stored
 * while dracut runs, or while it is found out that it need not.
 *
 * @throws BuildError INITRAMFS_FAILED; what `commitTree` throws
 */
export async function finishTree(options: FinishOptions): Promise<FinishedTree> {
  const { commit, initramfs, linked, timings } = options;
  const make = (given: InitramfsOptions) =>
    timed(timings, 'initramfs', given.log, `Make the initramfs of ${given.kernel.version}`, () =>
      makeInitramfs(given),
    );
  const finish = (run: () => Promise<CommittedContents>) =>
    timed(timings, 'commit', commit.log, 'Commit the tree', run);

  if (initramfs === undefined || linked !== undefined) {
    const key = initramfs === undefined ? undefined : await make(initramfs);
    if (linked !== undefined) await linkKernel(options.commit.tree, linked);
    return { ...(await finish(() => commitTree(commit))), kept: keptOf(key) };
  }

  const path = initramfsPath(initramfs.kernel);
  const place = await initramfs.tree.resolve(path);
  // Holds the place of the initramfs in the tree; what was kept, with what nearly always comes there.
  const fetched = await initramfs.last;
  const last = fetched && { ...fetched, image: place };
  if (fetched === undefined) await initramfs.tree.write(path, '');
  else await rename(fetched.image, place);
  const hashing = makeDeferred<HashedTree>();
  const dracut = makeDeferred<void>();
  const making = make({ ...initramfs, last, hashing: hashing.promise, onIdle: dracut.resolve });
  const beside = Promise.race([dracut.promise, making]).catch(() => undefined);
  const committing = commitTree({
    ...commit,
    late: {
      path: place,
      onOthers: (folder, checksums) => hashing.resolve({ folder, checksums }),
      ready: making,
      // Where an initramfs was kept, dracut hardly ever runs.
      ...(last === undefined ? { beside } : {}),
    },
  });
  // Then nothing is kept; but nobody waits for it.
  hashing.promise.catch(() => undefined);
  committing.catch(hashing.reject);
  try {
    const key = await making;
    return { ...(await finish(() => committing)), kept: keptOf(key) };
  } finally {
    // Its threads read the tree, which goes away.
    await committing.catch(() => undefined);
  }
}

function keptOf(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { [INITRAMFS_STAGE]: key };
}
