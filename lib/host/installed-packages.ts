import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { type InstalledPackage, parseInstalledPackage } from '../rpm/installed-package.ts';
import { readRpmdb } from '../rpm/rpmdb.ts';
import { badRpmdb } from '../rpm/sqlite-table.ts';

/** Where a tree has its package database: of OSTree systems, of Fedora and openSUSE, of others. */
export const RPMDB_PATHS: readonly string[] = [
  'usr/share/rpm/rpmdb.sqlite',
  'usr/lib/sysimage/rpm/rpmdb.sqlite',
  'var/lib/rpm/rpmdb.sqlite',
];

/**
 * Returns the packages of the `rpmdb.sqlite` at `path` one by one, in the order of installation, without
 * imported keys. Needs no rpm, no root and no write access, and reads page by page: 200 packages take
 * some 50 ms. A package that is kept keeps its header, of some 20 kB, for its `files`.
 *
 * @throws BuildError BAD_RPMDB, also when a write-ahead log beside it holds what is not in it yet;
 *   BAD_HEADER, HEADER_LIMIT
 */
export function* readInstalledPackages(path: string): Generator<InstalledPackage, void> {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (wal !== undefined && wal.size > 0) {
    throw badRpmdb(
      `${path}-wal holds ${wal.size} bytes that are not in the database yet`,
      'Run any rpm command on it as root, which puts them there.',
    );
  }
  const file = openSync(path, 'r');
  try {
    const read = (offset: number, length: number) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    };
    for (const header of readRpmdb({ sizeBytes: fstatSync(file).size, read })) {
      const found = parseInstalledPackage(header);
      if (found !== undefined) yield found;
    }
  } finally {
    closeSync(file);
  }
}
