import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Log } from '../core/log.ts';
import { readFreeBytes } from '../host/disk-space.ts';
import type { Store } from '../host/store.ts';
import { removeStaleUnpacked, unpackRpm } from '../host/unpacked-payloads.ts';
import type { Wanted } from './wanted.ts';

/** What the packages take unpacked, as a multiple of their size, and what is to stay free then. */
const GROWTH = 6;
const FREE_BYTES = 4 * 1024 ** 3;

/**
 * Unpacks packages that were just verified, so that the nights to come need not. What cannot be unpacked is not:
 * nothing depends on it.
 */
export async function unpackPackages(
  packages: readonly Wanted[],
  store: Store,
  log: Log,
): Promise<void> {
  const folder = store.unpacked;
  await removeStaleUnpacked(folder);
  if (packages.length === 0) return;
  const sizeBytes = packages.reduce((sum, { locked }) => sum + locked.size, 0);
  const free = await readFreeBytes(store.path).catch(() => 0);
  if (free - sizeBytes * GROWTH < FREE_BYTES) {
    log.debug('Packages are not unpacked: too little space is free');
    return;
  }
  const limit = pLimit(availableParallelism());
  const unpack = async ({ sha256: rpmSha256, nevra }: Wanted) => {
    const where = { folder, temporaryFolder: join(store.path, 'tmp'), rpmSha256 };
    await unpackRpm(store.rpm(rpmSha256), where).catch((error: unknown) => {
      log.debug(`${nevra} is not unpacked: ${String(error)}`);
    });
  };
  await log.group(`Decompress packages (${packages.length})`, () =>
    Promise.all(packages.map((each) => limit(unpack, each))),
  );
}
