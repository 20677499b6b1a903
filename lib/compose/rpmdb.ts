import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { ComposeCode } from './errors.ts';
import { RPMDB } from './install.ts';
import { copyWithInstallTimes } from './install-times.ts';
import { hostMounts, runSandboxed } from './sandbox.ts';
import type { Tree } from './tree.ts';

/** Offsets of the "file format write version" and "read version" in an SQLite header. */
const SQLITE_VERSIONS_OFFSET = 18;
const SQLITE_LEGACY = 1;
const SQLITE_MAGIC = 'SQLite format 3\0';

/** How to settle. */
interface SettleOptions {
  /** Where the database is; `RPMDB` unless given. */
  readonly rpmdb?: string;
  /** A folder for copies; they do not stay. */
  readonly workDir: string;
  readonly sourceDateEpoch: number;
  readonly log: Log;
}

/**
 * Makes the package database one that rpm reads from a read-only /usr, and the same every time.
 * Run it after the last rpm: it takes rpm's lock and side files away.
 *
 * SQLite cannot open a database in WAL mode from a read-only folder without its side files. rpm
 * has put all of the WAL into the database when it closed it; so turning the two version bytes
 * back is the whole of `PRAGMA journal_mode=DELETE`. See https://www.sqlite.org/fileformat.html
 *
 * @throws BuildError RPMDB_NOT_REPRODUCIBLE when the WAL holds something
 */
export async function settleRpmdb(tree: Tree, options: SettleOptions): Promise<void> {
  const { rpmdb = RPMDB } = options;
  const path = `${rpmdb}/rpmdb.sqlite`;
  if ((await tree.lstat(path)) !== undefined) {
    const times = await rewrite(tree, options);
    // rpm before 4.18 writes its own clock.
    if (times.some((time) => !isEpoch(time, options.sourceDateEpoch))) {
      await settleInstallTimes(tree, options);
      await rewrite(tree, options);
    }
  }
  for (const name of await tree.list(rpmdb)) {
    if (/^(rpmdb\.sqlite-(wal|shm)|\.rpm\.lock|\.dbenv\.lock|__db\..*|\.migratedb)$/.test(name)) {
      await tree.remove(`${rpmdb}/${name}`);
    }
  }
}

/** Makes the places where rpm, libsolv and rpm-ostree look for the database. */
export async function linkRpmdb(tree: Tree): Promise<void> {
  await tree.remove('var/lib/rpm');
  await tree.symlink('../../share/rpm', 'usr/lib/sysimage/rpm');
  await tree.write('usr/lib/rpm/macros.d/macros.rpm-ostree', `%_dbpath /${RPMDB}\n`);
}

/** Synchronous: who settles the database begins with it, and then starts a program that takes a while. */
function setLegacyJournal(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const header = Buffer.alloc(SQLITE_VERSIONS_OFFSET + 2);
    readSync(file, header, 0, header.length, 0);
    if (header.toString('latin1', 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return;
    writeSync(file, Uint8Array.of(SQLITE_LEGACY, SQLITE_LEGACY), 0, 2, SQLITE_VERSIONS_OFFSET);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes the pages anew, full and table by table: rpm leaves them as it came by. That is 7 % less in a compressed
 * layer, and every update is pushed and pulled with all of it. What is interrupted is composed again: no journal.
 * Returns the times of all transactions, as the database has them in its index: hexadecimal, of four bytes each.
 */
async function rewrite(tree: Tree, options: SettleOptions): Promise<string[]> {
  const path = `${options.rpmdb ?? RPMDB}/rpmdb.sqlite`;
  const wal = await tree.lstat(`${path}-wal`);
  if (wal !== undefined && wal.size > 0) {
    throw new BuildError<ComposeCode>(
      'RPMDB_NOT_REPRODUCIBLE',
      `rpm left ${wal.size} bytes in ${path}-wal`,
    );
  }
  setLegacyJournal(await tree.resolve(path));
  const times: string[] = [];
  const statements = [
    ...['PRAGMA journal_mode=OFF', 'PRAGMA synchronous=OFF', 'PRAGMA temp_store=MEMORY'],
    ...['VACUUM', "SELECT 'time ' || hex(key) FROM Installtid GROUP BY key"],
  ];
  const argv = ['sqlite3', '-bail', '/rpmdb/rpmdb.sqlite', ...statements];
  await runOnFolder(tree, argv, options, (line) => {
    if (line.startsWith('time ')) times.push(line.slice('time '.length));
  });
  return times;
}

/** True for the time in either byte order: rpm takes that of the machine. */
function isEpoch(time: string, epochSeconds: number): boolean {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(epochSeconds % 2 ** 32);
  const wanted = bytes.toString('hex').toUpperCase();
  return time === wanted || time === bytes.swap32().toString('hex').toUpperCase();
}

/** Gives all packages the time of the build. */
async function settleInstallTimes(tree: Tree, options: SettleOptions): Promise<void> {
  const folder = join(options.workDir, 'rpmdb');
  await mkdir(folder, { recursive: true });
  const inFolder = ['--bind', folder, '/scratch'];
  await runOnDatabase(
    tree,
    ['sh', '-c', 'rpmdb "$@" --exportdb > /scratch/old', 'sh'],
    options,
    inFolder,
  );
  await copyWithInstallTimes(join(folder, 'old'), join(folder, 'new'), options.sourceDateEpoch);
  const { rpmdb = RPMDB } = options;
  for (const name of await tree.list(rpmdb)) await tree.remove(`${rpmdb}/${name}`);
  await runOnDatabase(
    tree,
    ['sh', '-c', 'rpmdb "$@" --importdb < /scratch/new', 'sh'],
    options,
    inFolder,
  );
  await rm(folder, { recursive: true });
}

function runOnDatabase(
  tree: Tree,
  argv: readonly string[],
  options: SettleOptions,
  mounts: readonly string[],
): Promise<void> {
  return runOnFolder(tree, [...argv, '--dbpath', '/rpmdb'], options, undefined, mounts);
}

async function runOnFolder(
  tree: Tree,
  argv: readonly string[],
  options: SettleOptions,
  onLine?: (line: string) => void,
  mounts: readonly string[] = [],
): Promise<void> {
  const folder = await tree.resolve(options.rpmdb ?? RPMDB, true);
  const failure = await runSandboxed(argv, {
    mounts: [...hostMounts(), '--bind', folder, '/rpmdb', ...mounts],
    sourceDateEpoch: options.sourceDateEpoch,
    log: options.log,
    ...(onLine === undefined ? {} : { onLine }),
  });
  if (failure === undefined) return;
  throw new BuildError<ComposeCode>(
    'RPMDB_NOT_REPRODUCIBLE',
    `${argv[0]} cannot read the package database that rpm wrote:\n${failure.tail.join('\n')}`,
  );
}
