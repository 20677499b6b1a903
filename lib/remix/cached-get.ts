import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../core/digest.ts';
import { makeFolder, writeFileAtomic } from '../host/files.ts';
import { type HttpClient, redactUrl } from '../host/http.ts';
import type { Store } from '../host/store.ts';
import { remixError } from './errors.ts';

/** What stages that talk to repositories share. */
export interface RepositoryAccess {
  readonly store: Store;
  readonly http: HttpClient;
  /** Use what an earlier run has kept; ask nobody. */
  readonly offline: boolean;
}

/**
 * Returns the bytes at `url` as they are now, and keeps them for runs that are offline. What is at
 * one URL changes: only small files that name or vouch for others belong here.
 *
 * @throws ConfigError NOT_CACHED when offline; what `HttpClient.get` throws
 */
export async function getKept(
  { store, http, offline }: RepositoryAccess,
  url: string,
  limitBytes: number,
): Promise<Buffer> {
  const path = join(store.path, 'urls', sha256(url));
  if (url.startsWith('file:')) return http.getBytes(url, { limitBytes });
  if (!offline) {
    const bytes = await http.getBytes(url, { limitBytes });
    await keep(path, bytes);
    return bytes;
  }
  return readFile(path).catch(() => {
    throw remixError(
      'NOT_CACHED',
      `${redactUrl(url)} is not in the store, and nothing may be fetched`,
      undefined,
      'Run once without --offline.',
    );
  });
}

/** Writes a file of the store, unless it has these bytes already: to sync it costs more than to read it. */
export async function keep(path: string, bytes: Uint8Array): Promise<void> {
  const kept = await readFile(path).catch(() => undefined);
  if (kept?.equals(bytes) === true) return;
  await makeFolder(dirname(path));
  await writeFileAtomic(path, bytes);
}
