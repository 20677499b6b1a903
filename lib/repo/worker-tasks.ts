import type { FileMeta } from '../ostree/content.ts';

/** What a worker thread knows from the start. */
export interface WorkerSettings {
  readonly repoPath: string;
  readonly mode: 'archive' | 'bare-user';
  /** Of deflate, 1 to 9. */
  readonly level: number;
  /** A folder of our own in the repository's file system. */
  readonly tempPath: string;
  /** Where prepared objects lie. */
  readonly preparedPath: string;
}

/** Hash these files; store the objects that the repository lacks. */
export interface StoreTask {
  readonly kind: 'store';
  readonly metas: readonly FileMeta[];
  /** `meta` counts in `metas`. Symbolic links are not opened. */
  readonly files: readonly { readonly path: string; readonly meta: number }[];
  /** False when nothing was prepared, and need not be looked for. */
  readonly hasPrepared: boolean;
  /** Objects that need not be stored. */
  readonly elsewhere?: ReadonlySet<string>;
}

/** Compress these files, which may be needed soon. */
export interface PrepareTask {
  readonly kind: 'prepare';
  readonly paths: readonly string[];
}

/** One of a StoreTask's files, in its order. */
export interface StoredFile {
  readonly checksum: string;
  /** Size of the object; 0 when it was there already. */
  readonly writtenBytes: number;
  /** A finished object that lacks its extended attribute and its final name (`bare-user`). */
  readonly temporary?: string;
}

export type WorkerTask = StoreTask | PrepareTask;

/** A worker's answer to one task. A PrepareTask has no files. */
export type WorkerAnswer =
  | { readonly stored: readonly StoredFile[] }
  | {
      readonly error: { readonly code: string; readonly message: string; readonly path: string };
    };
