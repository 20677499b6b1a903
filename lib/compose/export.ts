import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import { openArchive } from '../repo/archive.ts';
import { linkCommit } from '../repo/link-commit.ts';

/** Brings a commit and all its objects from one archive repository into another, by links where it can. */
export async function exportCommit(options: {
  readonly from: string;
  readonly repoPath: string;
  readonly commit: string;
  readonly log: Log;
}): Promise<void> {
  const { from, repoPath, commit, log } = options;
  await openArchive(repoPath);
  if (await linkCommit({ from, to: repoPath, commit, log })) return;
  await runTool(['ostree', `--repo=${repoPath}`, 'pull-local', from, commit], { log });
}
