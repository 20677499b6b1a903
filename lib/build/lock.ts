import type { Lockfile } from '../remix/lockfile.ts';
import { readLockfile } from '../remix/lockfile.ts';
import type { Workspace } from './workspace.ts';
export interface LockOutcome {
  path: string;
  changed: boolean;
  packages: Record<string, number>;
  summary: string[];
  lockfile: Lockfile;
}
export async function currentLock(w: Workspace): Promise<Lockfile> {
  return readLockfile(w.remix.lockfile);
}
export async function runLock(
  w: Workspace,
  _mode: 'check' | 'update' | 'if-stale',
): Promise<LockOutcome> {
  const lockfile = await readLockfile(w.remix.lockfile);
  return {
    path: w.remix.lockfile,
    changed: false,
    packages: Object.fromEntries(lockfile.arches.map((a) => [a.arch, a.packages.length])),
    summary: [],
    lockfile,
  };
}
