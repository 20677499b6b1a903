import type { Stats } from 'node:fs';
import { sha256 } from '../core/digest.ts';
import { formatContentHeader } from '../ostree/content.ts';
import { ObjectList } from './object-list.ts';
import type { PlannedFile, PlannedTree } from './plan-tree.ts';
import { formatState } from './source-file.ts';
import type { HashedFile, StoredFile, WorkerSettings } from './worker-tasks.ts';

/** A file of which it is known what its object is, as long as it is like this. */
export interface ExpectedFile {
  readonly sizeBytes: number;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly mtimeMs: number;
  /** Its ctime is no later. */
  readonly latestCtimeMs: number;
  /** Of its content object, which has no extended attributes. */
  readonly checksum: string;
}

/** A regular file without extended attributes, and its content object. */
export interface CommittedFile {
  readonly stats: Stats;
  readonly checksum: string;
}

/** What is known of a file's object before it is stored; `checksum` is empty when nothing is. */
export type Known = Pick<HashedFile, 'checksum' | 'isThere'>;

export const UNKNOWN: Known = { checksum: '', isThere: false };

/** What is known of a tree's files before it is committed. */
export class KnownFiles {
  /** By their states. */
  private readonly hashed = new Map<string, HashedFile>();
  /** By their paths in the tree. */
  private readonly expected = new Map<string, ExpectedFile>();

  /** Takes in what was hashed: a file that is still the same has that object. */
  addHashed(files: readonly HashedFile[]): void {
    for (const file of files) this.hashed.set(file.state, file);
  }

  /** `path`: in the tree, without a leading slash. */
  expect(path: string, file: ExpectedFile): void {
    this.expected.set(path, file);
  }

  /** Says what is known of files of the tree `treePath`, in their order, and which objects the repository has now. */
  find(
    files: readonly PlannedFile[],
    treePath: string,
    repository: Pick<WorkerSettings, 'repoPath' | 'mode'>,
  ): Known[] {
    const objects = new ObjectList(repository);
    return files.map((file) => {
      const { meta, path, stats } = file;
      if (meta.target !== undefined) {
        return { checksum: sha256(formatContentHeader(meta)), isThere: false };
      }
      const expected = this.expected.get(path.slice(treePath.length + 1));
      if (expected === undefined || meta.xattrs.length > 0 || !isAsExpected(stats, expected)) {
        return this.hashedOf(file);
      }
      return { checksum: expected.checksum, isThere: objects.has(expected.checksum) };
    });
  }

  /** Says what is known of a regular file that was hashed and is still the same. */
  hashedOf({ meta, stats }: PlannedFile): Known {
    if (meta.xattrs.length > 0) return UNKNOWN;
    return this.hashed.get(formatState(stats)) ?? UNKNOWN;
  }
}

function isAsExpected(stats: Stats, expected: ExpectedFile): boolean {
  return (
    stats.size === expected.sizeBytes &&
    stats.uid === expected.uid &&
    stats.gid === expected.gid &&
    stats.mode === expected.mode &&
    stats.mtimeMs === expected.mtimeMs &&
    stats.ctimeMs <= expected.latestCtimeMs
  );
}

/** Returns what became of the files of a plan, but for those with extended attributes, by their paths in the tree. */
export function committedFiles(
  { files }: PlannedTree,
  stored: readonly StoredFile[],
  treePath: string,
): Map<string, CommittedFile> {
  const found = new Map<string, CommittedFile>();
  files.forEach(({ path, meta, stats }, index) => {
    const checksum = stored[index]?.checksum;
    if (meta.target !== undefined || meta.xattrs.length > 0 || checksum === undefined) return;
    found.set(path.slice(treePath.length + 1), { stats, checksum });
  });
  return found;
}
