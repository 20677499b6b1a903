import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import { type FileMeta, parseArchiveHeader, parseArchiveMeta } from '../ostree/content.ts';
import {
  type Commit,
  type Dirmeta,
  objectChecksum,
  objectPath,
  parseCommit,
  parseDirmeta,
  parseDirtree,
} from '../ostree/objects.ts';
import type { ContainerCode } from './errors.ts';

/** A content object of a commit. */
export interface CommitObject {
  readonly checksum: string;
  /** One for all objects that have the same. */
  readonly meta: FileMeta;
  /** Of the bytes when they are inflated; 0 for a symbolic link. */
  readonly sizeBytes: number;
  /** Where the raw deflate stream begins in the object's file. */
  readonly offsetBytes: number;
  /** Of the object's file: what the bytes are when they are compressed, about. */
  readonly storedBytes: number;
}

/** A commit of an archive repository: everything but the bytes of its files. */
export interface CommitTree {
  readonly repoPath: string;
  readonly checksum: string;
  readonly commit: Commit;
  /** Bytes of the commit object, and of its detached metadata (signatures) when there is some. */
  readonly bytes: Buffer;
  readonly detached: Buffer | undefined;
  /** Metadata objects in the order in which they are met, each once. */
  readonly dirtrees: ReadonlyMap<string, Buffer>;
  readonly dirmetas: ReadonlyMap<string, Buffer>;
  /** By path relative to the root, the root is ``; a folder before what it has. */
  readonly folders: ReadonlyMap<string, Dirmeta>;
  /** Checksum of each file and symbolic link, by path relative to the root, in the order of the tree. */
  readonly files: ReadonlyMap<string, string>;
  readonly objects: ReadonlyMap<string, CommitObject>;
}

/** libostree's own limit. */
const MAX_METADATA_BYTES = 128 * 1024 * 1024;
/** The kernel opens no path that is longer than 4096 bytes. */
const MAX_DEPTH = 2048;
/** What most headers fit in; extended attributes may make one larger. */
const HEADER_BYTES = 512;
const MAX_HEADER_BYTES = 2 * 1024 * 1024;
/** In a header stand its own size and that of the content; then comes what many objects have in common. */
const CONTENT_SIZE_END = 16;

/**
 * Reads a commit. The checksums of all metadata are compared; those of the files when their bytes are read.
 *
 * @throws BuildError CONTENT_WRONG, GVARIANT_MALFORMED, DIRTREE_NAME_UNSAFE
 */
export function readCommitTree(repoPath: string, checksum: string): CommitTree {
  const reader = new TreeReader(repoPath);
  const bytes = reader.metadata(checksum, 'commit');
  const commit = parseCommit(bytes);
  reader.folder('', commit.rootTree, commit.rootMeta, 0);
  const { dirtrees, dirmetas, folders, files, objects } = reader;
  const detached = reader.detached(checksum);
  return {
    repoPath,
    checksum,
    commit,
    bytes,
    detached,
    dirtrees,
    dirmetas,
    folders,
    files,
    objects,
  };
}

/** Returns where an object's file is. */
export function commitObjectPath({ repoPath }: CommitTree, { checksum }: CommitObject): string {
  return join(repoPath, objectPath(checksum, 'filez'));
}

class TreeReader {
  readonly dirtrees = new Map<string, Buffer>();
  readonly dirmetas = new Map<string, Buffer>();
  readonly folders = new Map<string, Dirmeta>();
  readonly files = new Map<string, string>();
  readonly objects = new Map<string, CommitObject>();
  private readonly repoPath: string;
  private readonly start = Buffer.alloc(HEADER_BYTES);
  /** By the bytes that say it: there are some dozens, and the links. */
  private readonly metas = new Map<string, FileMeta>();

  constructor(repoPath: string) {
    this.repoPath = repoPath;
  }

  folder(path: string, tree: string, meta: string, depth: number): void {
    if (depth > MAX_DEPTH) throw wrong(`/${path}`, `it lies ${depth} folders deep`);
    this.folders.set(path, parseDirmeta(this.known(this.dirmetas, meta, 'dirmeta')));
    const { files, directories } = parseDirtree(this.known(this.dirtrees, tree, 'dirtree'));
    const inside = (name: string) => (path === '' ? name : `${path}/${name}`);
    for (const { name, checksum } of files) {
      this.files.set(inside(name), checksum);
      if (!this.objects.has(checksum)) this.objects.set(checksum, this.object(checksum));
    }
    for (const each of directories) this.folder(inside(each.name), each.tree, each.meta, depth + 1);
  }

  metadata(checksum: string, type: 'commit' | 'dirtree' | 'dirmeta'): Buffer {
    const path = join(this.repoPath, objectPath(checksum, type));
    const bytes = this.read(path, checksum);
    if (objectChecksum(bytes) !== checksum) {
      throw wrong(path, `it has the SHA-256 ${objectChecksum(bytes)}`);
    }
    return bytes;
  }

  detached(checksum: string): Buffer | undefined {
    const path = join(this.repoPath, objectPath(checksum, 'commitmeta'));
    return statSync(path, { throwIfNoEntry: false }) === undefined
      ? undefined
      : this.read(path, checksum);
  }

  private known(found: Map<string, Buffer>, checksum: string, type: 'dirtree' | 'dirmeta'): Buffer {
    const bytes = found.get(checksum) ?? this.metadata(checksum, type);
    found.set(checksum, bytes);
    return bytes;
  }

  private object(checksum: string): CommitObject {
    const path = join(this.repoPath, objectPath(checksum, 'filez'));
    const fd = openObject(path, checksum);
    try {
      const storedBytes = fstatSync(fd).size;
      const count = readSync(fd, this.start, 0, HEADER_BYTES, 0);
      const found = this.parseKnown(count) ?? parseLarge(fd, storedBytes);
      if (found === undefined) throw wrong(path, 'its header is not whole');
      return { checksum, ...found, storedBytes };
    } finally {
      closeSync(fd);
    }
  }

  private parseKnown(count: number): ObjectHeader | undefined {
    if (count < CONTENT_SIZE_END) return undefined;
    const { sizeBytes, headerBytes: offsetBytes } = parseArchiveHeader(this.start);
    if (offsetBytes > count) return undefined;
    const key = this.start.toString('latin1', CONTENT_SIZE_END, offsetBytes);
    const meta = this.metas.get(key) ?? parseHeader(this.start.subarray(0, count))?.meta;
    if (meta === undefined) return undefined;
    this.metas.set(key, meta);
    return { meta, sizeBytes, offsetBytes };
  }

  private read(path: string, checksum: string): Buffer {
    const fd = openObject(path, checksum);
    try {
      const { size } = fstatSync(fd);
      if (size > MAX_METADATA_BYTES) throw wrong(path, `it has ${size} bytes`);
      return readFileSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}

type ObjectHeader = Pick<CommitObject, 'meta' | 'sizeBytes' | 'offsetBytes'>;

function parseLarge(fd: number, storedBytes: number): ObjectHeader | undefined {
  const start = Buffer.alloc(Math.min(storedBytes, MAX_HEADER_BYTES));
  return parseHeader(start.subarray(0, readSync(fd, start, 0, start.length, 0)));
}

function parseHeader(start: Buffer): ObjectHeader | undefined {
  const found = parseArchiveMeta(start);
  if (found === undefined) return undefined;
  const { meta, sizeBytes, headerBytes: offsetBytes } = found;
  // What is parsed are views of memory that is used again.
  const xattrs = meta.xattrs.map(
    ([name, value]) => [Buffer.from(name), Buffer.from(value)] as const,
  );
  return { meta: { ...meta, xattrs }, sizeBytes, offsetBytes };
}

function openObject(path: string, checksum: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw wrong(path, `the repository has no object ${checksum}`, cause);
  }
}

function wrong(what: string, why: string, cause?: unknown): BuildError<ContainerCode> {
  return new BuildError<ContainerCode>('CONTENT_WRONG', `${what}: ${why}`, { cause });
}
