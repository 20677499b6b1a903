import { readTool } from './process.ts';

/** A commit that a ref leads to. */
export interface RefCommit {
  readonly ref: string;
  readonly commit: string;
}

/** Returns the refs of a local repository, sorted, and the commit that each leads to. */
export async function listRefs(repoPath: string): Promise<RefCommit[]> {
  const refs = await readTool(['ostree', `--repo=${repoPath}`, 'refs']);
  const names = refs
    .split('\n')
    .filter((line) => line !== '')
    .sort();
  const found: RefCommit[] = [];
  for (const ref of names) {
    const commit = await readTool(['ostree', `--repo=${repoPath}`, 'rev-parse', ref]);
    found.push({ ref, commit: commit.trim() });
  }
  return found;
}
