import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchiveMember, madeMember, sortMembers } from './cpio-archive.ts';
import { entryOf, FILE_TYPE } from './tree-entry.ts';

/** A file that no package has. */
export interface MadeFile {
  readonly path: string;
  readonly text: string;
  /** Permissions; 0644 unless given. */
  readonly mode?: number;
}

/**
 * Returns the members of an initramfs: files of the tree at their own places with the folders above
 * them, files of our own, and empty folders. All belongs to root, times are all 0.
 */
export function initramfsMembers(
  root: string,
  paths: Iterable<string>,
  made: readonly MadeFile[],
  folders: readonly string[] = [],
): ArchiveMember[] {
  const members = new Map<string, ArchiveMember>();
  let order = 0;
  const addParents = (path: string): void => {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      const parent = parts.slice(0, depth).join('/');
      if (members.has(parent)) continue;
      order += 1;
      members.set(parent, madeMember(parent, FILE_TYPE.folder | 0o755, order));
    }
  };
  for (const path of paths) {
    addParents(path);
    const facts = lstatSync(join(root, path), { bigint: true });
    members.set(path, { ...entryOf(path, facts), uid: 0, gid: 0, links: 1, mtimeSeconds: 0 });
  }
  for (const path of folders) addParents(`${path}/.`);
  for (const file of made) {
    addParents(file.path);
    const data = Buffer.from(file.text);
    order += 1;
    members.set(
      file.path,
      madeMember(file.path, FILE_TYPE.file | (file.mode ?? 0o644), order, {
        data,
        sizeBytes: data.length,
      }),
    );
  }
  return sortMembers([...members.values()]);
}
