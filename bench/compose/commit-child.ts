/** One commit of ours, for bench/compose/commit.ts: `commit-child.mjs TREE REPO SCRATCH EPOCH`. */
import { commitTree, publishCommit } from '../../lib/compose/commit.ts';
import { silentLog } from '../../lib/core/log.ts';
import { openObjectWriter } from '../../lib/repo/object-writer.ts';

const [treePath = '', repoPath = '', scratchPath = '', epoch = ''] = process.argv.slice(2);
const log = silentLog;
await using writer = await openObjectWriter({ repoPath, scratchPath, log });
const commit = await commitTree({
  ...{ treePath, removeTree: false, repoPath, writer, metadata: [], selinux: false, log },
  sourceDateEpoch: Number(epoch),
});
await publishCommit({ repoPath, commit, ref: 'bench', log });
