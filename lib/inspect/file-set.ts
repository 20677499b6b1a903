import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import { type DiskReader, openFile } from './disk-reader.ts';
import type { TarMember } from './disks/tar.ts';
import type { InspectCode } from './errors.ts';
import type { Inspection } from './inspection.ts';
import { LIMITS } from './limits.ts';

/** A file of a folder or an archive, which are inspected alike. */
export interface SetFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly uid: number;
  readonly gid: number;
  readonly modeOctal: number;
  open(): Promise<DiskReader>;
}

const MAX_DEPTH = 4;

/**
 * Returns the regular files of a folder, sorted; links are not followed, they may lead anywhere.
 *
 * @throws ConfigError IMAGE_UNREADABLE; BuildError IMAGE_LIMIT
 */
export async function readFolder(path: string, inspection: Inspection): Promise<SetFile[]> {
  const files: SetFile[] = [];
  async function walk(folder: string, prefix: string, depth: number): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      const full = join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH) {
        await walk(full, `${prefix}${entry.name}/`, depth + 1);
      } else if (entry.isFile()) {
        if (files.length >= LIMITS.folderFiles) {
          throw new BuildError<InspectCode>(
            'IMAGE_LIMIT',
            `${path} has more than ${LIMITS.folderFiles} files`,
          );
        }
        const { size, uid, gid, mode } = await stat(full);
        files.push({
          path: `${prefix}${entry.name}`,
          sizeBytes: size,
          uid,
          gid,
          modeOctal: mode & 0o7777,
          open: async () => inspection.keep(await openFile(full)),
        });
      }
    }
  }
  try {
    await walk(path, '', 1);
  } catch (error) {
    if (error instanceof BuildError || error instanceof ConfigError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError<InspectCode>('IMAGE_UNREADABLE', `${path} cannot be read: ${why}`, {
      cause: error,
    });
  }
  return files.sort((a, b) => compareBytes(a.path, b.path));
}

/** Returns the regular files among the members of an archive. */
export function filesOf(members: readonly TarMember[]): SetFile[] {
  return members
    .filter(({ type }) => '07S'.includes(type))
    .map((member) => ({
      path: member.name.replace(/^(\.?\/)+/, ''),
      sizeBytes: member.sizeBytes,
      uid: member.uid,
      gid: member.gid,
      modeOctal: member.modeOctal,
      open: async () => member.open(),
    }));
}
