import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool, type ToolOptions } from '../../../lib/host/process.ts';
import { formatCommit, objectPath, parseCommit } from '../../../lib/ostree/objects.ts';
import {
  type CommitTreeOptions,
  type CommittedTree,
  type ObjectWriterOptions,
  openObjectWriter,
} from '../../../lib/repo/object-writer.ts';

/** One folder for the tests of a file; it goes away after them. */
export const root = mkdtempSync(join(tmpdir(), 'treesmith-repo-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;

/** Returns a path of which nobody has heard yet. */
export function newPath(name: string): string {
  count += 1;
  return join(root, `${name}-${count}`);
}

/** Returns a new folder. */
export async function newFolder(name = 'tree'): Promise<string> {
  const path = newPath(name);
  await mkdir(path);
  return path;
}

/** Makes a repository. */
export async function newRepository(mode = 'archive'): Promise<string> {
  const path = newPath(mode);
  await runTool(['ostree', `--repo=${path}`, 'init', `--mode=${mode}`]);
  return path;
}

/** Options of a writer, three threads unless given. */
export function writerOptions(repoPath: string): ObjectWriterOptions {
  return { repoPath, scratchPath: newPath('scratch'), threads: 3, log: silentLog };
}

/** The roots that `ostree commit` gives a tree. */
export async function ostreeRoots(
  treePath: string,
  { mode = 'archive', selinux = false } = {},
): Promise<{ rootTree: string; rootMeta: string }> {
  const repo = await newRepository(mode);
  const argv = ['commit', '--orphan', '--no-bindings', '--parent=none', '--fsync=false'];
  const policy = selinux ? [`--selinux-policy=${treePath}`] : [];
  const commit = (
    await readTool(['ostree', `--repo=${repo}`, ...argv, ...policy, `--tree=dir=${treePath}`])
  ).trim();
  const { rootTree, rootMeta } = parseCommit(
    await readFile(join(repo, objectPath(commit, 'commit'))),
  );
  await rm(repo, { recursive: true });
  return { rootTree, rootMeta };
}

/** Commits with a writer of its own and points `main` at the commit. */
export async function commitWith(
  options: ObjectWriterOptions,
  treePath: string,
  treeOptions: CommitTreeOptions = {},
): Promise<CommittedTree & { commit: string }> {
  await using writer = await openObjectWriter(options);
  const made = await writer.commitTree(treePath, treeOptions);
  const { rootTree, rootMeta } = made;
  const commit = await writer.writeCommit(
    formatCommit({
      ...{ metadata: [], parent: undefined, subject: '', body: '', timestampSeconds: 0 },
      ...{ rootTree, rootMeta },
    }),
  );
  await runTool([
    'ostree',
    `--repo=${options.repoPath}`,
    'refs',
    '--force',
    '--create=main',
    commit,
  ]);
  return { ...made, commit };
}

/** Commits in a process of its own, which ends when it is done. */
export async function commitInChild(
  repoPath: string,
  treePath: string,
  options: Pick<ToolOptions, 'umask'> = {},
): Promise<CommittedTree & { memoryBytes: number }> {
  const child = join(import.meta.dirname, 'writer-child.ts');
  const printed = await readTool([process.execPath, child, repoPath, treePath], options);
  return JSON.parse(printed.split('\n')[1] ?? '');
}

/** Expects the writer to do as libostree does: checksums, fsck, and the tree that comes out. */
export async function expectAsOstree(treePath: string, mode = 'archive'): Promise<CommittedTree> {
  const repoPath = await newRepository(mode);
  const made = await commitWith(writerOptions(repoPath), treePath);
  const expected = await ostreeRoots(treePath);
  expect({ rootTree: made.rootTree, rootMeta: made.rootMeta }).toEqual(expected);
  await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
  const out = newPath('checkout');
  await runTool(['ostree', `--repo=${repoPath}`, 'checkout', '--fsync=false', 'main', out]);
  // A bare-user repository gives out files of the user, without their attributes.
  if (mode === 'archive') expect(await ostreeRoots(out)).toEqual(expected);
  await rm(repoPath, { recursive: true });
  await rm(out, { recursive: true });
  return made;
}
