import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { makeFolder } from '../host/files.ts';
import { replaceRepositoryFile } from './repository-file.ts';

/** What libostree takes for a ref. */
const REF = /^[-.\w]+(\/[-.\w]+)*$/;
const CHECKSUM = /^[0-9a-f]{64}$/;

/** Returns the commit that a branch of the repository leads to, or undefined when there is none. */
export async function readRef(repoPath: string, ref: string): Promise<string | undefined> {
  const text = await readFile(join(repoPath, pathOf(ref)), 'utf8').catch(() => '');
  return CHECKSUM.test(text.trim()) ? text.trim() : undefined;
}

/**
 * Returns the commit that each branch leads to; undefined when there is something else among them: a link, or what
 * is no ref.
 */
export async function readBranches(
  repoPath: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  const root = join(repoPath, 'refs', 'heads');
  const branches = new Map<string, string>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const ref = relative(root, join(entry.parentPath, entry.name));
    const commit = entry.isFile() && REF.test(ref) ? await readRef(repoPath, ref) : undefined;
    if (commit === undefined) return undefined;
    branches.set(ref, commit);
  }
  return branches;
}

/**
 * Points a branch at a commit: all at once, and synced. A process for it would take longer than all else.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY
 */
export async function writeRef(repoPath: string, ref: string, commit: string): Promise<void> {
  const path = pathOf(ref);
  await makeFolder(dirname(join(repoPath, path)));
  await replaceRepositoryFile(repoPath, path, `${commit}\n`);
}

function pathOf(ref: string): string {
  const names = ref.split('/');
  if (REF.test(ref) && !names.includes('.') && !names.includes('..')) {
    return join('refs', 'heads', ...names);
  }
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}
