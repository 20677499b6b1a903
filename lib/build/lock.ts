import { dirname } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import { TreesmithError } from '../core/errors.ts';
import { makeFolder } from '../host/files.ts';
import type { PackageChange } from '../lock/diff.ts';
import { formatChanges } from '../lock/format-changes.ts';
import { isLockStale, lockInputHash } from '../lock/input-hash.ts';
import { lockRemix } from '../lock/lock.ts';
import { formatLockfile, type Lockfile, writeLockfile } from '../remix/lockfile.ts';
import { currentLock, readIfThere, readInputs } from './current-lock.ts';
import { assertToolsOf } from './stage-tools.ts';
import type { Workspace } from './workspace.ts';

/** Additions alone are listed up to this many. */
const LISTED_WHEN_NEW = 20;

/** A lockfile, and what was done to it. */
export interface LockOutcome {
  readonly path: string;
  /** Whether the file has other bytes than before. */
  readonly changed: boolean;
  /** How many packages each architecture has. */
  readonly packages: Readonly<Record<string, number>>;
  readonly changes: readonly PackageChange[];
}

/** What `runLock` returns: what to tell, and the lock itself. */
export interface LockRun {
  readonly outcome: LockOutcome;
  readonly lockfile: Lockfile;
}

/**
 * `update` locks what the repositories have now, `if-stale` does only when there is no lockfile that
 * fits, `check` changes nothing. Always of every architecture of remix.yaml: one file has them all.
 *
 * @throws what `lockRemix` throws; with `check` ConfigError LOCK_MISSING, LOCK_STALE
 */
export async function runLock(
  workspace: Workspace,
  mode: 'check' | 'update' | 'if-stale',
): Promise<LockRun> {
  const path = workspace.remix.lockfile;
  if (mode === 'check') return lockRun(path, await currentLock(workspace), []);
  if (mode === 'if-stale') {
    const previous = await readIfThere(path);
    const hash = lockInputHash(await readInputs(workspace));
    if (previous !== undefined && !isLockStale(previous, hash)) return lockRun(path, previous, []);
  }
  const run = await solveLock(workspace);
  if (run.outcome.changed) {
    await makeFolder(dirname(path));
    await writeLockfile(path, run.lockfile);
  }
  return run;
}

/**
 * Locks what the repositories have now, and writes nothing but the store: `changed` of the outcome
 * tells whether the lockfile would get other bytes. A lockfile that cannot be read counts as none.
 *
 * @throws what `lockRemix` throws
 */
export async function solveLock(workspace: Workspace): Promise<LockRun> {
  const { remix, store, http, log, offline } = workspace;
  const path = remix.lockfile;
  const inputs = await readInputs(workspace);
  const previous = await readIfThere(path).catch((error: unknown) => {
    if (!(error instanceof TreesmithError)) throw error;
    log.warn(`${error.message}; it is made anew`, error.place);
    return undefined;
  });
  await assertToolsOf('lock');
  const { lockfile, changes } = await lockRemix({
    inputs,
    ...(previous === undefined ? {} : { previous }),
    store,
    http,
    log,
    offline,
    ...(workspace.cache === undefined ? {} : { metadataCache: workspace.cache }),
  });
  const changed = previous === undefined || formatLockfile(previous) !== formatLockfile(lockfile);
  return lockRun(path, lockfile, changes, changed);
}

/** Returns the outcome as lines for people. A first lock is only counted. */
export function formatLock({ path, packages, changes }: LockOutcome): string[] {
  const counts = Object.entries(packages).map(([arch, count]) => `${arch}: ${count} packages`);
  const sizeBytes = changes.reduce((sum, { newSizeBytes = 0 }) => sum + newSizeBytes, 0);
  const isFirst = changes.length > 0 && changes.every(({ kind }) => kind === 'added');
  const lines =
    isFirst && changes.length > LISTED_WHEN_NEW
      ? [`${changes.length} packages added, ${formatBytes(sizeBytes)}; the lockfile names them.`]
      : formatChanges(changes, 'text').trimEnd().split('\n');
  return [...lines, `${path} (${counts.join(', ')})`];
}

function lockRun(
  path: string,
  lockfile: Lockfile,
  changes: readonly PackageChange[],
  changed = false,
): LockRun {
  const packages = Object.fromEntries(
    lockfile.arches.map(({ arch, packages: locked }) => [arch, locked.length]),
  );
  return { outcome: { path, changed, packages, changes }, lockfile };
}
