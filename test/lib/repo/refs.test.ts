import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { readRef, writeRef } from '../../../lib/repo/refs.ts';
import { commitWith, newFolder, newRepository, writerOptions } from './harness.ts';

it('reads and sets branches as ostree does', async () => {
  const repoPath = await newRepository();
  const tree = await newFolder();
  const { commit } = await commitWith(writerOptions(repoPath), tree);
  const ostree = (...argv: string[]) => readTool(['ostree', `--repo=${repoPath}`, ...argv]);

  expect(await readRef(repoPath, 'anvil/12/x86_64/stable')).toBeUndefined();
  await writeRef(repoPath, 'anvil/12/x86_64/stable', commit);
  expect((await ostree('rev-parse', 'anvil/12/x86_64/stable')).trim()).toBe(commit);
  expect((await ostree('refs')).trim().split('\n').sort()).toEqual([
    'anvil/12/x86_64/stable',
    'main',
  ]);
  await ostree('refs', '--create=of/ostree', commit);
  expect(await readRef(repoPath, 'of/ostree')).toBe(commit);
  await ostree('refs', '--delete', 'anvil');
  expect(await readRef(repoPath, 'anvil/12/x86_64/stable')).toBeUndefined();
});

it('takes nothing for a branch that is none', async () => {
  const repoPath = await newRepository();
  for (const ref of ['../../config', 'a/../b', '', '/a', 'a//b', 'a b']) {
    await expect(readRef(repoPath, ref)).rejects.toThrow(TypeError);
    await expect(writeRef(repoPath, ref, '0'.repeat(64))).rejects.toThrow(TypeError);
  }
  await mkdir(join(repoPath, 'refs/heads'), { recursive: true });
  await writeFile(join(repoPath, 'refs/heads/torn'), '12');
  expect(await readRef(repoPath, 'torn')).toBeUndefined();
});
