import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { TreesmithError } from '../core/errors.ts';
import { downloadFile } from '../host/download.ts';
import type { RepoDefinition } from '../remix/repositories.ts';
import { readMirrors } from '../remix/repository-mirrors.ts';
import type { FetchOptions } from './fetch.ts';
import { mirrorUrls } from './mirror-urls.ts';
import type { Wanted } from './wanted.ts';

const PARALLEL = 16;
const HINT =
  'Look at the network, or at whether the repository still has the file ("treesmith lock" takes what it has now).';

/**
 * Downloads packages to where the store keeps those that are not verified yet. When one cannot be
 * had the others stop, too, and keep what they have.
 *
 * @throws BuildError DOWNLOAD_FAILED, CHECKSUM_MISMATCH, DISK_FULL
 */
export async function downloadPackages(
  missing: readonly Wanted[],
  options: FetchOptions,
): Promise<void> {
  const { store, http, log } = options;
  const mirrors = await readAllMirrors(missing, options);
  const sizeBytes = missing.reduce((sum, { locked }) => sum + locked.size, 0);
  const progress = log.progress('Fetch', sizeBytes, 'bytes');
  const limit = pLimit(PARALLEL);
  const stop = new AbortController();
  // The largest first, so that no straggler is left alone at the end.
  const ordered = [...missing].sort((a, b) => b.locked.size - a.locked.size);
  const outcomes = await Promise.allSettled(
    ordered.map((item) =>
      limit(async () => {
        stop.signal.throwIfAborted();
        const dest = store.unverifiedRpm(item.sha256);
        if (await hasSize(dest, item.locked.size)) return progress.advance(item.locked.size);
        const urls = mirrorUrls(item.locked.url, mirrors.get(item.repository.id) ?? []);
        try {
          await downloadFile(http, urls, dest, {
            checksum: { type: 'sha256', hex: item.sha256 },
            sizeBytes: item.locked.size,
            partPath: store.partialRpm(item.sha256),
            onBytes: (count) => progress.advance(count),
            signal: stop.signal,
            log,
            hint: HINT,
          });
        } catch (error) {
          stop.abort(error);
          throw error;
        }
      }),
    ),
  );
  progress.done();
  if (stop.signal.aborted) throw stop.signal.reason;
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Of an earlier run that did not like the signature; it has its name because its SHA-256 is right. */
async function hasSize(path: string, size: number): Promise<boolean> {
  return stat(path).then(
    (found) => found.size === size,
    () => false,
  );
}

/** A list of mirrors that cannot be had is no reason to fail: the lock's own URL may do. */
async function readAllMirrors(
  missing: readonly Wanted[],
  options: FetchOptions,
): Promise<Map<string, readonly string[]>> {
  const repositories = new Map(missing.map(({ repository }) => [repository.id, repository]));
  const read = async (repository: RepoDefinition) => {
    try {
      return [repository.id, (await readMirrors(repository, options)).baseUrls] as const;
    } catch (error) {
      if (!(error instanceof TreesmithError)) throw error;
      options.log.warn(
        `[${repository.id}] its mirrors are not known: ${error.message}`,
        repository.place,
      );
      return [repository.id, repository.baseurl] as const;
    }
  };
  return new Map(await Promise.all([...repositories.values()].map(read)));
}
