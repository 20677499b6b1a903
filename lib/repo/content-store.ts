import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  lstatSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import { BuildError } from '../core/errors.ts';
import { Igzip } from '../host/igzip.ts';
import {
  type FileMeta,
  formatArchiveHeader,
  formatContentHeader,
  parseArchiveHeader,
} from '../ostree/content.ts';
import { objectPath } from '../ostree/objects.ts';
import { DEFLATE_END, deflate, deflateBlock, isCompressed } from './deflate.ts';
import type { RepoCode } from './errors.ts';
import { Postponed } from './postponed.ts';
import { BLOCK_BYTES, FileReader, formatState, type SourceFile } from './source-file.ts';
import type { HashedFile, StoredFile, WorkerSettings } from './worker-tasks.ts';
import { makeParent, type Write, writeWith } from './write-file.ts';

/** What is smaller is compressed sooner by zlib than a file is handed over. */
const IGZIP_BYTES = 16 * 1024;

/** What to store, of what was hashed. */
export interface StoreWish {
  /** False when nothing was prepared, and need not be looked for. */
  readonly hasPrepared: boolean;
  /** Objects that need not be stored. */
  readonly elsewhere?: ReadonlySet<string>;
}

/** An object to write; what it is can be seen of the file. */
interface ArchivedObject {
  readonly checksum: string;
  readonly path: string;
  readonly meta: FileMeta;
  readonly file: SourceFile;
}

/** The content objects of one repository, as one thread stores them. What is postponed is stored by `finish`. */
export class ContentStore {
  private readonly settings: WorkerSettings;
  private readonly reader = new FileReader();
  private readonly headers = new WeakMap<FileMeta, Uint8Array>();
  private readonly plainHeaders = new Map<string, Uint8Array>();
  private readonly postponed: Postponed | undefined;
  private temporaries = 0;

  constructor(settings: WorkerSettings) {
    this.settings = settings;
    const { igzip, preparedPath } = settings;
    this.postponed =
      igzip === undefined ? undefined : new Postponed(() => new Igzip(igzip, preparedPath));
  }

  /**
   * Hashes a file and stores its object unless it is there. `known`: its checksum, when that is known, as that of
   * a link is; else empty. `writtenBytes` may be 0 until `finish`.
   *
   * @throws BuildError TREE_CHANGED; errors of node:fs
   */
  store(path: string, meta: FileMeta, wish: StoreWish, known = ''): StoredFile {
    if (meta.target !== undefined) return this.storeLink(known, meta, wish);
    if (known !== '') {
      if (this.isThere(known, wish)) return { checksum: known, writtenBytes: 0 };
      const prepared = this.takeNamed(known);
      if (prepared !== undefined) return prepared;
    }
    const stored = this.reader.read(path, (file) => {
      const checksum = file.digest(this.headerOf(meta));
      if (this.isThere(checksum, wish)) return { checksum, writtenBytes: 0 };
      const prepared = wish.hasPrepared ? this.takePrepared(checksum, meta, file) : undefined;
      return prepared ?? this.storeFile({ checksum, path, meta, file });
    });
    this.flushWhenFull();
    return stored;
  }

  /**
   * Stores what was postponed.
   *
   * @throws BuildError TREE_CHANGED; errors of node:fs
   */
  finish(): void {
    this.postponed?.flush();
  }

  /** Forgets what was postponed. */
  giveUp(): void {
    this.postponed?.discard();
  }

  /** Hashes files that may be stored soon. Returns what is to be known of those whose objects are there. */
  hash(paths: readonly string[]): HashedFile[] {
    const nowMs = this.fileTimeMs();
    return paths.flatMap((path) => this.goAhead(path, nowMs) ?? []);
  }

  /** Compresses files that may be stored soon, but for what cannot be read. Returns what is to be known of them. */
  prepare(paths: readonly string[]): HashedFile[] {
    const nowMs = this.fileTimeMs();
    const hashed: HashedFile[] = [];
    try {
      for (const path of paths) {
        const file = this.goAhead(path, nowMs, (...object) => this.prepareObject(...object));
        if (file !== undefined) hashed.push(file);
        this.flushWhenFull();
      }
      this.finish();
    } catch {
      // Whoever commits will see what is wrong.
      this.giveUp();
    }
    return hashed;
  }

  private flushWhenFull(): void {
    if (this.postponed?.isFull === true) this.postponed.flush();
  }

  /** Hashes a file; `make` makes its object when it is not there. */
  private goAhead(
    path: string,
    nowMs: number,
    make?: (object: ArchivedObject, mayWait: boolean) => void,
  ): HashedFile | undefined {
    try {
      const before = lstatSync(path);
      if (!before.isFile()) return undefined;
      const { uid, gid, mode } = before;
      const state = formatState(before);
      return this.reader.read(path, (file) => {
        const checksum = file.digest(this.plainHeader(before));
        const isThere = existsSync(this.finalPath(checksum));
        if (!isThere && make === undefined) return undefined;
        // What is written to it after `nowMs` changes its time: the clock of files ticks seldom.
        const isSame = before.ctimeMs < nowMs && formatState(file.stat()) === state;
        const meta = { uid, gid, mode, xattrs: [] };
        if (!isThere) make?.({ checksum, path, meta, file }, isSame);
        return isSame ? { state, checksum, isThere } : undefined;
      });
    } catch {
      // Whoever commits will see what is wrong with it, if it is still there.
      return undefined;
    }
  }

  /** Of a file without extended attributes. */
  private plainHeader({ uid, gid, mode }: Stats): Uint8Array {
    const key = `${uid}:${gid}:${mode}`;
    const header =
      this.plainHeaders.get(key) ?? formatContentHeader({ uid, gid, mode, xattrs: [] });
    this.plainHeaders.set(key, header);
    return header;
  }

  /** `mayWait`: true when the file cannot change any more without a trace. */
  private prepareObject(object: ArchivedObject, mayWait: boolean): void {
    const { preparedPath, byContent } = this.settings;
    const named = join(preparedPath, object.checksum);
    const first = byContent ? join(preparedPath, object.file.digest()) : named;
    if (existsSync(first)) return;
    const save = (body: (write: Write) => void) => {
      if (existsSync(first)) return;
      const temporary = this.temporaryIn(preparedPath);
      writeWith(temporary, 0o644, body);
      renameSync(temporary, first);
      if (byContent) linkSync(first, named);
    };
    if (mayWait && this.postpone(object, save)) return;
    save((write) => this.writeArchived(object, write));
  }

  /** Puts an object that was prepared to its place; undefined when there is none. */
  private takeNamed(checksum: string): StoredFile | undefined {
    const final = this.finalPath(checksum);
    try {
      makeParent(final);
      renameSync(join(this.settings.preparedPath, checksum), final);
      return { checksum, writtenBytes: statSync(final).size };
    } catch {
      // Not prepared as this object, or on another file system.
      return undefined;
    }
  }

  /** Makes an object of what was prepared; its owner, mode or attributes may be others now. */
  private takePrepared(checksum: string, meta: FileMeta, file: SourceFile): StoredFile | undefined {
    const named = this.takeNamed(checksum);
    if (named !== undefined || !this.settings.byContent) return named;
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

  private storeFile(object: ArchivedObject): StoredFile {
    const { checksum, path, meta, file } = object;
    if (this.settings.mode === 'archive') return this.storeArchived(object);
    return this.putBare(checksum, meta, (write) => {
      const hash = createHash('sha256').update(this.headerOf(meta));
      for (const { bytes } of file.blocks()) {
        hash.update(bytes);
        write(bytes);
      }
      if (hash.digest('hex') !== checksum) throw changed(path);
    });
  }

  private storeArchived(object: ArchivedObject): StoredFile {
    const stored = { checksum: object.checksum, writtenBytes: 0 };
    const save = (body: (write: Write) => void) => {
      stored.writtenBytes = this.put(object.checksum, body).writtenBytes;
    };
    if (!this.postpone(object, save)) save((write) => this.writeArchived(object, write));
    return stored;
  }

  /** Lets a file wait for igzip, if that is worth it. What igzip does not compress, zlib does after all. */
  private postpone(object: ArchivedObject, save: (body: (write: Write) => void) => void): boolean {
    const { checksum, path, meta } = object;
    const { sizeBytes, held } = object.file;
    if (this.postponed === undefined || held === undefined || sizeBytes < IGZIP_BYTES) return false;
    if (isCompressed(held)) return false;
    const header = formatArchiveHeader(meta, sizeBytes);
    const again = () =>
      this.reader.read(path, (file) => {
        if (file.digest(this.headerOf(meta)) !== checksum) throw changed(path);
        save((write) => this.writeArchived({ ...object, file }, write));
      });
    const crc = crc32(held);
    this.postponed.add({
      ...{ fd: object.file.keep(), sizeBytes, crc, state: formatState(object.file.stat()) },
      done: (deflated) => {
        if (deflated === undefined) again();
        else save((write) => write(header, deflated));
      },
    });
    return true;
  }

  private storeLink(checksum: string, meta: FileMeta, wish: StoreWish): StoredFile {
    if (this.isThere(checksum, wish)) return { checksum, writtenBytes: 0 };
    return this.settings.mode === 'archive'
      ? this.put(checksum, (write) => write(formatArchiveHeader(meta, 0)))
      : this.putBare(checksum, meta, (write) => write(Buffer.from(`${meta.target}\0`)));
  }

  /** Writes a `.filez`. What has to be read again while it is written must be what was hashed. */
  private writeArchived({ checksum, path, meta, file }: ArchivedObject, write: Write): void {
    const { level } = this.settings;
    const { sizeBytes, held } = file;
    const archiveHeader = formatArchiveHeader(meta, sizeBytes);
    if (held !== undefined && sizeBytes <= BLOCK_BYTES) {
      write(archiveHeader, deflate(held, level));
      return;
    }
    write(archiveHeader);
    const hash = held === undefined ? createHash('sha256').update(this.headerOf(meta)) : undefined;
    let readBytes = 0;
    for (const block of file.blocks()) {
      hash?.update(block.bytes);
      readBytes += block.bytes.length;
      write(deflateBlock(block, level));
    }
    write(DEFLATE_END);
    const isSame = hash === undefined || hash.digest('hex') === checksum;
    if (!isSame || readBytes !== sizeBytes) throw changed(path);
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

  /** What the clock of files shows. */
  private fileTimeMs(): number {
    const path = this.temporaryIn(this.settings.preparedPath);
    writeFileSync(path, '');
    const { ctimeMs } = lstatSync(path);
    rmSync(path);
    return ctimeMs;
  }

  private temporaryIn(folder: string): string {
    this.temporaries += 1;
    return join(folder, `.${threadId}-${this.temporaries}`);
  }
}

function changed(path: string): BuildError<RepoCode> {
  return new BuildError<RepoCode>('TREE_CHANGED', `${path} changed while it was committed`);
}
