/** What became of an entry that was asked for. */
export type Restored =
  | { readonly kind: 'hit'; readonly key: string }
  | { readonly kind: 'miss' }
  /** It is there, and cannot be unpacked: it will not be better the next time. */
  | { readonly kind: 'broken'; readonly key: string; readonly reason: string }
  | Refused;

/** What became of an entry that was offered. */
export type Saved =
  /** `sizeBytes` were uploaded. */
  | { readonly kind: 'saved'; readonly sizeBytes: number }
  /** An entry with that key is there, of another job. */
  | { readonly kind: 'exists' }
  /** Another job is uploading it at this moment. */
  | { readonly kind: 'busy' }
  | Refused;

/** `denied`: the token may not. `failed`: anything else, in words. */
export interface Refused {
  readonly kind: 'denied' | 'failed';
  readonly reason: string;
}

/**
 * GitHub's cache service. Paths are relative to the folder that the service was started with, so that
 * an entry of one machine fits another. No call throws.
 */
export interface CacheService extends AsyncDisposable {
  /**
   * Restores `path` from the entry `key` or, when there is none, from the newest whose key starts with
   * one of `restoreKeys`. What is in `path` afterwards is as good as who wrote it.
   */
  restore(path: string, key: string, restoreKeys?: readonly string[]): Promise<Restored>;
  /** As `restore`, but only looks. */
  lookup(path: string, key: string, restoreKeys?: readonly string[]): Promise<Restored>;
  save(path: string, key: string): Promise<Saved>;
}
