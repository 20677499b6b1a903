import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { stopAgent } from '../../../lib/sign/gpg-home.ts';

/**
 * Makes `target`, an archive repository whose ref leads to a commit of `repoPath` that is signed,
 * but by a key that nobody trusts.
 */
export async function forgeCommit(options: {
  readonly repoPath: string;
  readonly commit: string;
  readonly ref: string;
  readonly target: string;
}): Promise<void> {
  const { repoPath, commit, ref, target } = options;
  const ostree = (...args: string[]) => runTool(['ostree', `--repo=${target}`, ...args]);
  await mkdir(target);
  await ostree('init', '--mode=archive');
  await ostree('pull-local', repoPath, commit);
  await rm(join(target, objectPath(commit, 'commitmeta')));
  await ostree('refs', `--create=${ref}`, commit);

  await using home = await makeTempDir();
  const gpg = ['gpg', '--homedir', home.path, '--batch', '--passphrase', ''];
  const name = 'mallory@example.invalid';
  await runTool([...gpg, '--quick-gen-key', name, 'rsa2048', 'sign', 'never']);
  try {
    await ostree('gpg-sign', `--gpg-homedir=${home.path}`, commit, name);
  } finally {
    await stopAgent(home.path);
  }
}
