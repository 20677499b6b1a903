import type { StoredBlob } from './blob-files.ts';
import type { Blobs } from './blobs.ts';
import { matchCache } from './cache-match.ts';
import type { Clock } from './clock.ts';
import type { Handler } from './exchange.ts';
import { rateLimit } from './rate-limit.ts';
import type { CacheScope, Grant, Tokens } from './tokens.ts';
import { answerTwirp, type Fields, int64, requiredText, twirpRefusal } from './twirp.ts';

/** A cache as the service keeps it. */
export interface StoredCache {
  readonly id: number;
  readonly repository: string;
  /** `refs/heads/main` */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 over the paths and the compression. */
  readonly version: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly usedAt: number;
  /** The archive: a tar, compressed as the client saw fit. */
  readonly blob: StoredBlob;
  /** Puts other bytes in its place: half of it, or what another repository has. */
  replace(bytes: Uint8Array): Promise<void>;
}

/** What GitHub allows; small figures make a test short. */
export interface CacheLimits {
  /** Per repository; older caches give way. 10 GiB unless given. */
  readonly cacheQuotaBytes?: number;
  /** Per repository; 200 and 1500 unless given. */
  readonly cacheUploadsPerMinute?: number;
  readonly cacheDownloadsPerMinute?: number;
}

/** The cache service, version 2. */
export interface CacheService {
  /** Oldest first; only what was finished. */
  list(): readonly StoredCache[];
  /** Keys that had to give way to newer caches, in that order. */
  readonly evicted: readonly string[];
  remove(id: number): Promise<void>;
  readonly handle: Handler;
}

interface Entry {
  readonly id: number;
  readonly repository: string;
  readonly scope: string;
  readonly key: string;
  readonly version: string;
  readonly blobName: string;
  readonly createdAt: number;
  usedAt: number;
  finished: boolean;
}

const READ = 1;
const WRITE = 2;
const KEY_LIMIT = 512;
const UNUSED_LIFETIME_MS = 7 * 86_400_000;
/** How long a name is held for an upload that never ends. */
const RESERVATION_MS = 3600_000;

/** Returns the service without any cache. */
export function openCacheService(
  blobs: Blobs,
  tokens: Tokens,
  clock: Clock,
  limits: CacheLimits = {},
): CacheService {
  let entries: Entry[] = [];
  let nextId = 1001;
  const evicted: string[] = [];
  const uploads = rateLimit(clock, limits.cacheUploadsPerMinute ?? 200);
  const downloads = rateLimit(clock, limits.cacheDownloadsPerMinute ?? 1500);

  const drop = async (gone: readonly Entry[]) => {
    entries = entries.filter((entry) => !gone.includes(entry));
    for (const { blobName } of gone) await blobs.remove(blobName);
  };
  const dropExpired = () =>
    drop(
      entries.filter(
        ({ finished, usedAt }) =>
          clock.now() - usedAt > (finished ? UNUSED_LIFETIME_MS : RESERVATION_MS),
      ),
    );
  const sizeOf = ({ blobName }: Entry) => blobs.find(blobName)?.sizeBytes ?? 0;
  const find = (grant: Grant, scope: string, key: string, version: string) =>
    entries.find(
      (entry) =>
        entry.repository === grant.repository &&
        entry.scope === scope &&
        entry.key === key &&
        entry.version === version,
    );

  const create = async (grant: Grant, fields: Fields) => {
    const { key, version } = keyAndVersion(fields);
    const scope = grant.cacheScopes.find(({ Permission }) => (Permission & WRITE) !== 0)?.Scope;
    if (scope === undefined) {
      // The client knows the refusal by how the message starts, in an answer that is not an error.
      return { ok: false, message: 'cache write denied: the token has no writable cache scopes' };
    }
    uploads(grant.repository);
    await dropExpired();
    if (find(grant, scope, key, version) !== undefined) {
      throw twirpRefusal(
        'already_exists',
        'cache entry with the same key, version, and scope already exists',
      );
    }
    const now = clock.now();
    const blobName = blobs.reserve('caches');
    const { repository } = grant;
    entries.push({
      ...{ id: nextId, repository, scope, key, version, blobName },
      ...{ createdAt: now, usedAt: now, finished: false },
    });
    nextId += 1;
    return { ok: true, signed_upload_url: blobs.uploadUrl(blobName) };
  };

  const finalize = async (grant: Grant, fields: Fields) => {
    const { key, version } = keyAndVersion(fields);
    const sizeBytes = int64(fields, 'size_bytes');
    const entry = writable(grant.cacheScopes)
      .map((scope) => find(grant, scope, key, version))
      .find((found) => found?.finished === false);
    if (entry === undefined) throw twirpRefusal('not_found', 'cache entry was not reserved');
    const blob = blobs.find(entry.blobName);
    if (blob === undefined) throw twirpRefusal('not_found', 'nothing was uploaded');
    if (blob.sizeBytes !== sizeBytes) {
      return { ok: false, message: `the upload has ${blob.sizeBytes} bytes, not ${sizeBytes}` };
    }
    entry.finished = true;
    entry.usedAt = clock.now();
    await makeRoom(grant.repository);
    return { ok: true, entry_id: String(entry.id) };
  };

  const makeRoom = async (repository: string) => {
    const kept = entries.filter((entry) => entry.finished && entry.repository === repository);
    kept.sort((a, b) => a.usedAt - b.usedAt || a.id - b.id);
    let total = kept.reduce((sum, entry) => sum + sizeOf(entry), 0);
    for (const entry of kept) {
      if (total <= (limits.cacheQuotaBytes ?? 10 * 1024 ** 3)) return;
      total -= sizeOf(entry);
      evicted.push(entry.key);
      await drop([entry]);
    }
  };

  const lookUp = async (grant: Grant, fields: Fields) => {
    const { key, version } = keyAndVersion(fields);
    const more = fields['restore_keys'] ?? [];
    if (!Array.isArray(more)) throw twirpRefusal('invalid_argument', 'restore_keys is no list');
    const scopes = grant.cacheScopes.filter(({ Permission }) => (Permission & READ) !== 0);
    if (scopes.length === 0) {
      throw twirpRefusal('permission_denied', 'cache read denied: no readable cache scopes');
    }
    await dropExpired();
    const candidates = entries
      .filter((entry) => entry.finished && entry.repository === grant.repository)
      .filter((entry) => entry.version === version)
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
    const found = matchCache(candidates, scopes, key, more.map(String));
    if (found === undefined) return { ok: false };
    downloads(grant.repository);
    found.usedAt = clock.now();
    const url = blobs.downloadUrl(found.blobName);
    return { ok: true, signed_download_url: url, matched_key: found.key };
  };

  return {
    evicted,
    list: () =>
      entries.flatMap((entry) => {
        const blob = blobs.find(entry.blobName);
        if (!entry.finished || blob === undefined) return [];
        const { id, repository, scope, key, version, createdAt, usedAt, blobName } = entry;
        const { sizeBytes } = blob;
        const replace = (bytes: Uint8Array) => blobs.replace(blobName, bytes);
        return [
          { id, repository, scope, key, version, createdAt, usedAt, sizeBytes, blob, replace },
        ];
      }),
    remove: (id) => drop(entries.filter((entry) => entry.id === id)),
    handle: (incoming) => {
      const grant = tokens.find('runtime', incoming.headers.authorization);
      if (grant === undefined) throw twirpRefusal('unauthenticated', 'invalid runtime token');
      return answerTwirp(incoming, {
        CreateCacheEntry: (fields) => create(grant, fields),
        FinalizeCacheEntryUpload: (fields) => finalize(grant, fields),
        GetCacheEntryDownloadURL: (fields) => lookUp(grant, fields),
      });
    },
  };
}

function writable(scopes: readonly CacheScope[]): string[] {
  return scopes.filter(({ Permission }) => (Permission & WRITE) !== 0).map(({ Scope }) => Scope);
}

function keyAndVersion(fields: Fields): { key: string; version: string } {
  const key = requiredText(fields, 'key');
  if (key.length > KEY_LIMIT || key.includes(',')) {
    throw twirpRefusal('invalid_argument', 'key is too long, or has a comma');
  }
  return { key, version: requiredText(fields, 'version') };
}
