import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeTree } from '../../../lib/compose/compose.ts';
import { runTool } from '../../../lib/host/process.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { readRef, writeRef } from '../../../lib/repo/refs.ts';
import { optionsOf, packagesOf } from './harness.ts';

describe('another repository', () => {
  it('has the commit by links, and no ref that leads to it', async () => {
    const options = await optionsOf(await packagesOf());
    const linkedRepoPath = `${options.repoPath}-linked`;
    const { commit, ref, isLinked } = await composeTree({ ...options, linkedRepoPath });
    expect(isLinked).toBe(true);
    expect(await readRef(linkedRepoPath, ref)).toBeUndefined();
    await writeRef(linkedRepoPath, ref, commit);
    await runTool(['ostree', `--repo=${linkedRepoPath}`, 'fsck', '--quiet']);
  });

  it('has nothing where there are no links', async () => {
    const memory = await mkdtemp('/dev/shm/linked-');
    try {
      const options = await optionsOf(await packagesOf());
      const linkedRepoPath = join(memory, 'repo');
      const { commit, isLinked } = await composeTree({ ...options, linkedRepoPath });
      expect(isLinked).toBe(false);
      expect(existsSync(join(linkedRepoPath, objectPath(commit, 'commit')))).toBe(false);
    } finally {
      await rm(memory, { recursive: true });
    }
  });
});
