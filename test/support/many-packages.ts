import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommitReader } from '../../lib/repo/commit-reader.ts';

const RPMDB = 'usr/share/rpm/rpmdb.sqlite';

/**
 * Makes a tree with the package database of a commit, each package in it so many times, under other names of
 * the same length. Returns how many packages it has.
 */
export async function multiplyPackages(
  repoPath: string,
  commit: string,
  { tree, copies }: { readonly tree: string; readonly copies: number },
): Promise<number> {
  await mkdir(join(tree, 'usr/share/rpm'), { recursive: true });
  const reader = await CommitReader.open(repoPath, commit);
  const database = await reader.find(RPMDB);
  if (database === undefined) throw new Error(`${commit} has no ${RPMDB}`);
  await reader.extract(database, join(tree, RPMDB));
  return multiply(join(tree, RPMDB), copies);
}

function multiply(path: string, copies: number): number {
  const database = new DatabaseSync(path);
  const headers = database.prepare('SELECT blob FROM Packages').all();
  const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
  database.exec('BEGIN');
  for (let copy = 1; copy < copies; copy += 1) {
    for (const { blob } of headers) {
      if (!(blob instanceof Uint8Array)) continue;
      const header = Buffer.from(blob);
      const name = 8 + 16 * header.readUInt32BE(0) + nameOffset(header);
      header.write(copy.toString(36), header.indexOf(0, name) - 1, 'latin1');
      insert.run(header);
    }
  }
  database.exec('COMMIT');
  database.close();
  return headers.length * copies;
}

/** Where RPMTAG_NAME is in a header's data. */
function nameOffset(header: Buffer): number {
  for (let at = 8; at < 8 + 16 * header.readUInt32BE(0); at += 16) {
    if (header.readUInt32BE(at) === 1000) return header.readUInt32BE(at + 8);
  }
  throw new Error('a package without a name');
}
