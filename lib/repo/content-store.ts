import { createHash } from 'node:crypto';
import { existsSync, linkSync, lstatSync, renameSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { sha256 } from '../core/digest.ts';
import { BuildError } from '../core/errors.ts';
import {
  type FileMeta,
  formatArchiveHeader,
  formatContentHeader,
  parseArchiveHeader,
} from '../ostree/content.ts';
import { objectPath } from '../ostree/objects.ts';
import { compress, compressBlock, DEFLATE_END, MAX_WHOLE_BYTES } from './compress.ts';
import type { RepoCode } from './errors.ts';
import { FileReader, type SourceFile } from './source-file.ts';
import type { StoredFile, WorkerSettings } from './worker-tasks.ts';
import { makeParent, type Write, writeWith } from './write-file.ts';

/** What to store, of what was hashed. */
export interface StoreWish {
  /** False when nothing was prepared, and need not be looked for. */
  readonly hasPrepared: boolean;
  /** Objects that need not be stored. */
  readonly elsewhere?: ReadonlySet<string>;
}

/** The content objects of one repository, as one thread stores them. */
export class ContentStore {
  private readonly settings: WorkerSettings;
  private readonly reader = new FileReader();
  private readonly headers = new WeakMap<FileMeta, Uint8Array>();
  private temporaries = 0;

  constructor(settings: WorkerSettings) {
    this.settings = settings;
  }

  /**
   * Hashes a file and stores its object unless it is there.
   *
   * @throws BuildError TREE_CHANGED; errors of node:fs
   */
  store(path: string, meta: FileMeta, wish: StoreWish): StoredFile {
    if (meta.target !== undefined) return this.storeLink(meta, wish);
    return this.reader.read(path, (file) => {
      const checksum = file.digest(this.headerOf(meta));
      if (this.isThere(checksum, wish)) return { checksum, writtenBytes: 0 };
      const prepared = wish.hasPrepared ? this.takePrepared(checksum, meta, file) : undefined;
      return prepared ?? this.storeFile(checksum, path, meta, file);
    });
  }

  /** Compresses a file that may be stored soon; does nothing when it cannot be read. */
  prepare(path: string): void {
    try {
      if (lstatSync(path).isFile()) this.reader.read(path, (file) => this.prepareFile(path, file));
    } catch {
      // Whoever commits will see what is wrong with it, if it is still there.
    }
  }

  private prepareFile(path: string, file: SourceFile): void {
    const { uid, gid, mode } = file.stat();
    const meta: FileMeta = { uid, gid, mode, xattrs: [] };
    const checksum = file.digest(formatContentHeader(meta));
    if (existsSync(this.finalPath(checksum))) return;
    const byContent = join(this.settings.preparedPath, file.digest());
    if (existsSync(byContent)) return;
    const temporary = this.temporaryIn(this.settings.preparedPath);
    writeWith(temporary, 0o644, (write) => this.writeArchived(checksum, path, meta, file, write));
    renameSync(temporary, byContent);
    linkSync(byContent, join(this.settings.preparedPath, checksum));
  }

  /** Makes an object of what was prepared; its owner, mode or attributes may be others now. */
  private takePrepared(checksum: string, meta: FileMeta, file: SourceFile): StoredFile | undefined {
    const final = this.finalPath(checksum);
    try {
      makeParent(final);
      renameSync(join(this.settings.preparedPath, checksum), final);
      return { checksum, writtenBytes: statSync(final).size };
    } catch {
      // Not prepared as this object, or on another file system.
    }
    const byContent = join(this.settings.preparedPath, file.digest());
    if (!existsSync(byContent)) return undefined;
    return this.reader.read(byContent, (prepared) => {
      const { sizeBytes, headerBytes } = parseArchiveHeader(prepared.start);
      return this.put(checksum, (write) => {
        write(formatArchiveHeader(meta, sizeBytes));
        for (const { bytes } of prepared.blocks(headerBytes)) write(bytes);
      });
    });
  }

  private storeFile(checksum: string, path: string, meta: FileMeta, file: SourceFile): StoredFile {
    if (this.settings.mode === 'archive') {
      return this.put(checksum, (write) => this.writeArchived(checksum, path, meta, file, write));
    }
    return this.putBare(checksum, meta, (write) => {
      const hash = createHash('sha256').update(this.headerOf(meta));
      for (const { bytes } of file.blocks()) {
        hash.update(bytes);
        write(bytes);
      }
      if (hash.digest('hex') !== checksum) throw changed(path);
    });
  }

  private storeLink(meta: FileMeta, wish: StoreWish): StoredFile {
    const checksum = sha256(this.headerOf(meta));
    if (this.isThere(checksum, wish)) return { checksum, writtenBytes: 0 };
    return this.settings.mode === 'archive'
      ? this.put(checksum, (write) => write(formatArchiveHeader(meta, 0)))
      : this.putBare(checksum, meta, (write) => write(Buffer.from(`${meta.target}\0`)));
  }

  /** Writes a `.filez`. What is read again while it is written must be what was hashed. */
  private writeArchived(
    checksum: string,
    path: string,
    meta: FileMeta,
    file: SourceFile,
    write: Write,
  ): void {
    const { level } = this.settings;
    const { sizeBytes, whole } = file;
    const archiveHeader = formatArchiveHeader(meta, sizeBytes);
    if (whole !== undefined) {
      write(archiveHeader, compress(whole, level));
      return;
    }
    const hash = createHash('sha256').update(this.headerOf(meta));
    if (sizeBytes <= MAX_WHOLE_BYTES) {
      const bytes = file.readWhole(sizeBytes);
      if (hash.update(bytes).digest('hex') !== checksum) throw changed(path);
      write(archiveHeader, compress(bytes, level));
      return;
    }
    write(archiveHeader);
    let readBytes = 0;
    for (const block of file.blocks()) {
      hash.update(block.bytes);
      readBytes += block.bytes.length;
      write(compressBlock(block, level));
    }
    write(DEFLATE_END);
    if (hash.digest('hex') !== checksum || readBytes !== sizeBytes) throw changed(path);
  }

  private put(checksum: string, body: (write: Write) => void): StoredFile {
    const temporary = this.temporaryIn(this.settings.tempPath);
    const writtenBytes = writeWith(temporary, 0o644, body);
    const final = this.finalPath(checksum);
    makeParent(final);
    renameSync(temporary, final);
    return { checksum, writtenBytes };
  }

  /** Mode and owner are in an attribute that is set later; the file's own let the user read it. */
  private putBare(checksum: string, meta: FileMeta, body: (write: Write) => void): StoredFile {
    const temporary = this.temporaryIn(this.settings.tempPath);
    const mode = meta.target === undefined ? (meta.mode & 0o775) | 0o400 : 0o644;
    const writtenBytes = writeWith(temporary, mode, body);
    utimesSync(temporary, 0, 0);
    return { checksum, writtenBytes, temporary };
  }

  private isThere(checksum: string, wish: StoreWish): boolean {
    return wish.elsewhere?.has(checksum) === true || existsSync(this.finalPath(checksum));
  }

  private headerOf(meta: FileMeta): Uint8Array {
    const known = this.headers.get(meta);
    if (known !== undefined) return known;
    const header = formatContentHeader(meta);
    this.headers.set(meta, header);
    return header;
  }

  private finalPath(checksum: string): string {
    const { repoPath, mode } = this.settings;
    return join(repoPath, objectPath(checksum, mode === 'archive' ? 'filez' : 'file'));
  }

  private temporaryIn(folder: string): string {
    this.temporaries += 1;
    return join(folder, `.${threadId}-${this.temporaries}`);
  }
}

function changed(path: string): BuildError<RepoCode> {
  return new BuildError<RepoCode>('TREE_CHANGED', `${path} changed while it was committed`);
}
