import { lstatSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/digest.ts';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { withFreeLock } from '../host/files.ts';
import { runTool } from '../host/process.ts';
import type { ComposeCode } from './errors.ts';

/** Holds the lock of the compose that uses `workDir`. */
export function composeLock(workDir: string): string {
  return join(workDir, 'compose.lock');
}

/** Folders in memory begin with it. */
const IN_MEMORY = 'treesmith-';
/** In each of them: the work folder whose lock its compose holds. */
const WORK_DIR = 'work-dir';

/** The folders of one compose, all on one file system. Nothing in them outlives it. */
export interface ComposeFolders {
  readonly root: string;
  /** The tree, until it is committed. */
  readonly tree: string;
  /** Payloads that are looked at before installing. */
  readonly scratch: string;
}

/**
 * Makes empty folders below `workDir`, or below the folder `memory` on a file system in memory;
 * what a run that was killed left goes away first. The caller holds the lock of `workDir`.
 */
export async function makeFolders(
  workDir: string,
  log: Log,
  memory?: string,
): Promise<ComposeFolders> {
  if (memory !== undefined) await removeAbandoned(memory, log);
  const root =
    memory === undefined
      ? join(workDir, 'compose')
      : join(memory, `${IN_MEMORY}${nameOf(workDir)}`);
  await removeFolder(root, log);
  const folders = {
    root,
    tree: join(root, 'tree'),
    scratch: join(root, 'scratch'),
  };
  // Anybody may write to a folder in memory: what was not there must be ours.
  await mkdir(root, { mode: 0o700 });
  await writeFile(join(root, WORK_DIR), workDir);
  for (const path of [folders.tree, folders.scratch]) await mkdir(path, { mode: 0o755 });
  return folders;
}

/**
 * Removes what composes that were killed left in memory, where it would stay until the next boot. What cannot be
 * removed stays: their owners, or others that tidy up, may be about it.
 */
async function removeAbandoned(memory: string, log: Log): Promise<void> {
  for (const name of await readdir(memory)) {
    if (!name.startsWith(IN_MEMORY)) continue;
    const root = join(memory, name);
    const workDir = await readFile(join(root, WORK_DIR), 'utf8').catch(() => undefined);
    if (workDir === undefined || name !== `${IN_MEMORY}${nameOf(workDir)}`) continue;
    try {
      if (!(await isFolder(workDir))) await removeFolder(root, log);
      else await withFreeLock(composeLock(workDir), () => removeFolder(root, log));
    } catch (error) {
      log.debug(`${root} is left: ${String(error)}`);
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function nameOf(workDir: string): string {
  return sha256(workDir).slice(0, 16);
}

/**
 * Deletes a folder that holds a tree. Symbolic links are deleted, not followed; mounts are neither
 * entered nor expected.
 *
 * @throws BuildError WORK_DIR_MOUNTED when something is mounted below it
 */
export async function removeFolder(path: string, log: Log): Promise<void> {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
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
  // Nearly always before a compose; to start a program for it takes a hundredth of a second.
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  // With input a tool has started when this returns, whatever keeps this thread busy then.
  await runTool(['rm', '-rf', '--one-file-system', '--', path], { input: '', log });
}
