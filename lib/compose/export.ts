import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import { openArchive } from './commit.ts';

/** Brings a commit and all its objects from one archive repository into another, by links where it can. */
export async function exportCommit(options: {
  readonly from: string;
  readonly repoPath: string;
  readonly commit: string;
  readonly log: Log;
}): Promise<void> {
  const { from, repoPath, commit, log } = options;
  await openArchive(repoPath, log);
  await runTool(['ostree', `--repo=${repoPath}`, 'pull-local', from, commit], { log });
}
