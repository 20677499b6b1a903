import { type Header, parseInstalledHeader } from './header.ts';
import { badRpmdb, type PageSource, readSqliteTable } from './sqlite-table.ts';

/**
 * Returns the header of each installed package in `rpmdb.sqlite`, in the order of installation; public
 * keys that were imported are among them (`gpg-pubkey`).
 * Source: rpm, `lib/backend/sqlite.cc`: the table `Packages (hnum INTEGER PRIMARY KEY, blob BLOB)`.
 *
 * @throws BuildError BAD_RPMDB, BAD_HEADER, HEADER_LIMIT
 */
export function* readRpmdb(source: PageSource): Generator<Header, void> {
  const rows = readSqliteTable(source, 'Packages');
  if (rows === undefined) throw badRpmdb('it has no table of packages');
  for (const { rowid, values } of rows) {
    const [, blob] = values;
    if (!(blob instanceof Uint8Array)) throw badRpmdb(`package ${rowid} has no header`);
    yield parseInstalledHeader(blob);
  }
}
