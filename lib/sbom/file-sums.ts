import { createHash } from 'node:crypto';
import { readInstalledPackages } from '../host/installed-packages.ts';
import type { CommitReader } from '../repo/commit-reader.ts';

/**
 * Returns the SHA-1 of every regular file that a package has and that is in the commit, by the path that
 * the package has for it. SPDX asks for SHA-1, which package databases do not have: all is read.
 *
 * @throws BuildError COMMIT_UNREADABLE, BAD_RPMDB, BAD_HEADER, HEADER_LIMIT
 */
export async function hashPackageFiles(
  reader: CommitReader,
  rpmdbPath: string,
): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  const bySum = new Map<string, string>();
  for (const { files } of readInstalledPackages(rpmdbPath)) {
    for (const { path, digest } of files) {
      if (digest === '' || sums.has(path)) continue;
      const file = (await reader.find(path)) ?? (await reader.find(`usr${path}`));
      if (file === undefined) continue;
      const sha1 = bySum.get(file.checksum) ?? (await reader.hash(file, createHash('sha1')));
      bySum.set(file.checksum, sha1);
      sums.set(path, sha1);
    }
  }
  return sums;
}
