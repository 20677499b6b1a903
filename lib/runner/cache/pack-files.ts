import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, open, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { moveInto } from '../../host/files.ts';
import type { Store } from '../../host/store.ts';
import type { PackedRpm } from '../../packs/pack.ts';

const PARALLEL = 4;
const CHUNK_BYTES = 1024 * 1024;

/** What came out of a pack. */
export interface Adopted {
  /** Wanted, whole, and in the store now. */
  readonly good: readonly PackedRpm[];
  /** In words, why others are not. */
  readonly faults: readonly string[];
}

/** Makes `folder` with `rpms` of the store under the names that they have in a pack. */
export async function layPack(
  folder: string,
  rpms: readonly PackedRpm[],
  store: Store,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { sha256 } of rpms) {
    const path = join(folder, `${sha256}.rpm`);
    // A link costs nothing; where the filesystem has none a copy does as well.
    await link(store.rpm(sha256), path).catch(() => copyFile(store.rpm(sha256), path));
  }
}

/**
 * Moves those of `wanted` into the store that are in `folder` with the size and SHA-256 of the lock.
 * Who filled the folder is not known: names prove nothing, links are not followed, and whatever else
 * lies there stays.
 */
export async function adoptPack(
  folder: string,
  wanted: readonly PackedRpm[],
  store: Store,
): Promise<Adopted> {
  const place = await realpath(folder).catch(() => undefined);
  const expected = join(await realpath(dirname(folder)), basename(folder));
  if (place !== expected) {
    const found = place === undefined ? 'it is not there' : `it leads to ${place}`;
    return { good: [], faults: [`the cache was said to have restored ${folder}, and ${found}`] };
  }
  const names = new Set(await readdir(folder));
  const limit = pLimit(PARALLEL);
  const verdicts = await Promise.all(
    wanted.map((rpm) =>
      limit(async () => {
        const name = `${rpm.sha256}.rpm`;
        const fault = names.has(name) ? await faultOf(join(folder, name), rpm) : 'is not in it';
        return { rpm, fault: fault === undefined ? undefined : `${name} ${fault}` };
      }),
    ),
  );
  const good = verdicts.filter(({ fault }) => fault === undefined).map(({ rpm }) => rpm);
  await moveInto(
    dirname(store.rpm('')),
    good.map(({ sha256 }) => ({
      from: join(folder, `${sha256}.rpm`),
      name: basename(store.rpm(sha256)),
    })),
  );
  return { good, faults: verdicts.flatMap(({ fault }) => fault ?? []) };
}

async function faultOf(path: string, rpm: PackedRpm): Promise<string | undefined> {
  const found = await hashRegularFile(path, 'sha256', rpm.sizeBytes);
  if (typeof found === 'string') return found;
  if (found.hex !== rpm.sha256) return `has SHA-256 ${found.hex}`;
  await chmod(path, 0o644);
  return undefined;
}

/**
 * Returns the digest of a file that has no other name and, when it is given, `sizeBytes`; or in words
 * why not.
 */
export async function hashRegularFile(
  path: string,
  algorithm: string,
  sizeBytes?: number,
): Promise<{ readonly hex: string; readonly sizeBytes: number } | string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    .then((opened) => opened)
    .catch((error: NodeJS.ErrnoException) => error.code ?? 'unreadable');
  if (typeof file === 'string') return file === 'ELOOP' ? 'is a link' : `cannot be read (${file})`;
  try {
    const found = await file.stat();
    if (!found.isFile()) return 'is not a regular file';
    if (found.nlink !== 1) return 'has a second name';
    if (sizeBytes !== undefined && found.size !== sizeBytes) {
      return `has ${found.size} bytes, expected ${sizeBytes}`;
    }
    const hash = createHash(algorithm);
    // A stream would take a new buffer for each piece, and twice the time for many small files.
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(1, found.size)));
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { hex: hash.digest('hex'), sizeBytes: found.size };
  } finally {
    await file.close();
  }
}
