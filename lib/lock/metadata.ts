import { stat } from 'node:fs/promises';
import { TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { downloadFile } from '../host/download.ts';
import type { Store } from '../host/store.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import type { RepoDefinition } from '../remix/repositories.ts';
import type { Checksum } from '../rpm/checksum.ts';
import type { RepomdData } from '../rpm/repomd.ts';
import { type LockCode, lockBuildError, lockConfigError } from './errors.ts';
import { locationUrls } from './package-url.ts';
import type { RepositoryState } from './repomd.ts';

/** Fedora's filelists, the largest that are known, have 60 MB. */
const MAX_METADATA_BYTES = 512 * 1024 * 1024;

const DOWNLOAD_CODES: Readonly<Record<string, LockCode>> = {
  DOWNLOAD_FAILED: 'METADATA_UNAVAILABLE',
  CHECKSUM_MISMATCH: 'REPOMD_MISMATCH',
};

/**
 * Returns the path of one metadata file in the store, with the size and checksum that repomd.xml
 * gives. Fetches it when it is not there.
 *
 * @throws BuildError METADATA_UNAVAILABLE, REPOMD_MISMATCH, METADATA_TOO_LARGE, WEAK_CHECKSUM; ConfigError NOT_CACHED
 */
export async function fetchMetadata(
  repository: RepoDefinition,
  state: RepositoryState,
  data: RepomdData,
  access: RepositoryAccess & { readonly log: Log },
): Promise<string> {
  const { checksum, sizeBytes } = data;
  const what = `[${repository.id}] ${data.href}`;
  if (!/^sha(256|384|512)$/.test(checksum.type)) {
    throw lockBuildError(
      'WEAK_CHECKSUM',
      `${what}: repomd.xml gives ${checksum.type}, expected SHA-256 or better`,
      { place: repository.place },
    );
  }
  if (sizeBytes !== undefined && sizeBytes > MAX_METADATA_BYTES) {
    const message = `${what} has ${sizeBytes} bytes, expected at most ${MAX_METADATA_BYTES}`;
    throw lockBuildError('METADATA_TOO_LARGE', message, { place: repository.place });
  }
  const path = metadataPath(checksum, access.store);
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined) return path;
  if (access.offline) {
    throw lockConfigError('NOT_CACHED', `${what} is not in the store`, {
      place: repository.place,
      hint: 'Run once without --offline.',
    });
  }
  try {
    await downloadFile(access.http, locationUrls(data, state.baseUrls), path, {
      checksum,
      limitBytes: MAX_METADATA_BYTES,
      partPath: `${path}.part`,
      ...(sizeBytes === undefined ? {} : { sizeBytes }),
      log: access.log,
    });
  } catch (error) {
    const code = error instanceof TreesmithError ? DOWNLOAD_CODES[error.code] : undefined;
    if (code === undefined || !(error instanceof TreesmithError)) throw error;
    throw lockBuildError(
      code,
      `${what} cannot be had as repomd.xml describes it: ${error.message}`,
      {
        place: repository.place,
        cause: error,
        hint: 'The repository may be changing at this moment: try again in some minutes.',
      },
    );
  }
  return path;
}

/** Returns where the store has the metadata file with this checksum. */
export function metadataPath({ type, hex }: Checksum, store: Store): string {
  return store.repodata(type === 'sha256' ? hex : `${type}-${hex}`);
}
