import { join } from 'node:path';
import { makeFolder, writeFileAtomic } from '../host/files.ts';
import { formatCommitMessage } from '../lock/commit-message.ts';
import { formatChanges } from '../lock/format-changes.ts';
import type { LockOutcome } from './lock.ts';

/** What a bot needs for a pull request with a new lockfile. Absolute paths. */
export interface LockFiles {
  /** `changes.md`: less than 60 KiB, for the text of the pull request. */
  readonly markdown: string;
  /** `changes.json`: `{version: 1, changed, packages: {basearch: count}, changes: PackageChange[]}`. */
  readonly json: string;
  /** `commit-message.txt`: for `git commit --file`. */
  readonly commitMessage: string;
}

/**
 * Writes into `folder` what is different in a lockfile, for people and programs. The bytes are a
 * function of `outcome`.
 *
 * @throws ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE; BuildError DISK_FULL
 */
export async function writeLockFiles(folder: string, outcome: LockOutcome): Promise<LockFiles> {
  const { changed, packages, changes } = outcome;
  const files: LockFiles = {
    markdown: join(folder, 'changes.md'),
    json: join(folder, 'changes.json'),
    commitMessage: join(folder, 'commit-message.txt'),
  };
  await makeFolder(folder);
  await writeFileAtomic(files.markdown, formatChanges(changes, 'markdown'));
  const data = { version: 1, changed, packages, changes };
  await writeFileAtomic(files.json, `${JSON.stringify(data, null, 2)}\n`);
  await writeFileAtomic(files.commitMessage, formatCommitMessage(changes));
  return files;
}
