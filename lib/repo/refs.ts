import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, replaceFile } from '../host/files.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** What libostree takes for a ref. */
const REF = /^[-.\w]+(\/[-.\w]+)*$/;
const CHECKSUM = /^[0-9a-f]{64}$/;

/** Returns the commit that a branch of the repository leads to, or undefined when there is none. */
export async function readRef(repoPath: string, ref: string): Promise<string | undefined> {
  const text = await readFile(pathOf(repoPath, ref), 'utf8').catch(() => '');
  return CHECKSUM.test(text.trim()) ? text.trim() : undefined;
}

/**
 * Points a branch at a commit: all at once, and synced. A process for it would take longer than all else.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY
 */
export async function writeRef(repoPath: string, ref: string, commit: string): Promise<void> {
  const path = pathOf(repoPath, ref);
  await makeFolder(dirname(path));
  // Not beside it: libostree takes whatever lies below refs/ for a ref.
  const folder = await makeTemporaryFolder(repoPath);
  try {
    await writeFile(join(folder, 'ref'), `${commit}\n`);
    await replaceFile(join(folder, 'ref'), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pathOf(repoPath: string, ref: string): string {
  const names = ref.split('/');
  if (REF.test(ref) && !names.includes('.') && !names.includes('..')) {
    return join(repoPath, 'refs', 'heads', ...names);
  }
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}
