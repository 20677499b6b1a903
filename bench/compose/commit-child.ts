/** One commit of ours, for bench/compose/commit.ts: `commit-child.mjs TREE REPO SCRATCH EPOCH`. */
import { commitTree, publishCommit } from '../../lib/compose/commit.ts';
import { delaySync } from '../../lib/compose/delayed-sync.ts';
import { Tree } from '../../lib/compose/tree.ts';
import { silentLog } from '../../lib/core/log.ts';
import { openObjectWriter } from '../../lib/repo/object-writer.ts';

const [treePath = '', repoPath = '', scratchPath = '', epoch = ''] = process.argv.slice(2);
const log = silentLog;
await using writer = await openObjectWriter({ repoPath, scratchPath, log });
writer.start();
const { commit } = await commitTree({
  ...{ tree: new Tree(treePath), writer, metadata: [], selinux: false, log },
  sourceDateEpoch: Number(epoch),
  delayedSync: delaySync(repoPath, log),
});
await publishCommit({ repoPath, commit, ref: 'bench', log });
