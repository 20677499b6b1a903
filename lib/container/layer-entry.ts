/** One name in a layer. */
export interface LayerEntry {
  /** Relative to the root, without `./` and without a slash at the end: `usr/bin/bash`. */
  readonly path: string;
  /** The path's bytes where they are not UTF-8; `path` is for messages then. */
  readonly pathBytes?: Uint8Array;
  readonly type: 'file' | 'hardlink' | 'symlink' | 'folder' | 'character' | 'block' | 'pipe';
  /** Permissions with set-uid, set-gid and sticky bit; no file type. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of a file; 0 of everything else. */
  readonly sizeBytes: number;
  /** 0 unless given: ostree knows no times, and equal content shall give an equal layer. */
  readonly mtimeSeconds?: number;
  /** Where a symbolic link leads, or the path that a hard link shares; that one comes before. */
  readonly target?: string;
  readonly targetBytes?: Uint8Array;
  /** Names without NUL: `security.capability`. */
  readonly xattrs?: readonly (readonly [name: string, value: Uint8Array])[];
  readonly device?: { readonly major: number; readonly minor: number };
  /** Of a file with bytes. */
  readonly content?: LayerContent;
}

/** Where the bytes of a file are. */
export type LayerContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** A file of `sizeBytes`; it must not change while it is read. */
  | {
      readonly kind: 'file';
      readonly path: string | Uint8Array;
      readonly digest?: ContentDigest;
    }
  /** A content object of an archive repository (`.filez`). */
  | {
      readonly kind: 'object';
      readonly path: string;
      /** Where the raw deflate stream begins. */
      readonly offsetBytes: number;
      /** What is hashed before the bytes to give the object's name. */
      readonly header: Uint8Array;
      /** The object's name, which the bytes must give. */
      readonly checksum: string;
      readonly digest?: ContentDigest;
    };

/** What the bytes of a file must give: what its package says of them. */
export interface ContentDigest {
  /** Of node:crypto: `sha256`. */
  readonly algorithm: string;
  /** Lower-case hex. */
  readonly hex: string;
  /** What a message calls the file: its path in the tree. */
  readonly path: string;
}

/** Returns how a message names the entry. */
export function nameOf({ path }: Pick<LayerEntry, 'path'>): string {
  return `/${path}`;
}
