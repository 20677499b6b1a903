import type { Log } from '../core/log.ts';
import { readTool, runTool } from '../host/process.ts';
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

/** Returns the commit that `ref` leads to, or undefined when there is none. */
export async function readRef(repoPath: string, ref: string): Promise<string | undefined> {
  const argv = ['ostree', `--repo=${repoPath}`, 'rev-parse', ref];
  const printed = await readTool(argv, { okExitCodes: [0, 1] });
  return printed.trim() === '' ? undefined : printed.trim();
}
