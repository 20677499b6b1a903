import { lstatSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { FileMeta } from '../ostree/content.ts';
import { objectPath } from '../ostree/objects.ts';
import { type BareObject, finishBareObjects } from './bare-attributes.ts';
import { batchesOf } from './batches.ts';
import type { RepoCode } from './errors.ts';
import { readLabels } from './labels.ts';
import { FolderStore, storeMetadata } from './metadata-store.ts';
import { type PlannedFile, type PlannedFolder, type PlannedTree, planTree } from './plan-tree.ts';
import { readTree, type TreeFolder } from './read-tree.ts';
import { readRepositoryConfig } from './repository-config.ts';
import { formatState } from './source-file.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { defaultThreads, WorkerPool } from './worker-pool.ts';
import type { HashedFile, StoredFile, StoreTask, WorkerSettings } from './worker-tasks.ts';
import { readXattrs } from './xattrs.ts';

/** Where and how to write objects. */
export interface ObjectWriterOptions {
  /** An OSTree repository of mode `archive` or `bare-user`. */
  readonly repoPath: string;
  /** For what is prepared; best on the repository's file system. Emptied. */
  readonly scratchPath: string;
  /** As many as there are cores, but at most four, unless given. */
  readonly threads?: number;
  /** Of deflate, 1 to 9; `archive.zlib-level` of the repository unless given, or else 1. */
  readonly level?: number;
  readonly log: Log;
}

/** What of a tree to write. */
export interface CommitTreeOptions {
  /** True labels files by the SELinux policy in the tree, in place of the labels they have. */
  readonly selinux?: boolean;
  /** Objects that are not written, because whoever reads the commit finds them elsewhere. */
  readonly elsewhere?: ReadonlySet<string>;
  /** A file that is not what it will be yet: all others are stored meanwhile. */
  readonly late?: LateFile;
  /** Called when the tree is read no more; its folders are made to objects then. */
  readonly onStored?: () => void;
}

/** A file that is still being made. */
export interface LateFile {
  /** Host path. A regular file with one name is there already; another may take its place. */
  readonly path: string;
  /**
   * Called when the threads have begun with all other files, with the tree, and with what will be the
   * checksums of their content objects, by host path.
   */
  readonly onOthers?: (tree: TreeFolder, checksums: Promise<ReadonlyMap<string, string>>) => void;
  /** Fulfilled when the file is what it will be. When it is rejected, the tree is not committed. */
  readonly ready: Promise<unknown>;
  /** Settled when what makes the file keeps no core busy any more: until then one thread stands back. */
  readonly beside?: Promise<unknown>;
}

/** A tree, as objects of a repository. */
export interface CommittedTree {
  /** Checksum of the root's dirtree. */
  readonly rootTree: string;
  /** Checksum of the root's dirmeta. */
  readonly rootMeta: string;
  /** Regular files and symbolic links. */
  readonly files: number;
  /** Different objects: content, dirtrees, dirmetas. */
  readonly objects: number;
  /** Those of them that the repository lacked. */
  readonly written: number;
  readonly writtenBytes: number;
}

/** Deflate costs five times as much at level 6, and saves 6 %. */
const DEFAULT_LEVEL = 1;

const NOT_STORED: StoredFile = { checksum: '', writtenBytes: 0 };

/** Paths of one message to a thread that prepares. */
const PREPARE_BATCH = 32;
const HASH_BATCH = 128;

/** What waits to be prepared; more than that is not worth its memory. */
const MAX_WAITING = 100_000;

/**
 * Opens a repository to write objects to. The threads start when there is something to do, or before, by `start`.
 *
 * Objects get their names when they are whole, by renaming; none is synced. A process that is
 * killed leaves only a folder in the repository's `tmp`, which the next one removes.
 *
 * @throws ConfigError REPOSITORY_UNSUPPORTED
 */
export async function openObjectWriter(options: ObjectWriterOptions): Promise<ObjectWriter> {
  const { repoPath, scratchPath } = options;
  const { mode, zlibLevel } = await readRepositoryConfig(repoPath);
  await rm(scratchPath, { recursive: true, force: true, maxRetries: 3 });
  await mkdir(scratchPath, { recursive: true, mode: 0o700 });
  const tempPath = await makeTemporaryFolder(repoPath);
  const level = options.level ?? zlibLevel ?? DEFAULT_LEVEL;
  const settings = { repoPath, mode, level, tempPath, preparedPath: scratchPath };
  return new ObjectWriter(settings, options.threads ?? defaultThreads(), options.log);
}

/** Writes trees as OSTree objects, in threads. One `commitTree` at a time. */
export class ObjectWriter implements AsyncDisposable {
  private readonly settings: WorkerSettings;
  private readonly pool: WorkerPool;
  private readonly log: Log;
  private readonly threads: number;
  private preparing = Promise.resolve();
  private waiting = 0;
  private hasPrepared = false;
  private readonly hashed = new Map<string, HashedFile>();

  constructor(settings: WorkerSettings, threads: number, log: Log) {
    this.settings = settings;
    this.log = log;
    this.threads = threads;
    this.pool = new WorkerPool(settings, threads);
  }

  /** Starts the threads, which takes a tenth of a second of a core, before there is anything to do. */
  start(): void {
    this.pool.start();
  }

  /**
   * Compresses files that a `commitTree` of this writer may need, in the background. What is there
   * is kept by the checksum of the content, so it does not matter what becomes of the files.
   */
  prepare(paths: readonly string[]): void {
    if (this.settings.mode !== 'archive') return;
    this.hasPrepared ||= paths.length > 0;
    this.goAhead('prepare', paths, PREPARE_BATCH);
  }

  /**
   * Hashes files whose objects are probably there, in the background. One that changes afterwards is
   * hashed again.
   */
  hash(paths: readonly string[]): void {
    this.goAhead('hash', paths, HASH_BATCH);
  }

  private goAhead(kind: 'prepare' | 'hash', paths: readonly string[], size: number): void {
    for (let at = 0; at < paths.length && this.waiting < MAX_WAITING; at += size) {
      const batch = paths.slice(at, at + size);
      this.waiting += batch.length;
      const done = this.pool.prepare({ kind, paths: batch }).then(
        ({ hashed = [] }) => {
          this.waiting -= batch.length;
          for (const file of hashed) this.hashed.set(file.path, file);
        },
        // It was only to save time: who needs the thread next hears of it.
        () => undefined,
      );
      this.preparing = Promise.all([this.preparing, done]).then(() => undefined);
    }
  }

  /**
   * Writes what the repository lacks of a tree: content, dirtrees and dirmetas, with the checksums
   * that `ostree commit` gives them. The tree stays as it is. What was prepared is used up.
   *
   * @throws BuildError FILE_TYPE_UNSUPPORTED, NAME_NOT_UTF8, TREE_CHANGED, ATTRIBUTES_UNREADABLE,
   * OBJECT_WRITER_FAILED
   */
  async commitTree(treePath: string, options: CommitTreeOptions = {}): Promise<CommittedTree> {
    this.pool.start();
    this.pool.stopPreparing();
    // When something else throws before, nobody awaits it.
    options.late?.ready.catch(() => undefined);
    const reading = readXattrs(treePath, this.log);
    // When the walk throws, nobody awaits it.
    reading.catch(() => undefined);
    const tree = readTree(treePath);
    const { log, threads } = this;
    const labels =
      options.selinux === true ? await readLabels(treePath, tree, { log, threads }) : undefined;
    const plan = planTree(tree, await reading, labels);
    await this.preparing;
    const content = await this.storePlan(plan, tree, options);
    options.onStored?.();
    const folders = new FolderStore(this.settings, content, options.elsewhere);
    const root = folders.store(plan.root);
    // Of two equal files only the first finds its object missing.
    const objects = new Map<string, number>();
    for (const { checksum, writtenBytes } of [...content, ...folders.objects]) {
      objects.set(checksum, Math.max(writtenBytes, objects.get(checksum) ?? 0));
    }
    const written = [...objects.values()].filter((bytes) => bytes > 0);
    return {
      rootTree: root.tree,
      rootMeta: root.meta,
      files: plan.fileCount,
      objects: objects.size,
      written: written.length,
      writtenBytes: written.reduce((sum, bytes) => sum + bytes, 0),
    };
  }

  /**
   * Writes a commit object, all of whose tree is there, and returns its checksum. When fsck has
   * noted that the commit lacks objects, it does no more.
   */
  async writeCommit(object: Uint8Array): Promise<string> {
    const { checksum } = storeMetadata(this.settings, object, 'commit');
    await rm(join(this.settings.repoPath, 'state', `${checksum}.commitpartial`), { force: true });
    return checksum;
  }

  /** Stores the content of a plan. The answers are in its order; a late file comes last. */
  private async storePlan(
    { files, root }: PlannedTree,
    tree: TreeFolder,
    { elsewhere, late }: CommitTreeOptions,
  ): Promise<StoredFile[]> {
    if (late === undefined) return this.storeContent(files, elsewhere);
    const index = files.findIndex(({ path }) => path === late.path);
    const place = files[index];
    if (place === undefined) {
      throw new BuildError<RepoCode>('TREE_CHANGED', `the tree has no file ${late.path} yet`);
    }
    const storing = this.storeContent(files.toSpliced(index, 1), elsewhere, late.beside).then(
      (others) => others.toSpliced(index, 0, NOT_STORED),
    );
    const checksums = storing.then((found) => checksumsByPath(root, tree.path, found));
    checksums.catch(() => undefined);
    late.onOthers?.(tree, checksums);
    const stored = await storing;
    await late.ready;
    const stats = lstatSync(late.path);
    const { uid, gid, mode, size } = stats;
    const made = { ...place, stats, sizeBytes: size, meta: { ...place.meta, uid, gid, mode } };
    return stored.toSpliced(index, 1, ...(await this.storeContent([made], elsewhere)));
  }

  private async storeContent(
    files: readonly PlannedFile[],
    elsewhere: ReadonlySet<string> | undefined,
    beside?: Promise<unknown>,
  ): Promise<StoredFile[]> {
    const { hasPrepared, settings } = this;
    const stored: StoredFile[] = Array(files.length).fill(NOT_STORED);
    const bare: BareObject[] = [];
    const metas = new Map<FileMeta, number>();
    for (const { meta } of files) if (!metas.has(meta)) metas.set(meta, metas.size);
    const task: StoreTask = {
      kind: 'store',
      metas: [...metas.keys()],
      paths: files.map(({ path }) => `${path}\0`).join(''),
      metaOf: Uint32Array.from(files, ({ meta }) => metas.get(meta) ?? 0),
      known: files.map((file) => `${this.knownChecksum(file)}\0`).join(''),
      batches: batchesOf(files),
      taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
      hasPrepared,
      ...(elsewhere === undefined ? {} : { elsewhere }),
    };
    const answers = await this.pool.store(task, beside);
    for (const [index, file] of answers) stored[index] = file;
    stored.forEach(({ checksum, temporary }, index) => {
      const meta = files[index]?.meta;
      if (temporary === undefined || meta === undefined) return;
      const final = join(settings.repoPath, objectPath(checksum, 'file'));
      bare.push({ temporary, final, meta });
    });
    await finishBareObjects(bare, this.log);
    return stored;
  }

  /** The checksum that a file has had, if it is still the same; else empty. */
  private knownChecksum({ path, meta, stats }: PlannedFile): string {
    const known = this.hashed.get(path);
    if (known === undefined || meta.xattrs.length > 0) return '';
    return formatState(stats) === known.state ? known.checksum : '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.pool.stopPreparing();
    await this.pool[Symbol.asyncDispose]();
    const { tempPath, preparedPath } = this.settings;
    await rm(tempPath, { recursive: true, force: true, maxRetries: 3 });
    await rm(preparedPath, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The checksums of files in `folder`, but for what is not stored, by path. */
function checksumsByPath(
  folder: PlannedFolder,
  path: string,
  stored: readonly StoredFile[],
  found = new Map<string, string>(),
): Map<string, string> {
  for (const { name, index } of folder.files) {
    const checksum = stored[index]?.checksum;
    if (checksum !== undefined && checksum !== '') found.set(`${path}/${name}`, checksum);
  }
  for (const child of folder.folders) {
    checksumsByPath(child.folder, `${path}/${child.name}`, stored, found);
  }
  return found;
}
