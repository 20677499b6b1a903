import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeFileAtomic } from '../host/files.ts';

/** As `ostree init` makes them. */
const FOLDERS = [
  ...['extensions', 'objects', 'refs/heads', 'refs/mirrors', 'refs/remotes', 'state'],
  'tmp/cache',
];
/** Level 1 takes a third of the time of level 6, for 6 % more bytes. */
const CONFIG = '[core]\nrepo_version=1\nmode=archive-z2\n\n[archive]\nzlib-level=1\n';

/**
 * Makes an archive repository unless there is one. It is one when it has its config, which comes last.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function openArchive(repoPath: string): Promise<void> {
  const config = join(repoPath, 'config');
  const isThere = await access(config).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  for (const folder of FOLDERS) await makeFolder(join(repoPath, folder));
  await writeFileAtomic(config, CONFIG);
}
