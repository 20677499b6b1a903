import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
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

/** Makes dirtrees and dirmetas of folders whose content is stored. */
export class FolderStore {
  /** What was made, each once. */
  readonly objects: StoredFile[] = [];
  private readonly place: Place;
  private readonly content: readonly StoredFile[];
  private readonly elsewhere: ReadonlySet<string> | undefined;
  private readonly metas = new Map<Dirmeta, string>();

  constructor(
    place: Place,
    content: readonly StoredFile[],
    elsewhere: ReadonlySet<string> | undefined,
  ) {
    this.place = place;
    this.content = content;
    this.elsewhere = elsewhere;
  }

  store(folder: PlannedFolder): { readonly tree: string; readonly meta: string } {
    const tree = formatDirtree({
      files: folder.files.map(({ name, index }) => ({
        name,
        checksum: this.content[index]?.checksum ?? '',
      })),
      directories: folder.folders.map(({ name, folder: child }) => ({
        name,
        ...this.store(child),
      })),
    });
    return { tree: this.put(tree, 'dirtree'), meta: this.metaOf(folder.meta) };
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
