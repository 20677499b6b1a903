import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { compareBytes } from '../../core/bytes.ts';
import { TreesmithError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { isLie, pullEntry, pushEntry, type RegistryEntry, readEntry } from './registry-entry.ts';
import { compareNewestTag, mayStartWith, tagOfKey } from './registry-tag.ts';
import type { CacheService, Refused, Restored, Saved } from './service.ts';

const PARALLEL = 6;
/** Of entries with one prefix so many are looked at, the newest by their tags. */
const MAX_CANDIDATES = 32;

/** What an OCI registry as a cache needs. */
export interface RegistryServiceOptions {
  readonly client: RegistryClient;
  /** Paths of entries are relative to it. */
  readonly root: string;
  readonly nowMs: () => number;
  readonly log: Log;
}

/**
 * Returns a cache service whose entries are artifacts in one repository of an OCI registry. An entry
 * does not change once it is there. One that is not what it says counts as broken, and is never used.
 */
export function openRegistryService(options: RegistryServiceOptions): CacheService {
  const { client, root, nowMs, log } = options;

  const damaged = new Set<string>();

  const find = async (
    key: string,
    restoreKeys: readonly string[],
  ): Promise<RegistryEntry | string | undefined> => {
    const entry = await readHonest(client, tagOfKey(key));
    if (typeof entry === 'object' && entry.key === key) return entry;
    if (restoreKeys.length === 0) return entry === undefined ? undefined : wordsOf(entry);
    const tags = (await client.listTags()).sort(compareNewestTag);
    for (const prefix of restoreKeys) {
      const newest = await findNewest(client, tags, prefix, log);
      if (newest !== undefined) return newest;
    }
    return undefined;
  };

  const restore = async (path: string, key: string, restoreKeys: readonly string[] = []) => {
    const entry = await find(key, restoreKeys);
    if (entry === undefined) return { kind: 'miss' } as const;
    if (typeof entry === 'string') return { kind: 'broken', key, reason: entry } as const;
    const folder = join(root, path);
    const faults = await pullEntry(client, entry, folder).catch(async (error: unknown) => {
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
    for (const { blob, reason } of faults) {
      damaged.add(blob.digest);
      log.debug(`cache: ${entry.key}: ${reason}`);
    }
    const [first] = faults;
    // What is good in it is used: who asked looks at each file.
    if (first !== undefined && faults.length === entry.files.length) {
      return { kind: 'broken', key: entry.key, reason: first.reason } as const;
    }
    return { kind: 'hit', key: entry.key } as const;
  };

  const save = async (path: string, key: string): Promise<Saved> => {
    const tag = tagOfKey(key);
    const there = await readHonest(client, tag);
    if (typeof there === 'object' && there.key === key) return { kind: 'exists' };
    if (there !== undefined) {
      return { kind: 'failed', reason: `the tag ${tag} is taken: ${wordsOf(there)}` };
    }
    const created = new Date(nowMs()).toISOString();
    const sizeBytes = await pushEntry(client, join(root, path), { tag, key, created }, damaged);
    return { kind: 'saved', sizeBytes };
  };

  return {
    restore: (path, key, restoreKeys) => heed<Restored>(restore(path, key, restoreKeys)),
    lookup: (_path, key, restoreKeys = []) =>
      heed<Restored>(
        find(key, restoreKeys).then((entry) =>
          typeof entry === 'object' ? { kind: 'hit', key: entry.key } : { kind: 'miss' },
        ),
      ),
    save: (path, key) => heed<Saved>(save(path, key)),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function findNewest(
  client: RegistryClient,
  tags: readonly string[],
  prefix: string,
  log: Log,
): Promise<RegistryEntry | undefined> {
  const limit = pLimit(PARALLEL);
  const candidates = tags.filter((tag) => mayStartWith(tag, prefix)).slice(0, MAX_CANDIDATES);
  const read = await Promise.all(
    candidates.map((tag) =>
      limit(async () => {
        // One bad entry must not hide the good ones.
        const entry = await readHonest(client, tag);
        if (typeof entry === 'string') log.debug(`cache: ${tag}: ${entry}`);
        return typeof entry === 'object' && tagOfKey(entry.key) === tag ? entry : undefined;
      }),
    ),
  );
  const found = read.filter((entry) => entry?.key.startsWith(prefix) === true);
  // The tags are in order already, and decide where the time does not.
  return found.sort((a, b) => compareBytes(b?.created ?? '', a?.created ?? ''))[0];
}

/** As `readEntry`, with a lie of the registry told in words. */
async function readHonest(
  client: RegistryClient,
  tag: string,
): Promise<RegistryEntry | string | undefined> {
  return readEntry(client, tag).catch((error: unknown) => {
    if (!isLie(error)) throw error;
    return error.message;
  });
}

async function heed<T>(body: Promise<T>): Promise<T | Refused> {
  try {
    return await body;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const denied = error instanceof TreesmithError && error.code === 'REGISTRY_DENIED';
    return { kind: denied ? 'denied' : 'failed', reason };
  }
}

function wordsOf(entry: RegistryEntry | string): string {
  return typeof entry === 'string' ? entry : `it is the entry ${JSON.stringify(entry.key)}`;
}
