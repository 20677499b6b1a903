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
  /** True when prepared objects are found by their content, too. */
  readonly byContent: boolean;
  /** Path of igzip, when it is to compress what is worth it. */
  readonly igzip?: string;
}

/** Hash these files; store the objects that the repository lacks. All threads get the same task. */
export interface StoreTask {
  readonly kind: 'store';
  readonly metas: readonly FileMeta[];
  /** Each ends with a NUL. Symbolic links are not opened. */
  readonly paths: string;
  /** Of each path, which of `metas` is its own. */
  readonly metaOf: Uint32Array;
  /** What a thread takes at a time: indices of paths. */
  readonly batches: readonly (readonly number[])[];
  /** One number in shared memory: how many batches are taken. */
  readonly taken: Int32Array;
  /** Of each path the checksum of its object, if that is known, before a NUL. */
  readonly known: string;
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

/** Hash these files, which are not to change any more; some may. */
export interface HashTask {
  readonly kind: 'hash';
  readonly paths: readonly string[];
}

/** A file without extended attributes as it was when it was hashed. */
export interface HashedFile {
  /** `formatState` of it, in which its inode is: where that is found again, the content is the same. */
  readonly state: string;
  /** Of its content object. */
  readonly checksum: string;
  /** True when the repository has the object; else it is prepared. */
  readonly isThere: boolean;
}

/** The object of one of a StoreTask's files. */
export interface StoredFile {
  readonly checksum: string;
  /** Size of the object; 0 when it was there already. */
  readonly writtenBytes: number;
  /** A finished object that lacks its extended attribute and its final name (`bare-user`). */
  readonly temporary?: string;
}

export type WorkerTask = StoreTask | PrepareTask | HashTask;

/** What a thread has stored: the index of a path, and its object. */
export type StoredFiles = readonly (readonly [index: number, stored: StoredFile])[];

/** What a task gives: a StoreTask `stored`, the others `hashed`. */
export interface WorkerResult {
  readonly stored?: StoredFiles;
  readonly hashed?: readonly HashedFile[];
}

/** A worker's answer to one task. */
export type WorkerAnswer =
  | WorkerResult
  | {
      readonly error: { readonly code: string; readonly message: string; readonly path: string };
    };
