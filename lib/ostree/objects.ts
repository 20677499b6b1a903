import { sha256 } from '../core/digest.ts';
import { BuildError } from '../core/errors.ts';
import type { OstreeCode } from './errors.ts';
import { bytes, serialise, string, type Typed, uint32, uint64 } from './gvariant.ts';
import { array, tuple } from './gvariant-containers.ts';
import { vardict } from './gvariant-type.ts';

/** Metadata of a commit: `a{sv}`, in the order in which it is stored. */
export type Metadata = readonly (readonly [string, Typed])[];

/** A commit object: `(a{sv}aya(say)sstayay)`. Checksums are lower-case hex. */
export interface Commit {
  readonly metadata: Metadata;
  readonly parent: string | undefined;
  readonly subject: string;
  readonly body: string;
  /** Seconds since 1970, UTC. */
  readonly timestampSeconds: number;
  readonly rootTree: string;
  readonly rootMeta: string;
}

/** A directory's content: `(a(say)a(sayay))`. */
export interface Dirtree {
  readonly files: readonly { readonly name: string; readonly checksum: string }[];
  readonly directories: readonly {
    readonly name: string;
    readonly tree: string;
    readonly meta: string;
  }[];
}

/** A directory's owner, mode and extended attributes: `(uuua(ayay))`. */
export interface Dirmeta {
  readonly uid: number;
  readonly gid: number;
  /** With the file type bits, as stat gives it. */
  readonly mode: number;
  readonly xattrs: readonly (readonly [name: Uint8Array, value: Uint8Array])[];
}

// Source: libostree's ostree-core.h (OSTREE_COMMIT_GVARIANT_FORMAT and its neighbours).
const COMMIT = tuple(
  vardict,
  bytes,
  array(tuple<readonly [string, Uint8Array]>(string, bytes)),
  string,
  string,
  uint64,
  bytes,
  bytes,
);
const DIRTREE = tuple(
  array(tuple<readonly [string, Uint8Array]>(string, bytes)),
  array(tuple<readonly [string, Uint8Array, Uint8Array]>(string, bytes, bytes)),
);
const DIRMETA = tuple(
  uint32,
  uint32,
  uint32,
  array(tuple<readonly [Uint8Array, Uint8Array]>(bytes, bytes)),
);

/** Returns the bytes of a commit object; their SHA-256 is the commit's name. */
export function formatCommit(commit: Commit): Uint8Array {
  return serialise(COMMIT, [
    commit.metadata,
    commit.parent === undefined ? new Uint8Array() : checksumBytes(commit.parent),
    [],
    commit.subject,
    commit.body,
    BigInt(commit.timestampSeconds),
    checksumBytes(commit.rootTree),
    checksumBytes(commit.rootMeta),
  ]);
}

/** Throws BuildError GVARIANT_MALFORMED, CHECKSUM_MALFORMED. */
export function parseCommit(object: Uint8Array): Commit {
  const [metadata, parent, , subject, body, timestamp, rootTree, rootMeta] = COMMIT.read(object);
  return {
    metadata,
    parent: parent.length === 0 ? undefined : checksumHex(parent),
    subject,
    body,
    timestampSeconds: Number(timestamp),
    rootTree: checksumHex(rootTree),
    rootMeta: checksumHex(rootMeta),
  };
}

/** Throws BuildError GVARIANT_MALFORMED, CHECKSUM_MALFORMED, DIRTREE_NAME_UNSAFE. */
export function parseDirtree(object: Uint8Array): Dirtree {
  const [files, directories] = DIRTREE.read(object);
  return {
    files: files.map(([name, checksum]) => ({
      name: safeName(name),
      checksum: checksumHex(checksum),
    })),
    directories: directories.map(([name, tree, meta]) => ({
      name: safeName(name),
      tree: checksumHex(tree),
      meta: checksumHex(meta),
    })),
  };
}

/**
 * Returns the bytes of a dirtree object. Names must be sorted by bytes, files and directories
 * each for itself.
 */
export function formatDirtree({ files, directories }: Dirtree): Uint8Array {
  return serialise(DIRTREE, [
    files.map(({ name, checksum }) => [name, checksumBytes(checksum)] as const),
    directories.map(
      ({ name, tree, meta }) => [name, checksumBytes(tree), checksumBytes(meta)] as const,
    ),
  ]);
}

/** Throws BuildError GVARIANT_MALFORMED. */
export function parseDirmeta(object: Uint8Array): Dirmeta {
  const [uid, gid, mode, xattrs] = DIRMETA.read(object);
  return { uid, gid, mode, xattrs };
}

/** Returns the bytes of a dirmeta object. */
export function formatDirmeta(meta: Dirmeta): Uint8Array {
  return serialise(DIRMETA, [meta.uid, meta.gid, meta.mode, meta.xattrs]);
}

/** Returns a metadata object's name: the SHA-256 of its bytes. */
export function objectChecksum(object: Uint8Array): string {
  return sha256(object);
}

/** Returns where an object lies below a repository: `objects/ab/cdef….commit`. */
export function objectPath(
  checksum: string,
  type: 'commit' | 'commitmeta' | 'dirtree' | 'dirmeta' | 'file' | 'filez',
): string {
  return `objects/${checksum.slice(0, 2)}/${checksum.slice(2)}.${type}`;
}

/** True for 64 lower-case hexadecimal digits. */
export function isChecksum(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

export function checksumBytes(hex: string): Uint8Array {
  if (!isChecksum(hex)) throw badChecksum(hex);
  return Buffer.from(hex, 'hex');
}

function checksumHex(value: Uint8Array): string {
  if (value.length !== 32) throw badChecksum(`${value.length} bytes`);
  return Buffer.from(value).toString('hex');
}

function badChecksum(got: string): BuildError<OstreeCode> {
  return new BuildError<OstreeCode>(
    'CHECKSUM_MALFORMED',
    `expected a SHA-256, got ${JSON.stringify(got)}`,
  );
}

function safeName(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) {
    throw new BuildError<OstreeCode>(
      'DIRTREE_NAME_UNSAFE',
      `a dirtree names ${JSON.stringify(name)}`,
    );
  }
  return name;
}
