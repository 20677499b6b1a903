import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type Dirmeta,
  formatDirmeta,
  formatDirtree,
  objectChecksum,
  objectPath,
} from '../ostree/objects.ts';
import type { PlannedFolder } from './plan-tree.ts';
import type { StoredFile, WorkerSettings } from './worker-tasks.ts';
import { makeParent, writeWith } from './write-file.ts';

type Place = Pick<WorkerSettings, 'repoPath' | 'tempPath'>;

/** Writes a metadata object unless it is there. */
export function storeMetadata(
  { repoPath, tempPath }: Place,
  object: Uint8Array,
  type: 'commit' | 'dirtree' | 'dirmeta',
  elsewhere?: ReadonlySet<string>,
): StoredFile {
  const checksum = objectChecksum(object);
  const final = join(repoPath, objectPath(checksum, type));
  if (elsewhere?.has(checksum) === true || existsSync(final)) return { checksum, writtenBytes: 0 };
  const temporary = join(tempPath, checksum);
  const writtenBytes = writeWith(temporary, 0o644, (write) => write(object));
  makeParent(final);
  renameSync(temporary, final);
  return { checksum, writtenBytes };
}

/** Checksums of a folder's objects. */
interface StoredFolder {
  readonly tree: string;
  readonly meta: string;
}

/** So many levels below the root, a folder is stored with all that is in it, without a pause for other work. */
const PAUSED_LEVELS = 3;

/** Makes dirtrees and dirmetas of folders. */
export class FolderStore {
  /** What was made, each once. */
  readonly objects: StoredFile[] = [];
  private readonly place: Place;
  private readonly elsewhere: ReadonlySet<string> | undefined;
  private readonly metas = new Map<Dirmeta, string>();
  private readonly stored = new Map<PlannedFolder, StoredFolder>();

  constructor(place: Place, elsewhere: ReadonlySet<string> | undefined) {
    this.place = place;
    this.elsewhere = elsewhere;
  }

  /** Stores a folder, unless it is stored already. `checksums`: of all files, by their indices. */
  store(folder: PlannedFolder, checksums: readonly string[]): StoredFolder {
    const stored = this.storeKnown(folder, checksums);
    if (stored === undefined) throw new TypeError('a folder with files that are not stored');
    return stored;
  }

  /**
   * Stores those folders of which all is known, while others see to the rest: with them it takes as long as
   * everything else that is left then. `checksums`: empty where a file's is not known.
   */
  async storeAhead(
    folder: PlannedFolder,
    checksums: readonly string[],
    levels = PAUSED_LEVELS,
  ): Promise<void> {
    if (levels > 0) {
      for (const child of folder.folders) {
        await this.storeAhead(child.folder, checksums, levels - 1);
      }
    }
    await setImmediate();
    this.storeKnown(folder, checksums);
  }

  /** Undefined when there is something that is not known, here or below. */
  private storeKnown(
    folder: PlannedFolder,
    checksums: readonly string[],
  ): StoredFolder | undefined {
    const before = this.stored.get(folder);
    if (before !== undefined) return before;
    const files = folder.files.map(({ name, index }) => ({
      name,
      checksum: checksums[index] ?? '',
    }));
    let isKnown = files.every(({ checksum }) => checksum !== '');
    const directories = folder.folders.flatMap(({ name, folder: child }) => {
      const stored = this.storeKnown(child, checksums);
      isKnown &&= stored !== undefined;
      return stored === undefined ? [] : [{ name, ...stored }];
    });
    if (!isKnown) return undefined;
    const tree = this.put(formatDirtree({ files, directories }), 'dirtree');
    const stored = { tree, meta: this.metaOf(folder.meta) };
    this.stored.set(folder, stored);
    return stored;
  }

  private metaOf(meta: Dirmeta): string {
    const known = this.metas.get(meta);
    if (known !== undefined) return known;
    const checksum = this.put(formatDirmeta(meta), 'dirmeta');
    this.metas.set(meta, checksum);
    return checksum;
  }

  private put(object: Uint8Array, type: 'dirtree' | 'dirmeta'): string {
    const stored = storeMetadata(this.place, object, type, this.elsewhere);
    // The second of two equal ones is there because of the first.
    this.objects.push(stored);
    return stored.checksum;
  }
}
