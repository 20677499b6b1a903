import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Nobody comes back for an unfinished download after that long. */
const STALE_AFTER_DAYS = 14;

/** Removes what lies in `folder` and was not touched for two weeks. */
export async function removeStale(folder: string): Promise<void> {
  const oldest = Date.now() - STALE_AFTER_DAYS * 24 * 60 * 60 * 1000;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < oldest)
      await rm(path, { recursive: true, force: true });
  }
}
