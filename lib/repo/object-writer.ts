import { lstatSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { findTool } from '../host/tools.ts';
import type { FileMeta } from '../ostree/content.ts';
import { objectPath } from '../ostree/objects.ts';
import { type BareObject, finishBareObjects } from './bare-attributes.ts';
import { batchesOf } from './batches.ts';
import type { RepoCode } from './errors.ts';
import {
  type CommittedFile,
  committedFiles,
  type ExpectedFile,
  type Known,
  KnownFiles,
  UNKNOWN,
} from './known-files.ts';
import { readLabels } from './labels.ts';
import { FolderStore, storeMetadata } from './metadata-store.ts';
import { type PlannedFile, type PlannedFolder, type PlannedTree, planTree } from './plan-tree.ts';
import { readTree, type TreeFolder } from './read-tree.ts';
import { readRepositoryConfig } from './repository-config.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { defaultThreads, WorkerPool } from './worker-pool.ts';
import type { StoredFile, StoreTask, WorkerSettings } from './worker-tasks.ts';
import { readXattrs } from './xattrs.ts';

/** Where and how to write objects. */
export interface ObjectWriterOptions {
  /** An OSTree repository of mode `archive` or `bare-user`. */
  readonly repoPath: string;
  /** For what is prepared; best on the repository's file system. Emptied. */
  readonly scratchPath: string;
  /**
   * False when owner, mode and attributes of hardly any file change between `prepare` and `commitTree`: then the
   * second digest is spared by which such a one's object is found.
   */
  readonly preparesByContent?: boolean;
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
  /** Those without extended attributes, by their paths in the tree; of hard links one. */
  readonly contents: ReadonlyMap<string, CommittedFile>;
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
const PREPARE_BATCH = 128;
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
  const byContent = options.preparesByContent ?? true;
  // Its levels are others: whoever asks for more than the fastest of zlib's gets zlib.
  const igzip = mode === 'archive' && level === DEFAULT_LEVEL ? findTool('igzip') : undefined;
  const settings = {
    ...{ repoPath, mode, level, tempPath, preparedPath: scratchPath, byContent },
    ...(igzip === undefined ? {} : { igzip }),
  };
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
  private readonly files = new KnownFiles();

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
   * is kept by checksums, so it does not matter what becomes of the files. `isUrgent`: before
   * all that waits.
   */
  prepare(paths: readonly string[], isUrgent = false): void {
    if (this.settings.mode !== 'archive') return;
    this.hasPrepared ||= paths.length > 0;
    this.goAhead('prepare', paths, PREPARE_BATCH, isUrgent);
  }

  /**
   * Hashes files whose objects are probably there, in the background. One that changes afterwards is
   * hashed again. What the repository has then, it must keep until the tree is committed.
   */
  hash(paths: readonly string[]): void {
    this.goAhead('hash', paths, HASH_BATCH);
  }

  /** Lets `commitTree` not read the file `path` of the tree, which has no leading slash, as long as it is as said. */
  expect(path: string, file: ExpectedFile): void {
    this.files.expect(path, file);
  }

  /** Says that nothing else keeps a core busy: from now on, all threads take what is urgent, and hash. */
  hurry(): void {
    this.pool.hurry();
  }

  private goAhead(
    kind: 'prepare' | 'hash',
    paths: readonly string[],
    size: number,
    isUrgent = false,
  ): void {
    for (let at = 0; at < paths.length && this.waiting < MAX_WAITING; at += size) {
      const batch = paths.slice(at, at + size);
      this.waiting += batch.length;
      const done = this.pool.prepare({ kind, paths: batch }, isUrgent).then(
        ({ hashed = [] }) => {
          this.waiting -= batch.length;
          this.files.addHashed(hashed);
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
    // What is there already may be what it will be.
    if (options.late !== undefined) this.hash([options.late.path]);
    const { log, threads } = this;
    const labels =
      options.selinux === true ? await readLabels(treePath, tree, { log, threads }) : undefined;
    const plan = planTree(tree, await reading, labels);
    await this.preparing;
    const latePath = options.late?.path;
    // Nobody knows yet what a late file will be.
    const known = this.files
      .find(plan.files, treePath, this.settings)
      .map((file, index) => (plan.files[index]?.path === latePath ? UNKNOWN : file));
    const folders = new FolderStore(this.settings, options.elsewhere);
    let ahead = Promise.resolve();
    // While threads store content, and a late file is made.
    const storeAhead = (found: readonly Pick<Known, 'checksum'>[]) => {
      ahead = ahead.then(() => folders.storeAhead(plan.root, checksumsOf(found)));
      // It is awaited in the end, whatever fails before.
      ahead.catch(() => undefined);
    };
    const content = await this.storePlan(plan, known, tree, { ...options, storeAhead })
      .then((stored) => {
        options.onStored?.();
        return stored;
      })
      .finally(() => ahead);
    const root = folders.store(plan.root, checksumsOf(content));
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
      contents: committedFiles(plan, content, treePath),
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
    known: readonly Known[],
    tree: TreeFolder,
    {
      elsewhere,
      late,
      storeAhead,
    }: CommitTreeOptions & {
      /** Called with what is known so far. */
      readonly storeAhead: (found: readonly Pick<Known, 'checksum'>[]) => void;
    },
  ): Promise<StoredFile[]> {
    const index = late === undefined ? -1 : files.findIndex(({ path }) => path === late.path);
    const place = files[index];
    if (late !== undefined && place === undefined) {
      throw new BuildError<RepoCode>('TREE_CHANGED', `the tree has no file ${late.path} yet`);
    }
    const stored = known.map(({ checksum }) => ({ checksum, writtenBytes: 0 }));
    const others = files.flatMap((file, at) => {
      const { checksum = '', isThere = false } = known[at] ?? {};
      return isThere || at === index ? [] : [{ at, file, checksum }];
    });
    const storing = this.storeContent(others, elsewhere, late?.beside).then((found) => {
      others.forEach(({ at }, i) => {
        stored[at] = found[i] ?? NOT_STORED;
      });
    });
    storeAhead(known);
    if (late === undefined || place === undefined) {
      await storing;
      return stored;
    }
    const checksums = storing.then(() => checksumsByPath(root, tree.path, stored));
    checksums.catch(() => undefined);
    late.onOthers?.(tree, checksums);
    await storing;
    storeAhead(stored);
    await late.ready;
    const stats = lstatSync(late.path);
    const { uid, gid, mode, size } = stats;
    const made = { ...place, stats, sizeBytes: size, meta: { ...place.meta, uid, gid, mode } };
    const { checksum, isThere } = this.files.hashedOf(made);
    const [last = NOT_STORED] = isThere
      ? [{ checksum, writtenBytes: 0 }]
      : await this.storeContent([{ file: made, checksum }], elsewhere);
    return stored.with(index, last);
  }

  /** `checksum`: empty when it is not known. */
  private async storeContent(
    content: readonly { readonly file: PlannedFile; readonly checksum: string }[],
    elsewhere: ReadonlySet<string> | undefined,
    beside?: Promise<unknown>,
  ): Promise<StoredFile[]> {
    const { hasPrepared, settings } = this;
    const files = content.map(({ file }) => file);
    const stored: StoredFile[] = Array(files.length).fill(NOT_STORED);
    const bare: BareObject[] = [];
    const metas = new Map<FileMeta, number>();
    for (const { meta } of files) if (!metas.has(meta)) metas.set(meta, metas.size);
    const task: StoreTask = {
      kind: 'store',
      metas: [...metas.keys()],
      paths: files.map(({ path }) => `${path}\0`).join(''),
      metaOf: Uint32Array.from(files, ({ meta }) => metas.get(meta) ?? 0),
      known: content.map(({ checksum }) => `${checksum}\0`).join(''),
      batches: batchesOf(files),
      taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
      hasPrepared,
      ...(elsewhere === undefined ? {} : { elsewhere }),
    };
    const answers = await this.pool.store(task, beside);
    for (const [index, file] of answers) stored[index] = file;
    stored.forEach(({ checksum, temporary }, index) => {
      const { file, checksum: known = '' } = content[index] ?? {};
      // Folders were made of it.
      if (known !== '' && checksum !== known) {
        const what = `${file?.path} changed while it was committed`;
        throw new BuildError<RepoCode>('TREE_CHANGED', what);
      }
      if (temporary === undefined || file === undefined) return;
      const final = join(settings.repoPath, objectPath(checksum, 'file'));
      bare.push({ temporary, final, meta: file.meta });
    });
    await finishBareObjects(bare, this.log);
    return stored;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.pool.stopPreparing();
    await this.pool[Symbol.asyncDispose]();
    const { tempPath, preparedPath } = this.settings;
    await rm(tempPath, { recursive: true, force: true, maxRetries: 3 });
    await rm(preparedPath, { recursive: true, force: true, maxRetries: 3 });
  }
}

function checksumsOf(found: readonly Pick<Known, 'checksum'>[]): string[] {
  return found.map(({ checksum }) => checksum);
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
