import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import type { ComposeCode } from './errors.ts';

/** The folders of one compose, all on one file system. Nothing in them outlives it. */
export interface ComposeFolders {
  readonly root: string;
  /** The tree, until it is committed. */
  readonly tree: string;
  /** Payloads that are looked at before installing. */
  readonly scratch: string;
  /** The bare repository that takes the tree's files over. */
  readonly repo: string;
}

/** Makes empty folders below `workDir`; what a run that was killed left there goes away first. */
export async function makeFolders(workDir: string, log: Log): Promise<ComposeFolders> {
  const root = join(workDir, 'compose');
  await removeFolder(root, log);
  const folders = {
    root,
    tree: join(root, 'tree'),
    scratch: join(root, 'scratch'),
    repo: join(root, 'repo'),
  };
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const path of [folders.tree, folders.scratch]) await mkdir(path, { mode: 0o755 });
  return folders;
}

/**
 * Deletes a folder that holds a tree. Symbolic links are deleted, not followed; mounts are neither
 * entered nor expected.
 *
 * @throws BuildError WORK_DIR_MOUNTED when something is mounted below it
 */
export async function removeFolder(path: string, log: Log): Promise<void> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .map((line) =>
      line
        .split(' ')[4]
        ?.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
    )
    .filter((point): point is string => point?.startsWith(`${path}/`) === true);
  if (mounts.length > 0) {
    throw new BuildError<ComposeCode>(
      'WORK_DIR_MOUNTED',
      `not deleting ${path}: ${mounts[0]} is mounted in it`,
      {
        hint: `Unmount it: umount ${mounts[0]}`,
      },
    );
  }
  await runTool(['rm', '-rf', '--one-file-system', '--', path], { log });
}
