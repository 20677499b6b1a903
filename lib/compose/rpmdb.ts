import { open } from 'node:fs/promises';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { ComposeCode } from './errors.ts';
import { RPMDB } from './install.ts';
import { hostMounts, runSandboxed } from './sandbox.ts';
import type { Tree } from './tree.ts';

/** Offsets of the "file format write version" and "read version" in an SQLite header. */
const SQLITE_VERSIONS_OFFSET = 18;
const SQLITE_LEGACY = 1;
const SQLITE_MAGIC = 'SQLite format 3\0';

/**
 * Makes the package database one that rpm reads from a read-only /usr, and the same every time.
 * Run it after the last rpm: it takes rpm's lock and side files away.
 *
 * SQLite cannot open a database in WAL mode from a read-only folder without its side files. rpm
 * has put all of the WAL into the database when it closed it; so turning the two version bytes
 * back is the whole of `PRAGMA journal_mode=DELETE`. See https://www.sqlite.org/fileformat.html
 *
 * @throws BuildError RPMDB_NOT_REPRODUCIBLE when the WAL holds something, or when this rpm does not
 * take the time of installation from SOURCE_DATE_EPOCH
 */
export async function settleRpmdb(
  tree: Tree,
  options: { sourceDateEpoch: number; log: Log },
): Promise<void> {
  await assertInstallTimes(tree, options);
  const path = `${RPMDB}/rpmdb.sqlite`;
  const wal = await tree.lstat(`${path}-wal`);
  if (wal !== undefined && wal.size > 0) {
    throw new BuildError<ComposeCode>(
      'RPMDB_NOT_REPRODUCIBLE',
      `rpm left ${wal.size} bytes in ${path}-wal`,
    );
  }
  const database = await tree.lstat(path);
  if (database?.isFile() === true) await setLegacyJournal(await tree.resolve(path));
  for (const name of await tree.list(RPMDB)) {
    if (/^(rpmdb\.sqlite-(wal|shm)|\.rpm\.lock|\.dbenv\.lock|__db\..*|\.migratedb)$/.test(name)) {
      await tree.remove(`${RPMDB}/${name}`);
    }
  }
}

/** Makes the places where rpm, libsolv and rpm-ostree look for the database. */
export async function linkRpmdb(tree: Tree): Promise<void> {
  await tree.remove('var/lib/rpm');
  await tree.symlink('../../share/rpm', 'usr/lib/sysimage/rpm');
  await tree.write('usr/lib/rpm/macros.d/macros.rpm-ostree', `%_dbpath /${RPMDB}\n`);
}

async function setLegacyJournal(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const header = Buffer.alloc(SQLITE_VERSIONS_OFFSET + 2);
    await file.read(header, 0, header.length, 0);
    if (header.toString('latin1', 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return;
    await file.write(Uint8Array.of(SQLITE_LEGACY, SQLITE_LEGACY), 0, 2, SQLITE_VERSIONS_OFFSET);
  } finally {
    await file.close();
  }
}

async function assertInstallTimes(
  tree: Tree,
  options: { sourceDateEpoch: number; log: Log },
): Promise<void> {
  const times = new Set<string>();
  await runSandboxed(
    [
      'rpm',
      '--dbpath',
      '/rpmdb',
      '-qa',
      '--noplugins',
      '--nosignature',
      '--nodigest',
      '--qf',
      '%{INSTALLTID}\\n',
    ],
    {
      mounts: [...hostMounts(), '--bind', await tree.resolve(RPMDB, true), '/rpmdb'],
      ...options,
      onLine: (line) => times.add(line),
    },
  );
  const foreign = [...times].filter(
    (time) => /^\d+$/.test(time) && Number(time) !== options.sourceDateEpoch,
  );
  if (foreign.length === 0) return;
  throw new BuildError<ComposeCode>(
    'RPMDB_NOT_REPRODUCIBLE',
    `this rpm wrote its own clock (${foreign[0]}) into the package database, not SOURCE_DATE_EPOCH`,
    { hint: 'Use rpm 4.18 or later on the host.' },
  );
}
